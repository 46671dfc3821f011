//! 满意度测评 by the deputies: a round of `ballots` whose paper are the projects of a year, from 发票 to the announcement.

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{self, PrepareError, Round, RoundPurpose, RoundState},
    candidates,
    congress::{self, Session},
    db::{Conn, DbError, Ts, Tx},
    deputies,
    documents::{self, AnnounceError, Draft, SignedDocument},
    ids::{CongressId, DocumentId, RoundId},
    projects::{self, Project},
    ratings::{
        certificate::{AllOf, Certificate, CertificateFault, Document, FORMAT, ProjectLine, verdict_of},
        store,
        verdict::Counts,
    },
    tally::{self, outcome::Attendance},
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum DeputiesRatingError {
    #[error("no project of that year is public")]
    NoProjects,
    #[error("the projects of that year are rated already")]
    RatedAlready,
    #[error("a round is under way")]
    UnderWay,
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    #[error("the round is not counted")]
    NotCounted,
    #[error("it has its certificate already")]
    Drafted,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error("by the rules no certificate follows: {0}")]
    Fault(#[from] CertificateFault),
}

impl Refusal for DeputiesRatingError {
    fn message(&self) -> Message {
        match self {
            Self::NoProjects => "rating-period-no-projects".into(),
            Self::RatedAlready => "rating-rated-already".into(),
            Self::UnderWay | Self::Prepare(PrepareError::RoundExists) => "rating-under-way".into(),
            Self::Prepare(refused) => refused.message(),
            Self::NotCounted => "draft-not-counted".into(),
            Self::Drafted => "draft-exists".into(),
            Self::AnnulmentWaits => ballots::ANNULMENT_WAITS.into(),
            Self::Fault(why) => Message::new("draft-rules").with("why", why),
        }
    }
}

/// The session whose roll and scrutineers rate.
pub fn session_of(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    congress::current_session(conn, congress)
}

fn projects_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Vec<Project>, DbError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year == year);
    found.sort_by_key(|project| project.number);
    Ok(found)
}

/// A sitting of its own after the vote: whoever was there then checks in again.
pub fn begin_sitting(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
) -> Result<usize, Refused<DeputiesRatingError>> {
    if ballots::round_at_hand(tx, session.id)?.is_some_and(|round| !round.is_over()) {
        return Err(DeputiesRatingError::UnderWay.into());
    }
    Ok(deputies::begin_sitting(tx, actor, at, session.id)?)
}

/// Whether the projects of that year were given to rate: in earnest, or in the rehearsal that is being held.
pub fn is_rated(conn: &mut Conn, session: &Session, year: i32) -> Result<bool, DbError> {
    for round in store::rounds_of_year(conn, session.congress, year)? {
        let round = ballots::round_by_id(conn, round)?;
        let counts = round.session == session.id || !congress::session_by_id(conn, round.session)?.rehearsal;
        if counts && round.state != RoundState::Void {
            return Ok(true);
        }
    }
    Ok(false)
}

/// 发票: the paper has a row for each project of that year, with 满意, 基本满意, 不满意, 弃权.
pub fn start(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    year: i32,
) -> Result<RoundId, Refused<DeputiesRatingError>> {
    let rated = projects_of(tx, session.congress, year)?;
    if rated.is_empty() {
        return Err(DeputiesRatingError::NoProjects.into());
    }
    if is_rated(tx, session, year)? {
        return Err(DeputiesRatingError::RatedAlready.into());
    }
    let ids: Vec<_> = rated.iter().map(|project| project.candidate).collect();
    let paper = candidates::candidates_by_id(tx, &ids)?;
    if paper.len() != ids.len() {
        return Err(DbError::corrupt("a project of an unknown candidate").into());
    }
    let round =
        ballots::start_rating(tx, secret, actor, at, session, &item(year), paper).map_err(Refused::on_the_way)?;
    store::insert_round(tx, round, session.congress, year)?;
    Ok(round)
}

fn item(year: i32) -> String {
    format!("{year}年度民生实事项目满意度测评")
}

