//! What is chosen in a form.

use serde::Serialize;

use crate::projects::Tracked;

/// A box to be ticked or a line to be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    /// Names are texts of the data; words of the domain have messages.
    pub label: String,
    pub chosen: bool,
}

/// The announced projects to choose from.
pub fn project_choices<'a>(tracked: impl Iterator<Item = &'a Tracked>, typed: &str) -> Vec<Choice> {
    let choice = |tracked: &Tracked| {
        let value = tracked.project.id.to_string();
        Choice { chosen: value == typed, value, label: tracked.project.title.clone() }
    };
    tracked.map(choice).collect()
}
