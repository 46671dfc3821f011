//! Money against budget and against work, as pages show it.

use serde::Serialize;

use crate::projects::money::MoneyStand;

#[derive(Clone, Debug, Serialize)]
pub struct MoneyView {
    pub budget: String,
    pub paid: String,
    /// Of the budget in per cent, and of the bar.
    pub share: String,
    pub share_bar: u32,
    /// Of the work in per cent, and of the bar.
    pub done: String,
    pub done_bar: u32,
    /// The day by which it is told what was paid.
    pub by: String,
    /// The message `money-<course>`.
    pub course: &'static str,
    /// Name and amount.
    pub sources: Vec<(String, String)>,
}

impl From<&MoneyStand> for MoneyView {
    fn from(stand: &MoneyStand) -> Self {
        Self {
            budget: stand.budget().grouped(),
            paid: stand.paid.grouped(),
            share: stand.share().to_string(),
            share_bar: stand.share().whole().min(100),
            done: stand.done().to_string(),
            done_bar: stand.done().whole().min(100),
            by: stand.by.to_string(),
            course: stand.course().word(),
            sources: stand.sources.iter().map(|one| (one.name.clone(), one.amount.grouped())).collect(),
        }
    }
}
