//! The whole decision as one line in time: every round, void ones too, what the presidium decided, the certificate and
//! what came of it.

use serde::Serialize;

use super::{
    actions::{self, DraftError},
    count,
    notice::NoticeLine,
    paper::{ChangeLine, Paper, PaperRound, sample_eventful_paper, sample_paper},
    result_pages::{CorrigendumLine, in_force, sample_corrigendum},
    store,
};
use crate::{
    accounts::{As, Secretariat, Site},
    ballots::{self, Round, RoundKind, RoundState},
    congress::{self, Session, voting_method::PublishCounts},
    db::{Conn, Ts},
    documents::{self, DocumentKind, DocumentState, Said, SignedDocument, Standing},
    ids::CongressId,
    web::{Ctx, Handled, Page, PageError, Path, blocking, ruled},
};

/// A round, and when it was held.
#[derive(Clone, Serialize)]
pub struct TimelineRound {
    pub number: i32,
    pub kind: RoundKind,
    pub state: RoundState,
    pub seats: i32,
    pub ordered: Option<String>,
    /// Ballot number and title.
    pub candidates: Vec<(i32, String)>,
    pub opened: Option<String>,
    pub closed: Option<String>,
    /// What it came to, once it is counted or void.
    pub result: Option<PaperRound>,
}

/// A certificate and what became of it.
#[derive(Clone, Serialize)]
pub struct TimelineCertificate {
    pub round: i32,
    pub drafted: String,
    pub certified: Option<String>,
    pub withdrawn: Option<String>,
    pub notice: Option<NoticeLine>,
    pub paper: Paper,
    pub corrigenda: Vec<CorrigendumLine>,
}

/// `/results/{year}/timeline`, `/secretariat/timeline`
#[derive(Serialize)]
pub struct TimelinePage {
    pub year: i32,
    pub session: String,
    pub item: String,
    /// For the secretariat, before the announcement too.
    pub desk: bool,
    /// Whether votes may be shown.
    pub counts: bool,
    pub rounds: Vec<TimelineRound>,
    pub changes: Vec<ChangeLine>,
    pub certificates: Vec<TimelineCertificate>,
}

impl Page for TimelinePage {
    const TEMPLATE: &'static str = "tally/timeline.html";

    fn samples() -> Vec<Self> {
        let paper = sample_eventful_paper(DocumentState::Announced);
        let round = |state, result: Option<&PaperRound>| TimelineRound {
            number: result.map_or(12, |round| i32::try_from(round.number).unwrap_or_default()),
            kind: result.map_or(RoundKind::First, |round| round.kind),
            state,
            seats: 10,
            ordered: result.and_then(|round| round.ordered.clone()),
            candidates: vec![(1, "<script>“学有优教”在上城".into()), (2, "“健康活力”在上城".into())],
            opened: result.map(|_| "2024-02-03 10:00".into()),
            closed: result.map(|_| "2024-02-03 10:30".into()),
            result: result.cloned(),
        };
        let certificate = |state, corrigenda| TimelineCertificate {
            round: 1,
            drafted: "2024-02-03 11:00".into(),
            certified: (state == DocumentState::Announced).then(|| "2024-02-03 11:30".into()),
            withdrawn: (state == DocumentState::Withdrawn).then(|| "2024-02-03 11:20".into()),
            notice: (state == DocumentState::Announced).then(|| NoticeLine::sample("3")),
            paper: if state == DocumentState::Withdrawn { paper.clone() } else { sample_paper(state, true) },
            corrigenda,
        };
        let page = |desk, counts, rounds, certificates| Self {
            year: 2024,
            session: "第三次会议".into(),
            item: "2024年度民生实事项目票决".into(),
            desk,
            counts,
            rounds,
            changes: ChangeLine::samples(),
            certificates,
        };
        let held: Vec<TimelineRound> = paper.rounds.iter().map(|held| round(RoundState::Counted, Some(held))).collect();
        let under_way: Vec<TimelineRound> = RoundState::ALL.iter().map(|&state| round(state, None)).collect();
        let all = vec![
            certificate(DocumentState::Withdrawn, Vec::new()),
            certificate(DocumentState::Announced, vec![sample_corrigendum()]),
        ];
        vec![
            page(true, true, Vec::new(), Vec::new()),
            page(true, true, under_way, Vec::new()),
            page(false, true, held.clone(), all.clone()),
            page(false, false, held, all),
        ]
    }
}

