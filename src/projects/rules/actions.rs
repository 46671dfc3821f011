//! A new version of the rules.

use super::{
    rule::{RuleFault, RulesForm, TrackingRules},
    store::{self, Version},
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Ts, Tx},
    web::{Message, Refusal, Refused},
};

impl Refusal for RuleFault {
    fn message(&self) -> Message {
        match self {
            Self::Level(line) => Message::new("rules-level-wrong").with("line", line).at("levels"),
            Self::SameDay(line) => Message::new("rules-same-day").with("line", line).at("levels"),
            Self::Levels => Message::new("rules-levels-wrong").at("levels"),
            Self::Reds => Message::new("rules-reds-wrong").at("reds"),
            Self::Gap => Message::new("rules-gap-wrong").at("money_gap"),
        }
    }
}

/// For what is warned about, counted and compared from now on.
pub fn save_rules(tx: &mut Tx, person: &Person, at: Ts, form: &RulesForm) -> Result<(), Refused<RuleFault>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let rules = TrackingRules::parse(form)?;
    let version = store::versions(tx, congress)?.first().map_or(1, |newest| newest.version + 1);
    let made = Version { version, rules, made_by_account: person.id, made_by: person.name.clone(), made_at: at };
    store::insert(tx, congress, &made)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::to_value(&made.rules).unwrap_or_default();
    audit::record(tx, &person.actor(), at, &Act::new(Deed::TrackingRulesSaved, version).with(detail))?;
    Ok(())
}
