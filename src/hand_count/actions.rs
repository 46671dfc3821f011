//! What tellers do: enter a bundle, call the count finished, confirm it, open it again.

use std::collections::BTreeMap;

use super::{
    bundle::Shape,
    count::{BUNDLES, Called, CountState, Entry, HandCount, Returned, Totals},
    store,
};
use crate::{
    accounts::{Person, Role},
    audit::{self, Act, Deed},
    ballots::{self, Round, RoundState},
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::RoundId,
    scrutineers,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum CountError {
    #[error("paper is counted between closing and the certificate")]
    NotNow,
    #[error("no paper ballot was given out in this round")]
    NoPaper,
    #[error("bundles are numbered from 1 to 99")]
    NoSuchBundle,
    #[error("the count is confirmed; it must be opened again first")]
    Confirmed,
    #[error("the certificate is drawn up, or a further round ordered")]
    Certified,
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("two tellers do not agree on bundles {0:?}")]
    Unsettled(Vec<i32>),
    #[error("{returned} paper ballots came back, {issued} were given out")]
    MoreThanIssued { returned: u32, issued: u32 },
    #[error("nobody has called the count finished")]
    NotCalled,
    #[error("whoever called it finished may not confirm")]
    OwnCall,
}

impl Refusal for CountError {
    fn message(&self) -> Message {
        match self {
            Self::NotNow => "count-not-now".into(),
            Self::NoPaper => "count-no-paper".into(),
            Self::NoSuchBundle => "count-no-such-bundle".into(),
            Self::Confirmed => "count-confirmed".into(),
            Self::Certified => "count-certified".into(),
            Self::Unsettled(bundles) => {
                let numbers: Vec<String> = bundles.iter().map(ToString::to_string).collect();
                Message::new("count-unsettled").with("bundles", numbers.join("、"))
            }
            Self::MoreThanIssued { returned, issued } => {
                Message::new("count-more-than-issued").with("returned", returned).with("issued", issued)
            }
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::NotCalled => "count-not-called".into(),
            Self::OwnCall => "count-own-call".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

/// Scrutineers of the session, and the secretariat of its congress.
pub fn is_teller(conn: &mut Conn, person: &Person, round: &Round) -> Result<bool, DbError> {
    Ok(match person.role {
        Role::Secretariat => person.congress() == Some(congress::session_by_id(conn, round.session)?.congress),
        Role::Scrutineer => {
            scrutineers::scrutineer_of_account(conn, person.id)?.is_some_and(|me| me.session == round.session)
        }
        _ => false,
    })
}

pub fn standing_of_round(conn: &mut Conn, round: &Round) -> Result<HandCount, DbError> {
    let mut numbers = Vec::new();
    for row in ballots::paper_of_round(conn, round.id)? {
        numbers.push(u32::try_from(row.number).map_err(DbError::corrupt)?);
    }
    let form = congress::method_by_id(conn, round.method)?.method.ballot_form();
    let cap = round.cap.map(u32::try_from).transpose().map_err(DbError::corrupt)?;
    let issued = ballots::turnout(conn, round.id)?.on_paper;
    Ok(HandCount {
        shape: Shape { form, cap, numbers },
        issued: u32::try_from(issued).map_err(DbError::corrupt)?,
        bundles: store::bundles(conn, round.id)?,
        called: store::called(conn, round.id)?,
    })
}

/// What two tellers have confirmed; `None` where no paper was given out, or as long as it is not counted.
pub fn counted(conn: &mut Conn, round: &Round) -> Result<Option<Totals>, DbError> {
    let count = standing_of_round(conn, round)?;
    Ok((count.issued > 0 && count.is_confirmed()).then(|| count.totals()))
}

/// 收回 and 未投 of a round, in the one way in which every page and the certificate say it: what lies in the box, and the paper once
/// two tellers have confirmed it.
pub fn returned(conn: &mut Conn, round: &Round) -> Result<Returned, DbError> {
    let turnout = ballots::turnout(conn, round.id)?;
    Ok(match counted(conn, round)? {
        Some(totals) => {
            let returned = turnout.returned + i64::from(totals.returned());
            Returned { returned, not_cast: (turnout.issued - returned).max(0) }
        }
        None => Returned { returned: turnout.returned, not_cast: turnout.not_cast() },
    })
}

/// The round and its count, if this person may work on it now.
fn at_the_table(tx: &mut Tx, person: &Person, round: RoundId) -> Result<(Round, HandCount), Refused<CountError>> {
    let round = ballots::round_by_id(tx, round)?;
    if !is_teller(tx, person, &round)? {
        return Err(Refused::Missing);
    }
    let count = standing_of_round(tx, &round)?;
    if count.state() == Some(CountState::Certified) {
        return Err(CountError::Certified.into());
    }
    if !matches!(round.state, RoundState::Closed | RoundState::Counting | RoundState::Counted) {
        return Err(CountError::NotNow.into());
    }
    if count.issued == 0 {
        return Err(CountError::NoPaper.into());
    }
    Ok((round, count))
}

/// One teller's figures of one bundle, as typed. Nothing in the audit list shows them.
pub fn enter_bundle(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    bundle: i32,
    typed: &BTreeMap<String, String>,
) -> Result<(), Refused<CountError>> {
    let (round, count) = at_the_table(tx, person, round)?;
    if count.is_confirmed() {
        return Err(CountError::Confirmed.into());
    }
    if !BUNDLES.contains(&bundle) {
        return Err(CountError::NoSuchBundle.into());
    }
    let figures = count.shape.read(typed);
    let figures = figures.map_err(|wrong| CountError::Wrong(wrong.iter().map(|problem| problem.words()).collect()))?;
    // A call that another entry has overtaken is a call no more.
    store::forget_called(tx, round.id)?;
    let seq = count.bundle(bundle).and_then(|known| known.entries.last()).map_or(1, |last| last.seq + 1);
    let entry = Entry { seq, account: person.id, teller: person.name.clone(), figures, at };
    store::insert_entry(tx, round.id, bundle, &entry)?;
    let detail = serde_json::json!({ "round": round.number, "bundle": bundle, "entry": seq });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PaperBundleEntered, bundle).with(detail))?;
    Ok(())
}

fn settled(count: &HandCount) -> Result<Totals, Refused<CountError>> {
    let open = count.unsettled();
    if open.is_empty() { Ok(count.totals()) } else { Err(CountError::Unsettled(open).into()) }
}

/// 清点完毕: every bundle is settled and none is missing. `more` says that more came back than was given out, and that
/// the round is therefore void: it must be said, so that a mistyped bundle does not void a round.
pub fn call_finished(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    more: bool,
) -> Result<(), Refused<CountError>> {
    let (round, count) = at_the_table(tx, person, round)?;
    match &count.called {
        Some(called) if called.state == CountState::Called && called.by == person.id => return Ok(()),
        Some(called) if called.state == CountState::Confirmed => return Err(CountError::Confirmed.into()),
        _ => {}
    }
    let totals = settled(&count)?;
    if totals.exceeds() && !more {
        return Err(CountError::MoreThanIssued { returned: totals.returned(), issued: totals.issued }.into());
    }
    store::forget_called(tx, round.id)?;
    let called = Called { state: CountState::Called, by: person.id, name: person.name.clone(), at, confirmed: None };
    store::insert_called(tx, round.id, &called)?;
    let detail = serde_json::json!({ "round": round.number, "returned": totals.returned(), "issued": totals.issued });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PaperCountCalled, round.number).with(detail))?;
    Ok(())
}

