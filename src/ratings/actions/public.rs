//! Setting the period, printing a sign, rating, settling a remark, and what the night does.

use jiff::{ToSpan, civil::Date};
use rand::RngExt;

use crate::ratings::{
    period::{Period, PeriodFault, Standing},
    rater::{MOST_PER_ADDRESS, Rater, on_a_day},
    remark::{self, LONGEST_ANSWER, LONGEST_REMARK, RemarkState},
    sign::{Seen, Sign},
    store::{self, PublicRating},
    verdict::Mark,
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, ProjectId, PublicRatingId},
    projects::{self, Project, Tracked, Unit},
    web::{Message, Refusal, Refused, Secret, Visitor},
};

#[derive(Debug, thiserror::Error)]
pub enum PeriodError {
    #[error("no project of that year is public")]
    NoProjects,
    #[error(transparent)]
    Fault(#[from] PeriodFault),
}

impl Refusal for PeriodError {
    fn message(&self) -> Message {
        match self {
            Self::NoProjects => "rating-period-no-projects".into(),
            Self::Fault(PeriodFault::NoDay) => "rating-period-no-day".into(),
            Self::Fault(PeriodFault::Backwards) => "rating-period-backwards".into(),
            Self::Fault(PeriodFault::InThePast) => "rating-period-past".into(),
            Self::Fault(PeriodFault::TooLong) => "rating-period-too-long".into(),
            Self::Fault(PeriodFault::HasBegun) => "rating-period-has-begun".into(),
            Self::Fault(PeriodFault::IsOver) => "rating-period-is-over".into(),
        }
    }
}

/// From when to when the projects of a year are rated.
pub fn set_period(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    congress: CongressId,
    year: i32,
    days: [&str; 2],
) -> Result<(), Refused<PeriodError>> {
    if !projects::public_projects(tx, congress)?.iter().any(|project| project.year == year) {
        return Err(PeriodError::NoProjects.into());
    }
    let known = store::period(tx, congress, year)?;
    let period = Period::settled(known.as_ref(), congress, year, days, at.day()).map_err(PeriodError::from)?;
    store::save_period(tx, &period)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "opens_on": period.opens_on, "closes_on": period.closes_on });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RatingPeriodSet, year).with(detail))?;
    Ok(())
}

fn own_public(tx: &mut Tx, congress: Option<CongressId>, project: ProjectId) -> Result<Option<Project>, DbError> {
    let found = projects::project_by_id(tx, project)?;
    Ok(found.filter(|project| project.public && Some(project.congress) == congress))
}

/// A new edition of the sign; the one before it is worth nothing from now on.
pub fn renew_sign(tx: &mut Tx, person: &Person, at: Ts, project: ProjectId) -> Result<i32, DbError> {
    let found = own_public(tx, person.congress(), project)?.ok_or_else(DbError::missing)?;
    let edition = store::edition(tx, project)?.unwrap_or(0) + 1;
    store::save_edition(tx, project, edition)?;
    let detail = serde_json::json!({ "project": found.title });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RatingSignMade, edition).with(detail))?;
    Ok(edition)
}

#[derive(Debug, thiserror::Error)]
pub enum RateError {
    #[error("the projects of that year are not rated yet")]
    NotYet { opens_on: Option<Date> },
    #[error("rating is over")]
    Over { closed_on: Date },
    #[error("this is no sign of ours")]
    UnknownSign,
    #[error("another sign has taken its place")]
    ReplacedSign,
    #[error("the project is suspended or terminated")]
    NotRunning,
    #[error("nothing was marked")]
    NoMark,
    #[error("the remark is too long")]
    LongRemark,
    #[error("the browser keeps no cookie")]
    NoCookie,
    #[error("this browser rated on an earlier day")]
    RatedBefore { on: Date },
    #[error("too many from one address")]
    TooManyFromHere,
}

impl Refusal for RateError {
    fn message(&self) -> Message {
        match self {
            Self::NotYet { opens_on: Some(day) } => Message::new("rating-not-yet").with("day", day),
            Self::NotYet { opens_on: None } => "rating-no-period".into(),
            Self::Over { closed_on } => Message::new("rating-over").with("day", closed_on),
            Self::NotRunning => "rating-not-running".into(),
            Self::UnknownSign => "rating-sign-unknown".into(),
            Self::ReplacedSign => "rating-sign-replaced".into(),
            Self::NoMark => "rating-no-mark".into(),
            Self::LongRemark => Message::new("rating-remark-long").with("most", LONGEST_REMARK),
            Self::NoCookie => "rating-no-cookie".into(),
            Self::RatedBefore { on } => Message::new("rating-before").with("day", on),
            Self::TooManyFromHere => Message::new("rating-too-many").with("most", MOST_PER_ADDRESS),
        }
    }
}