fn certificate(conn: &mut Conn, rounds: &[Round], signed: &SignedDocument) -> Result<TimelineCertificate, PageError> {
    let notice = store::notice_of(conn, signed.id)?;
    let withdrawn = match signed.standing {
        Standing::Withdrawn { at } => Some(at),
        Standing::Drafted | Standing::Certified(_) | Standing::Announced { .. } => None,
    };
    Ok(TimelineCertificate {
        round: rounds.iter().find(|round| round.id == signed.round).map_or(0, |round| round.number),
        drafted: signed.drafted_at.to_page(),
        certified: signed.confirmed().map(|confirmed| confirmed.at.to_page()),
        withdrawn: withdrawn.map(Ts::to_page),
        paper: Paper::read(conn, signed)?,
        notice: notice.as_ref().map(NoticeLine::from),
        corrigenda: in_force(conn, signed.id)?,
    })
}

/// What the counted and void rounds come to so far: from the newest certificate, or computed.
fn results(
    conn: &mut Conn,
    session: &Session,
    congress_name: &str,
    rounds: &[Round],
) -> Result<Vec<PaperRound>, PageError> {
    let over = |round: &&Round| matches!(round.state, RoundState::Counted | RoundState::Void);
    let Some(last) = rounds.iter().rev().find(over) else { return Ok(Vec::new()) };
    // A withdrawn certificate counts a round that has since been annulled.
    if let Some(signed) = documents::of_round(conn, last.id)?.filter(|signed| !signed.is_withdrawn()) {
        return Ok(Paper::read(conn, &signed)?.rounds);
    }
    let so_far = match ruled(actions::certificate_for(conn, session, congress_name, "—", last, None))? {
        Err(DraftError::PaperNotCounted) => return Ok(Vec::new()),
        so_far => so_far.map_err(PageError::internal)?,
    };
    let preview = count::preview(conn, session, last, &so_far)?;
    Ok(Paper::of(&preview, &so_far, &Said::default(), None).rounds)
}

fn timeline(conn: &mut Conn, session: &Session, congress_name: &str, desk: bool) -> Result<TimelinePage, PageError> {
    let rounds = ballots::rounds_of_session(conn, session.id)?;
    let results = results(conn, session, congress_name, &rounds)?;
    let changes = actions::changes(conn, session)?;
    let mut shown = Vec::new();
    for round in &rounds {
        let rows = ballots::paper_of_round(conn, round.id)?.into_iter();
        shown.push(TimelineRound {
            number: round.number,
            kind: round.kind,
            state: round.state,
            seats: round.seats,
            ordered: round.ordered.clone(),
            candidates: rows.map(|row| (row.number, row.title)).collect(),
            opened: round.opened_at.map(Ts::to_page),
            closed: round.closed_at.map(Ts::to_page),
            result: results.iter().find(|result| i32::try_from(result.number) == Ok(round.number)).cloned(),
        });
    }
    let mut certificates = Vec::new();
    for signed in documents::of_session(conn, session.id, DocumentKind::Certificate)? {
        certificates.push(certificate(conn, &rounds, &signed)?);
    }
    let counts = match rounds.first() {
        Some(round) => congress::method_by_id(conn, round.method)?.method.publish_counts() == PublishCounts::Counts,
        None => true,
    };
    Ok(TimelinePage {
        year: session.year,
        session: session.name.clone(),
        item: session.item.clone(),
        desk,
        counts: counts || desk,
        rounds: shown,
        changes: changes.iter().map(ChangeLine::from).collect(),
        certificates,
    })
}

/// At the desk, at any time.
pub async fn show_desk_timeline(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || {
        services.db.read(|conn| {
            let session = congress::current_session(conn, site.congress)?.ok_or(PageError::NotFound)?;
            timeline(conn, &session, &site.name, true)
        })
    })
    .await?;
    ctx.show(&page)
}

fn public_timeline(conn: &mut Conn, congress: CongressId, name: &str, year: i32) -> Result<TimelinePage, PageError> {
    let session = congress::session_by_year(conn, congress, year)?.ok_or(PageError::NotFound)?;
    let all = documents::of_session(conn, session.id, DocumentKind::Certificate)?;
    let announced = all.iter().any(SignedDocument::is_announced);
    if announced { timeline(conn, &session, name, false) } else { Err(PageError::NotFound) }
}

/// For everybody, once the result is announced.
pub async fn show_timeline(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let (services, year) = (ctx.services.clone(), year.into_inner());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| public_timeline(conn, site.congress, &site.name, year))).await
    })
    .await
}
