//! 筹备清单: what there has to be before a vote, how far each of it is, and where it is done. Nothing is kept of it: it follows from
//! what is there, so whoever comes back tomorrow goes on where things stand.

use serde::Serialize;

use crate::{
    audit::{self, Deed},
    candidates,
    congress::{self, Session},
    db::{Conn, DbError},
    deputies,
    ids::CongressId,
    proposals, scrutineers, word_enum,
};

word_enum! {
    /// In the order in which they are done.
    SetUpStep {
        Congress = "congress",
        Call = "call",
        Session = "session",
        Roll = "roll",
        Candidates = "candidates",
        Review = "review",
        Method = "method",
        Scrutineers = "scrutineers",
        Rehearsal = "rehearsal",
    }
}

word_enum! {
    SetUpStanding {
        Done = "done",
        /// The first that is not done.
        Now = "now",
        Open = "open",
        /// Nothing waits for it.
        May = "may",
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetUpLine {
    pub step: SetUpStep,
    pub standing: SetUpStanding,
    pub count: i64,
    pub href: &'static str,
}

/// What is there.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetUpFacts {
    pub calls: i64,
    pub session: bool,
    pub in_office: i64,
    pub candidates: i64,
    pub reviewed: bool,
    pub sealed: bool,
    pub adopted: bool,
    pub scrutineers: i64,
    pub has_chief: bool,
    pub has_key: bool,
    pub rehearsed: bool,
}

pub fn lines(facts: &SetUpFacts) -> Vec<SetUpLine> {
    use SetUpStep::{Call, Candidates, Congress, Method, Rehearsal, Review, Roll, Scrutineers, Session};
    let all = [
        (Congress, true, false, 0, "/secretariat/sessions"),
        (Call, facts.calls > 0, true, facts.calls, "/secretariat/calls"),
        (Session, facts.session, false, 0, "/secretariat/sessions"),
        (Roll, facts.in_office > 0, false, facts.in_office, "/secretariat/roll"),
        (Candidates, facts.candidates > 0, false, facts.candidates, "/secretariat/candidates/list"),
        (Review, facts.reviewed && facts.sealed, false, 0, "/secretariat/review"),
        (Method, facts.adopted, false, 0, "/secretariat/method"),
        (
            Scrutineers,
            facts.scrutineers >= 2 && facts.has_chief && facts.has_key,
            false,
            facts.scrutineers,
            "/secretariat/scrutineers",
        ),
        (Rehearsal, facts.rehearsed, true, 0, "/secretariat/rehearsal"),
    ];
    let now = all.iter().position(|(_, done, may, ..)| !done && !may);
    let line = |(place, (step, done, may, count, href)): (usize, (SetUpStep, bool, bool, i64, &'static str))| {
        let standing = match () {
            () if done => SetUpStanding::Done,
            () if may => SetUpStanding::May,
            () if Some(place) == now => SetUpStanding::Now,
            () => SetUpStanding::Open,
        };
        // Before there is a session, nothing of it has a page.
        let href = if facts.session || step <= Session { href } else { "" };
        SetUpLine { step, standing, count, href }
    };
    all.into_iter().enumerate().map(line).collect()
}

/// As things stand.
pub fn set_up(conn: &mut Conn, congress: CongressId, session: Option<&Session>) -> Result<Vec<SetUpLine>, DbError> {
    let calls = i64::try_from(proposals::calls(conn, congress)?.len()).map_err(DbError::corrupt)?;
    let Some(session) = session else { return Ok(lines(&SetUpFacts { calls, ..SetUpFacts::default() })) };
    let scrutineers = scrutineers::scrutineers(conn, session.id)?;
    let opinions = congress::opinions(conn, session.id)?;
    let rehearsed = congress::rehearsal_of(conn, congress)?.is_some()
        || audit::recent(conn, congress, Deed::RehearsalDeleted, 1)?.iter().any(|entry| entry.subject == session.name);
    Ok(lines(&SetUpFacts {
        calls,
        session: true,
        in_office: deputies::roll_count(conn, session.id)?.in_office,
        candidates: candidates::candidate_count(conn, session.id)?.into(),
        reviewed: congress::prior_review(conn, session.id)?.is_some()
            && opinions.iter().all(|opinion| opinion.done.is_some()),
        sealed: matches!(
            candidates::sealing(conn, session)?,
            candidates::Sealing::NotNeeded | candidates::Sealing::Sealed
        ),
        adopted: congress::adopted_method(conn, session.id)?.is_some(),
        has_chief: scrutineers.iter().any(|scrutineer| scrutineer.chief),
        scrutineers: i64::try_from(scrutineers.len()).map_err(DbError::corrupt)?,
        has_key: crate::scrutineers::session_key(conn, session.id)?.is_some(),
        rehearsed,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(facts: &SetUpFacts, step: SetUpStep) -> Option<SetUpStanding> {
        lines(facts).into_iter().find(|line| line.step == step).map(|line| line.standing)
    }

    #[test]
    fn the_first_that_is_missing_is_the_one_to_do_and_nothing_waits_for_what_may_be_left_out() {
        let nothing = SetUpFacts::default();
        assert_eq!(standing(&nothing, SetUpStep::Session), Some(SetUpStanding::Now));
        assert_eq!(standing(&nothing, SetUpStep::Call), Some(SetUpStanding::May));
        assert_eq!(standing(&nothing, SetUpStep::Roll), Some(SetUpStanding::Open));
        assert!(lines(&nothing).iter().all(|line| line.step <= SetUpStep::Session || line.href.is_empty()));
        let begun = SetUpFacts { session: true, in_office: 340, candidates: 12, ..nothing };
        assert_eq!(standing(&begun, SetUpStep::Review), Some(SetUpStanding::Now));
        assert_eq!(standing(&SetUpFacts { reviewed: true, ..begun }, SetUpStep::Review), Some(SetUpStanding::Now));
        let sealed = SetUpFacts { reviewed: true, sealed: true, ..begun };
        assert_eq!(standing(&sealed, SetUpStep::Method), Some(SetUpStanding::Now));
        let all = SetUpFacts { adopted: true, scrutineers: 3, has_chief: true, has_key: true, ..sealed };
        assert!(
            lines(&all).iter().all(|line| line.standing != SetUpStanding::Now),
            "only what may be left out is left"
        );
    }
}