/// What somebody at the site sends.
#[derive(Clone, Debug)]
pub struct GivenRating {
    pub project: ProjectId,
    pub sign: String,
    /// `None` where the browser brought no cookie of ours.
    pub rater: Option<Rater>,
    pub visitor: Visitor,
    pub mark: String,
    pub remark: String,
}

/// Whether this project may be rated today by somebody who stands before that sign.
pub fn may_rate(
    conn: &mut Conn,
    secret: &Secret,
    congress: CongressId,
    project: ProjectId,
    sign: &str,
    today: Date,
) -> Result<Project, Refused<RateError>> {
    let found = projects::project_by_id(conn, project)?
        .filter(|found| found.public && found.congress == congress)
        .ok_or(Refused::Missing)?;
    match Sign::seen(secret, project, store::edition(conn, project)?, sign) {
        Seen::Current => {}
        Seen::Replaced => return Err(RateError::ReplacedSign.into()),
        Seen::Invented => return Err(RateError::UnknownSign.into()),
    }
    let period = store::period(conn, congress, found.year)?.ok_or(RateError::NotYet { opens_on: None })?;
    match period.standing(today) {
        Standing::Ahead => Err(RateError::NotYet { opens_on: Some(period.opens_on) }.into()),
        Standing::Over => Err(RateError::Over { closed_on: period.closes_on }.into()),
        Standing::Open => is_running(conn, found),
    }
}

/// What rests or was given up is not rated: nobody could do anything about a mark.
fn is_running(conn: &mut Conn, project: Project) -> Result<Project, Refused<RateError>> {
    let tracked = projects::tracked_project(conn, project.id)?.ok_or(Refused::Missing)?;
    match tracked.standing() {
        projects::Standing::Running => Ok(project),
        projects::Standing::Suspended | projects::Standing::Terminated => Err(RateError::NotRunning.into()),
    }
}

/// Takes the rating; within its day the same browser may think again, and the later one stands. No list of acts names it.
pub fn rate(
    tx: &mut Tx,
    secret: &Secret,
    at: Ts,
    congress: CongressId,
    given: &GivenRating,
) -> Result<(), Refused<RateError>> {
    let today = at.day();
    may_rate(tx, secret, congress, given.project, &given.sign, today)?;
    let mark: Mark = given.mark.parse().map_err(|_| RateError::NoMark)?;
    let (remark, remark_state) = remark::read(&given.remark).map_err(|_| RateError::LongRemark)?;
    let rater = given.rater.as_ref().ok_or(RateError::NoCookie)?.at(secret, given.project);
    let id = match store::rating_of(tx, given.project, &rater)? {
        Some(before) if before.day != today => return Err(RateError::RatedBefore { on: before.day }.into()),
        Some(before) => before.id,
        None => {
            let key = key_of_the_day(tx, today)?;
            let address = on_a_day(given.visitor, &key, given.project);
            if store::ratings_from(tx, &address)? >= MOST_PER_ADDRESS {
                return Err(RateError::TooManyFromHere.into());
            }
            store::one_more_from(tx, &address, today)?;
            PublicRatingId::timeless()
        }
    };
    let (answer, answered_by) = (String::new(), String::new());
    let project = given.project;
    let rating = PublicRating { id, project, day: today, mark, remark, remark_state, answer, answered_by };
    Ok(store::save_rating(tx, &rater, &rating)?)
}

fn key_of_the_day(tx: &mut Tx, today: Date) -> Result<Secret, DbError> {
    if let Some(known) = store::day_key(tx, today)? {
        let key: [u8; 32] = known.try_into().map_err(|_| DbError::corrupt("a key of another length"))?;
        return Ok(Secret::new(key));
    }
    let key: [u8; 32] = rand::rng().random();
    store::insert_day_key(tx, today, &key)?;
    Ok(Secret::new(key))
}

/// Remarks that nobody has settled.
pub fn remarks_waiting(
    conn: &mut Conn,
    congress: CongressId,
    today: Date,
) -> Result<Vec<(ProjectId, PublicRatingId)>, DbError> {
    let ids: Vec<ProjectId> = projects::public_projects(conn, congress)?.iter().map(|project| project.id).collect();
    let held = store::remarks(conn, &ids, RemarkState::Held, today)?;
    Ok(held.into_iter().map(|rating| (rating.project, rating.id)).collect())
}

/// What becomes of a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled<'a> {
    /// Everybody sees it, with what is answered to it, if anything is.
    Released { answer: &'a str },
    /// Kept from everybody for good.
    Withheld,
}

