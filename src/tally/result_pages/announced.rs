//! What of a session is announced, as every page about its result reads it.

use serde::Serialize;

use crate::{
    accounts::Site,
    ballots::{self, Round},
    congress::{self, Session, voting_method::PublishCounts},
    db::{Conn, DbError},
    documents::{self, DocumentKind, DocumentState, SignedDocument},
    ids::{CongressId, DocumentId},
    tally::{
        certificate::Certificate,
        corrigendum::Corrigendum,
        notice::NoticeLine,
        paper::{Paper, sample_eventful_paper, sample_paper},
        store,
    },
    web::{Ctx, PageError, blocking},
};

#[derive(Serialize)]
pub struct Announced {
    pub paper: Paper,
    pub notice: NoticeLine,
    /// Whether the method lets the counts be published, and not only the list.
    pub counts: bool,
    /// The boxes that anybody can check, in the order of the rounds.
    pub archives: Vec<ArchiveLine>,
    pub has_caps: bool,
    /// 更正 in force, in their order.
    pub corrigenda: Vec<CorrigendumLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ArchiveLine {
    pub name: String,
    pub round: i32,
}

/// A corrigendum as it is read beside its certificate.
#[derive(Clone, Debug, Serialize)]
pub struct CorrigendumLine {
    pub number: u32,
    pub date: String,
    pub place: String,
    pub stands: String,
    pub should_be: String,
    pub reason: String,
    pub hash: String,
    pub signers: Vec<String>,
}

impl CorrigendumLine {
    pub fn of(signed: &SignedDocument) -> Result<Self, DbError> {
        let document: Corrigendum = signed.paper()?;
        Ok(Self {
            number: document.number,
            date: document.date.to_string(),
            place: document.place,
            stands: document.stands,
            should_be: document.should_be,
            reason: document.reason,
            hash: signed.hash.to_string(),
            signers: document.signers.scrutineers.into_iter().map(|signer| signer.name).collect(),
        })
    }
}

/// Those of a certificate that are in force, in their order.
pub fn in_force(conn: &mut Conn, certificate: DocumentId) -> Result<Vec<CorrigendumLine>, DbError> {
    let known = documents::about(conn, certificate)?;
    known.iter().filter(|corrigendum| corrigendum.confirmed().is_some()).map(CorrigendumLine::of).collect()
}

pub fn sample_corrigendum() -> CorrigendumLine {
    CorrigendumLine {
        number: 1,
        date: "2024-02-05".into(),
        place: "<b>会议日期".into(),
        stands: "2024-02-03".into(),
        should_be: "2024-02-04".into(),
        reason: "<script>录入有误".into(),
        hash: "5b7e6bf2".repeat(8),
        signers: vec!["<b>陈志强".into()],
    }
}

pub(super) fn sample_announced(counts: bool, eventful: bool) -> Announced {
    let archive = |round| ArchiveLine { name: format!("3QYo8r9vFz2Kx{round}.bel"), round };
    Announced {
        paper: if eventful {
            sample_eventful_paper(DocumentState::Announced)
        } else {
            sample_paper(DocumentState::Announced, counts)
        },
        notice: NoticeLine::sample(if eventful { "示例第1号" } else { "3" }),
        counts,
        archives: if eventful { vec![archive(1), archive(2)] } else { vec![archive(1)] },
        has_caps: counts,
        corrigenda: if eventful { vec![sample_corrigendum()] } else { Vec::new() },
    }
}

/// What of a session is announced.
pub(super) struct Published {
    /// Those that have a box.
    pub(super) boxes: Vec<Round>,
    pub(super) signed: SignedDocument,
    pub(super) announced: Announced,
}

pub(super) fn session_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Session, PageError> {
    congress::session_by_year(conn, congress, year)?.ok_or(PageError::NotFound)
}

pub(super) fn published(conn: &mut Conn, session: &Session) -> Result<Option<Published>, PageError> {
    let all = documents::of_session(conn, session.id, DocumentKind::Certificate)?;
    let Some(signed) = all.into_iter().rfind(SignedDocument::is_announced) else { return Ok(None) };
    let Some(notice) = store::notice_of(conn, signed.id)? else { return Ok(None) };
    let settled_by = ballots::round_by_id(conn, signed.round)?.number;
    let mut boxes = ballots::rounds_of_session(conn, session.id)?;
    boxes.retain(|round| round.number <= settled_by && round.has_box());
    let mut has_caps = false;
    for round in &boxes {
        has_caps |= !ballots::caps(conn, round.id)?.is_empty();
    }
    let certificate: Certificate = signed.paper()?;
    let paper = Paper::of(&signed, &certificate, &documents::said(conn, signed.id)?, Some(&notice));
    let archive = |round: &Round| ArchiveLine { name: archive_name(round), round: round.number };
    let announced = Announced {
        paper,
        notice: NoticeLine::from(&notice),
        counts: certificate.document().method.publish_counts() == PublishCounts::Counts,
        archives: boxes.iter().map(archive).collect(),
        has_caps,
        corrigenda: in_force(conn, signed.id)?,
    };
    Ok(Some(Published { boxes, signed, announced }))
}

pub(super) async fn published_of(ctx: &Ctx, site: &Site, year: i32) -> Result<Published, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    blocking(move || {
        services.db.read(|conn| {
            let session = session_of(conn, congress, year)?;
            published(conn, &session)?.ok_or(PageError::NotFound)
        })
    })
    .await
}

pub(super) fn archive_name(round: &Round) -> String {
    format!("{}.bel", round.election_uuid)
}
