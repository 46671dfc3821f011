//! How far what came of a need is carried out: told to those who proposed it, at most once a month.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::letters::addressed;
use crate::{
    congress,
    db::{DbError, Ts, Tx},
    guests::{self, Addressed, Contact, Letters},
    ids::{CongressId, NeedId, ProjectId},
    proposals::{
        letter::{About, tells_progress},
        store,
    },
    web::{Message, Secret},
};

/// What happened to the project that a need became.
#[derive(Clone, Debug)]
pub struct NeedProgress {
    pub need: NeedId,
    pub project: ProjectId,
    pub title: String,
    /// When it was chosen: what was before that nobody is told.
    pub chosen_at: Ts,
    /// Oldest first.
    pub told: Vec<(Ts, Message)>,
}

/// A month lies between two letters to the same address, whatever it proposed.
fn may_be_told(told_at: Option<Ts>, at: Ts) -> bool {
    told_at.is_none_or(|told| told.day().checked_add(1.month()).is_ok_and(|next| next <= at.day()))
}

/// One letter to everybody of that congress who confirmed an address and whose project has come on since the last.
pub fn write_progress(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    all: &[NeedProgress],
    base_url: &str,
    at: Ts,
) -> Result<usize, DbError> {
    let site = congress::site_name(tx, congress, base_url)?;
    // Whoever proposed several things hears of all of them at once.
    let mut by_address: BTreeMap<String, Vec<(Contact, usize)>> = BTreeMap::new();
    for (number, progress) in all.iter().enumerate() {
        for member in store::members_of(tx, progress.need)? {
            let contact =
                guests::contact(tx, member.id.uuid())?.filter(|contact| contact.letters == Letters::Confirmed);
            if let Some(contact) = contact {
                by_address.entry(contact.mark.clone()).or_default().push((contact, number));
            }
        }
    }
    let mut written = 0;
    for of_one in by_address.values() {
        let told_at = of_one.iter().filter_map(|(contact, _)| contact.told_at).max();
        if !may_be_told(told_at, at) {
            continue;
        }
        let mut numbers: Vec<usize> = of_one.iter().map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let is_new = |progress: &NeedProgress, when: Ts| {
            when > told_at.map_or(progress.chosen_at, |told| told.max(progress.chosen_at)) && when <= at
        };
        let news: Vec<(&NeedProgress, Vec<&(Ts, Message)>)> = numbers
            .iter()
            .filter_map(|number| all.get(*number))
            .map(|progress| (progress, progress.told.iter().filter(|(when, _)| is_new(progress, *when)).collect()))
            .filter(|(_, told): &(_, Vec<_>)| !told.is_empty())
            .collect();
        let Some((contact, _)) = of_one.first().filter(|_| !news.is_empty()) else { continue };
        let Some((proposal, call, to)) = addressed(tx, secret, contact)? else { continue };
        let about = About { site: &site, call: &call, proposal: &proposal };
        let text = tells_progress(contact, about, &news);
        let letter = Addressed { congress: call.congress, to, text };
        guests::write_to(tx, contact, &letter, at)?;
        for (contact, _) in of_one {
            guests::set_told(tx, contact.owner, at)?;
        }
        written += 1;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_month_lies_between_two_letters() {
        let at = |text: &str| Ts::from(text.parse::<jiff::Timestamp>().unwrap());
        assert!(may_be_told(None, at("2024-05-10T00:00:00Z")));
        let told = Some(at("2024-01-31T00:00:00Z"));
        assert!(!may_be_told(told, at("2024-02-28T00:00:00Z")));
        assert!(may_be_told(told, at("2024-02-29T00:00:00Z")));
    }
}
