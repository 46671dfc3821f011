//! Freezing a year's report, and correcting it.

use jiff::civil::Date;

use super::{
    annual::Annual,
    documents::YearDocument,
    store,
    version::{Version, fingerprint},
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::CongressId,
    projects,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum FreezeError {
    #[error("the day on which the year closes is not set")]
    NoDay,
    #[error("it is not over: the year closes on {0}")]
    TooEarly(Date),
    #[error("it is frozen")]
    Already,
    #[error("there is no report to correct")]
    NotFrozen,
    #[error("a corrigendum has a reason")]
    NoReason,
    #[error("nothing has changed")]
    NothingChanged,
}

impl Refusal for FreezeError {
    fn message(&self) -> Message {
        match self {
            Self::NoDay => "freeze-no-day".into(),
            Self::TooEarly(day) => Message::new("freeze-too-early").with("day", day),
            Self::Already => "year-frozen".into(),
            Self::NotFrozen => "freeze-not-frozen".into(),
            Self::NoReason => Message::new("freeze-reason-missing").at("why"),
            Self::NothingChanged => "freeze-nothing-changed".into(),
        }
    }
}

/// The year as of its end, with what was filed and accepted up to `known`; nothing where it has no announced project.
pub fn at_the_end(conn: &mut Conn, congress: CongressId, year: i32, known: Date) -> Result<Option<Annual>, DbError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year == year);
    let Some(end) = projects::last_day(year).filter(|_| !found.is_empty()) else { return Ok(None) };
    Ok(Some(Annual::of(year, end, known, known, &projects::tracked(conn, found)?)))
}

/// 定稿, once the day is over: what was filed and accepted up to it counts.
pub fn freeze(tx: &mut Tx, person: &Person, at: Ts, year: i32) -> Result<(), Refused<FreezeError>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let closing = projects::closing_of(tx, congress, year)?.ok_or(FreezeError::NoDay)?;
    if closing.frozen_at.is_some() {
        return Err(FreezeError::Already.into());
    }
    if at.day() <= closing.closes_on {
        return Err(FreezeError::TooEarly(closing.closes_on).into());
    }
    let annual = at_the_end(tx, congress, year, closing.closes_on)?.ok_or(Refused::Missing)?;
    // Before the year is marked as closed: the report tells what was asked for until then.
    let new = insert(tx, person, at, &annual, closing.closes_on, 1, "")?;
    projects::set_frozen(tx, congress, year, at)?;
    projects::recompute_all(tx, at)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "sha256": new.sha256, "closes_on": closing.closes_on });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::YearReportFrozen, year).with(detail))?;
    Ok(())
}

/// 更正: what was filed, accepted or found wrong since, as one more version; those before it stay.
pub fn correct(tx: &mut Tx, person: &Person, at: Ts, year: i32, reason: &str) -> Result<(), Refused<FreezeError>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let last = store::versions(tx, congress, year)?.pop().ok_or(FreezeError::NotFrozen)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(FreezeError::NoReason.into());
    }
    let annual = at_the_end(tx, congress, year, at.day())?.ok_or(Refused::Missing)?;
    if document(&annual)? == last.document {
        return Err(FreezeError::NothingChanged.into());
    }
    let new = insert(tx, person, at, &annual, at.day(), last.version + 1, reason)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "version": new.version, "sha256": new.sha256, "reason": reason });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::YearReportCorrected, year).with(detail))?;
    Ok(())
}

fn document(annual: &Annual) -> Result<String, DbError> {
    serde_json_canonicalizer::to_string(&YearDocument::from(annual)).map_err(DbError::corrupt)
}

fn insert(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    annual: &Annual,
    known_until: Date,
    version: i32,
    reason: &str,
) -> Result<Version, Refused<FreezeError>> {
    let document = document(annual)?;
    let new = Version {
        congress: person.congress().ok_or(Refused::Missing)?,
        year: annual.year,
        version,
        sha256: fingerprint(&document),
        document,
        reason: reason.to_owned(),
        known_until,
        made_by_account: person.id,
        made_by: person.name.clone(),
        made_at: at,
    };
    store::insert(tx, &new)?;
    Ok(new)
}