#[derive(Debug, thiserror::Error)]
pub enum RemarkError {
    #[error("the answer is too long")]
    LongAnswer,
}

impl Refusal for RemarkError {
    fn message(&self) -> Message {
        Message::new("rating-answer-long").with("most", LONGEST_ANSWER)
    }
}

/// Either can be changed later.
pub fn settle_remark(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: PublicRatingId,
    settled: Settled,
) -> Result<(), Refused<RemarkError>> {
    let rating = store::rating_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let project = own_public(tx, person.congress(), rating.project)?.ok_or(Refused::Missing)?;
    // Today's may still be changed by whoever wrote it.
    if rating.remark_state == RemarkState::Empty || rating.day >= at.day() {
        return Err(Refused::Missing);
    }
    let (state, answer) = match settled {
        Settled::Released { answer } => {
            (RemarkState::Released, remark::read_answer(answer).map_err(|_| RemarkError::LongAnswer)?)
        }
        Settled::Withheld => (RemarkState::Withheld, String::new()),
    };
    // What the unit said stays the unit's, where the secretariat changes nothing of it.
    let by = if answer == rating.answer { rating.answered_by.as_str() } else { "" };
    store::settle_remark(tx, id, state, (&answer, by))?;
    congress::public_changed(tx, project.congress)?;
    // The words stay out of the list, which forgets nothing: somebody may have written a name.
    let detail = serde_json::json!({ "project": project.title, "state": state });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RatingRemarkSettled, id).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum RemarkAnswerError {
    #[error("no words")]
    NoWords,
    #[error("the answer is too long")]
    LongAnswer,
    #[error("it has an answer")]
    Answered,
}

impl Refusal for RemarkAnswerError {
    fn message(&self) -> Message {
        match self {
            Self::NoWords => Message::new("rating-answer-missing").at("answer"),
            Self::LongAnswer => Message::new("rating-answer-long").with("most", LONGEST_ANSWER).at("answer"),
            Self::Answered => "rating-answered-before".into(),
        }
    }
}

/// Whether the person answers for what is said of that project: somebody of its lead unit.
pub fn answers_for(unit: &Unit, tracked: &Tracked) -> bool {
    tracked.lead.as_ref() == Some(unit)
}

/// By the lead unit, to a remark that everybody sees; public at once, as its reports are.
pub fn answer_remark(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: PublicRatingId,
    answer: &str,
) -> Result<(), Refused<RemarkAnswerError>> {
    let unit = projects::unit_of(tx, person.id)?.ok_or(Refused::Missing)?;
    let rating = store::rating_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let project = own_public(tx, person.congress(), rating.project)?.ok_or(Refused::Missing)?;
    let tracked = projects::tracked_project(tx, project.id)?.ok_or(Refused::Missing)?;
    if rating.remark_state != RemarkState::Released || !answers_for(&unit, &tracked) {
        return Err(Refused::Missing);
    }
    if !rating.answer.is_empty() {
        return Err(RemarkAnswerError::Answered.into());
    }
    let answer = remark::read_answer(answer).map_err(|_| RemarkAnswerError::LongAnswer)?;
    if answer.is_empty() {
        return Err(RemarkAnswerError::NoWords.into());
    }
    store::settle_remark(tx, id, RemarkState::Released, (&answer, &unit.name))?;
    congress::public_changed(tx, project.congress)?;
    let detail = serde_json::json!({ "project": project.title, "unit": unit.name });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RatingRemarkAnswered, id).with(detail))?;
    Ok(())
}

/// The daily duty: yesterday's ratings are counted in public, and where a period is over nothing ties a rating to a browser any
/// longer.
pub fn end_the_day(tx: &mut Tx, at: Ts) -> Result<(), DbError> {
    let today = at.day();
    for period in store::periods(tx)? {
        let of_year = projects::public_projects(tx, period.congress)?;
        let of_year: Vec<ProjectId> = of_year.iter().filter(|p| p.year == period.year).map(|p| p.id).collect();
        let ended = match period.standing(today) {
            Standing::Over => store::forget_raters(tx, &of_year)? > 0,
            Standing::Ahead | Standing::Open => false,
        };
        let begins_today = period.opens_on == today;
        let counted = match today.checked_sub(1.day()) {
            Ok(yesterday) => store::projects_rated_on(tx, yesterday)?.iter().any(|id| of_year.contains(id)),
            Err(_) => false,
        };
        if ended || begins_today || counted {
            congress::public_changed(tx, period.congress)?;
        }
    }
    Ok(())
}
