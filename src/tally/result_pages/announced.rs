//! What of a session is announced, as every page about its result reads it.

use serde::Serialize;

use crate::{
    accounts::Site,
    ballots::{self, Round},
    congress::{self, Session, voting_method::PublishCounts},
    db::Conn,
    ids::CongressId,
    tally::{
        certificate::Certificate,
        certification::{CertificateState, CertificateStatus, Notice},
        corrigendum::{Corrigendum, CorrigendumStatus},
        paper::{Paper, sample_eventful_paper, sample_paper},
        store,
    },
    web::{Ctx, PageError, blocking},
};

/// A notice as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeLine {
    pub number: String,
    pub announced_by: String,
    pub date: String,
}

impl From<&Notice> for NoticeLine {
    fn from(notice: &Notice) -> Self {
        Self {
            number: notice.number.clone(),
            announced_by: notice.announced_by.clone(),
            date: notice.announced_at.to_date(),
        }
    }
}

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
    pub fn of(status: &CorrigendumStatus) -> Result<Self, PageError> {
        let document = Corrigendum::parse(status.document.as_bytes()).map_err(PageError::internal)?;
        Ok(Self {
            number: document.number,
            date: document.date.to_string(),
            place: document.place,
            stands: document.stands,
            should_be: document.should_be,
            reason: document.reason,
            hash: status.hash.clone(),
            signers: document.signers.scrutineers.into_iter().map(|signer| signer.name).collect(),
        })
    }
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
            sample_eventful_paper(CertificateState::Announced)
        } else {
            sample_paper(CertificateState::Announced, counts)
        },
        notice: NoticeLine { number: "3".into(), announced_by: "大会主席团".into(), date: "2024-02-04".into() },
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
    pub(super) status: CertificateStatus,
    pub(super) announced: Announced,
    pub(super) notice: Notice,
}

pub(super) fn session_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Session, PageError> {
    congress::session_by_year(conn, congress, year)?.ok_or(PageError::NotFound)
}

pub(super) fn published(conn: &mut Conn, session: &Session) -> Result<Option<Published>, PageError> {
    let announced = store::certificates_of_session(conn, session.id)?
        .into_iter()
        .rfind(|status| status.state == CertificateState::Announced);
    let Some(status) = announced else { return Ok(None) };
    let Some(notice) = store::notice_of(conn, status.id)? else { return Ok(None) };
    let settled_by = ballots::round_by_id(conn, status.round)?.number;
    let mut boxes = ballots::rounds_of_session(conn, session.id)?;
    boxes.retain(|round| round.number <= settled_by && round.has_box());
    let mut has_caps = false;
    for round in &boxes {
        has_caps |= !ballots::caps(conn, round.id)?.is_empty();
    }
    let signatures = store::signatures(conn, status.id)?;
    let objections = store::objections(conn, status.id)?;
    let corrigenda = store::corrigenda_of(conn, status.id)?;
    let in_force = corrigenda.iter().filter(|corrigendum| corrigendum.certified_at.is_some());
    let certificate = Certificate::parse(status.document.as_bytes()).map_err(PageError::internal)?;
    let paper = Paper::of(&status, &certificate, &signatures, &objections, Some(&notice));
    let archive = |round: &Round| ArchiveLine { name: archive_name(round), round: round.number };
    let announced = Announced {
        paper,
        notice: NoticeLine::from(&notice),
        counts: certificate.document().method.publish_counts() == PublishCounts::Counts,
        archives: boxes.iter().map(archive).collect(),
        has_caps,
        corrigenda: in_force.map(CorrigendumLine::of).collect::<Result<_, _>>()?,
    };
    Ok(Some(Published { boxes, status, announced, notice }))
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