/// The second pair of eyes on the sum.
pub fn confirm_finished(tx: &mut Tx, person: &Person, at: Ts, round: RoundId) -> Result<(), Refused<CountError>> {
    let (round, count) = at_the_table(tx, person, round)?;
    let called = count.called.as_ref().ok_or(CountError::NotCalled)?;
    if called.state == CountState::Confirmed {
        return Err(CountError::Confirmed.into());
    }
    if called.by == person.id {
        return Err(CountError::OwnCall.into());
    }
    let totals = settled(&count)?;
    store::confirm(tx, round.id, &person.name, at)?;
    let detail = serde_json::json!({
        "round": round.number, "returned": totals.returned(), "issued": totals.issued, "called_by": called.name,
    });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PaperCountConfirmed, round.number).with(detail))?;
    Ok(())
}

/// A mistake was found before the certificate: bundles may be entered again, and it takes two to finish again.
pub fn reopen(tx: &mut Tx, person: &Person, at: Ts, round: RoundId) -> Result<(), Refused<CountError>> {
    let (round, count) = at_the_table(tx, person, round)?;
    if count.called.is_none() {
        return Err(CountError::NotCalled.into());
    }
    store::forget_called(tx, round.id)?;
    let detail = serde_json::json!({ "round": round.number });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PaperCountReopened, round.number).with(detail))?;
    Ok(())
}

/// From now on the figures stand in a document: nobody enters another.
pub fn certify(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    store::mark_certified(tx, round)
}