fn certificate(
    conn: &mut Conn,
    session: &Session,
    congress_name: &str,
    secretariat: &str,
    round: &Round,
    year: i32,
) -> Result<Certificate, Refused<DeputiesRatingError>> {
    let small = |n: i64| u32::try_from(n).map_err(DbError::corrupt);
    let adopted = congress::method_by_id(conn, round.method)?;
    let opening = round.opening.ok_or(DeputiesRatingError::NotCounted)?;
    let opened_at = round.opened_at.ok_or(DeputiesRatingError::NotCounted)?;
    let result = tally::tally(conn, round.id)?.ok_or(DeputiesRatingError::NotCounted)?;
    let turnout = ballots::turnout(conn, round.id)?;
    let (issued, returned) = (small(turnout.issued)?, small(turnout.returned)?);
    let attendance = Attendance {
        in_office: small(opening.in_office.into())?,
        excused: small(opening.excused.into())?,
        present: small(opening.present.into())?,
    };
    let all_of = AllOf::from(adopted.method.pass_mark());
    let all = match all_of {
        AllOf::InOffice => attendance.in_office,
        AllOf::Present => attendance.present,
        AllOf::Valid => returned,
    };
    let of_year = projects_of(conn, session.congress, year)?;
    let rows = ballots::paper_of_round(conn, round.id)?;
    if rows.len() != result.counts.len() {
        return Err(DbError::corrupt("a result that does not fit its paper").into());
    }
    let mut lines = Vec::new();
    for ((number, on_paper), row) in (1..).zip(rows).zip(&result.counts) {
        let project = of_year.iter().find(|project| project.candidate == on_paper.candidate);
        let project = project.ok_or_else(|| DbError::corrupt("a paper with an unknown project"))?;
        let counts = counts(row)?;
        lines.push(ProjectLine {
            number,
            project: project.id,
            title: project.title.clone(),
            counts,
            verdict: verdict_of(&counts, all),
        });
    }
    let archive = tally::sealed_box(conn, round)?.ok_or(DeputiesRatingError::NotCounted)?;
    let drawn_up = Certificate::of(Document {
        format: FORMAT.to_owned(),
        congress: congress_name.to_owned(),
        session: session.name.clone(),
        plenary: session.plenary.clone(),
        date: opened_at.day(),
        item: item(year),
        year,
        method_version: u32::try_from(adopted.version).map_err(DbError::corrupt)?,
        method_hash: adopted.method.hash(),
        quorum: adopted.method.quorum_of(attendance.in_office),
        attendance,
        issued,
        returned,
        not_cast: issued.saturating_sub(returned),
        all_of,
        all,
        projects: lines,
        archive,
        signers: tally::signers_of(conn, session, secretariat)?,
    });
    Ok(drawn_up.map_err(DeputiesRatingError::from)?)
}

fn counts(row: &[u64]) -> Result<Counts, DbError> {
    let small = |n: u64| u32::try_from(n).map_err(DbError::corrupt);
    match *row {
        [satisfied, basically, dissatisfied, abstained] => Ok(Counts {
            satisfied: small(satisfied)?,
            basically: small(basically)?,
            dissatisfied: small(dissatisfied)?,
            abstained: small(abstained)?,
        }),
        _ => Err(DbError::corrupt("a row that is no rating")),
    }
}

/// 出具测评结果报告单: everything in it is computed.
pub fn draft_certificate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    congress_name: &str,
    round: RoundId,
) -> Result<SignedDocument, Refused<DeputiesRatingError>> {
    let round = ballots::round_by_id(tx, round)?;
    let year = store::year_of_round(tx, round.id)?.ok_or(Refused::Missing)?;
    if round.session != session.id || round.purpose != RoundPurpose::Rating {
        return Err(Refused::Missing);
    }
    if round.state != RoundState::Counted {
        return Err(DeputiesRatingError::NotCounted.into());
    }
    if documents::of_round(tx, round.id)?.is_some() {
        return Err(DeputiesRatingError::Drafted.into());
    }
    if ballots::annulment_waits(tx, round.id)? {
        return Err(DeputiesRatingError::AnnulmentWaits.into());
    }
    let drawn_up = certificate(tx, session, congress_name, &actor.name, &round, year)?;
    let on = Draft { session: session.id, round: round.id, about: None, number: year.to_string() };
    Ok(documents::draft(tx, actor, at, on, &drawn_up)?)
}

/// 公布: from now on everybody sees the deputies' verdicts.
pub fn announce(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: DocumentId,
) -> Result<(), Refused<AnnounceError>> {
    let document = documents::announce(tx, session, at, certificate)?;
    let detail = serde_json::json!({ "hash": document.hash });
    audit::record(tx, actor, at, &Act::new(Deed::RatingAnnounced, document.number).with(detail))?;
    Ok(())
}
