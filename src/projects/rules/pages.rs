//! The rules as they stand, and the form of the next version.

use serde::Serialize;

use super::{
    actions,
    rule::{RulesForm, TrackingRules},
    store,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    web::{Ctx, Form, Handled, Page, PageError},
};

/// `/secretariat/tracking-rules`
#[derive(Clone, Debug, Serialize)]
pub struct RulesPage {
    /// Version, who, which day; newest first.
    pub versions: Vec<(i32, String, String)>,
    pub typed: RulesForm,
}

impl RulesPage {
    fn of(conn: &mut Conn, person: &Person) -> Result<Self, PageError> {
        let versions = store::versions(conn, person.congress().ok_or(PageError::NotFound)?)?;
        let rules = versions.first().map_or_else(TrackingRules::default, |newest| newest.rules.clone());
        let said = |one: store::Version| (one.version, one.made_by, one.made_at.to_date());
        Ok(Self { typed: rules.to_form(), versions: versions.into_iter().map(said).collect() })
    }
}

impl Page for RulesPage {
    const TEMPLATE: &'static str = "projects/rules.html";

    fn samples() -> Vec<Self> {
        let typed = RulesForm { levels: "-5=<b>".to_owned(), reds: "<b>".to_owned(), money_gap: "<b>".to_owned() };
        vec![
            Self { versions: Vec::new(), typed: TrackingRules::default().to_form() },
            Self { versions: vec![(2, "周敏<b>".to_owned(), "2024-03-01".to_owned())], typed },
        ]
    }
}

pub async fn show_rules(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| RulesPage::of(conn, &who.person)).await?)
}

pub async fn save_rules_page(ctx: Ctx, who: As<Secretariat>, form: Form<RulesForm>) -> Handled {
    ctx.act(who, form, |tx, who, at, typed| actions::save_rules(tx, &who.person, at, typed))
        .then("/secretariat/tracking-rules", "tracking-rules-saved")
        .or_again(|conn, who, typed| Ok(RulesPage { typed, ..RulesPage::of(conn, &who.person)? }))
        .await
}
