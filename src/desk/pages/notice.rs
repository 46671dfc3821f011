//! 公告 as it will be printed, before it is published.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Secretariat, Site},
    congress::Session,
    db::Conn,
    documents::{self, DocumentKind, DocumentState, SignedDocument},
    ids::{CongressId, DocumentId},
    tally::{self, NoticeFault, NoticeForm, NoticeLine, Paper, certificate::Certificate, preset_day},
    web::{Ctx, Handled, Page, PageError, Path, Query},
};

/// `/secretariat/documents/{id}/notice`
#[derive(Serialize)]
pub struct NoticeDraftPage {
    pub document: String,
    pub year: i32,
    pub paper: Paper,
    pub typed: NoticeForm,
    /// Once number and day are such that it can be published.
    pub notice: Option<NoticeLine>,
    pub rehearsal: bool,
}

impl Page for NoticeDraftPage {
    const TEMPLATE: &'static str = "desk/notice.html";

    fn samples() -> Vec<Self> {
        let page = |number: &str, notice, rehearsal| Self {
            document: "d".into(),
            year: 2024,
            paper: tally::sample_paper(DocumentState::Certified, true),
            typed: NoticeForm { number: number.into(), day: "2024-02-04".into() },
            notice,
            rehearsal,
        };
        vec![
            page("", None, false),
            page("3", Some(NoticeLine::sample("3")), true),
            page("<b>第1号", Some(NoticeLine::sample("<b>第1号")), false),
        ]
    }
}

/// Each once where it was typed, were it nothing; not at all where nobody typed yet.
#[derive(Clone, Default, Deserialize)]
pub struct NoticeQuery {
    #[serde(default)]
    number: Vec<String>,
    #[serde(default)]
    day: Vec<String>,
}

/// Only of a certificate that is certified and not announced.
pub(super) fn certified(
    conn: &mut Conn,
    congress: CongressId,
    id: DocumentId,
) -> Result<(SignedDocument, Session), PageError> {
    let (document, session) = documents::of_congress(conn, congress, id)?;
    let waits = document.kind == DocumentKind::Certificate && document.state() == DocumentState::Certified;
    if waits { Ok((document, session)) } else { Err(PageError::NotFound) }
}

/// The page with what was typed, and what is wrong with it.
pub(super) async fn notice_page(
    ctx: &Ctx,
    site: &Site,
    id: DocumentId,
    typed: NoticeForm,
) -> Result<(NoticeDraftPage, Vec<NoticeFault>), PageError> {
    let (congress, today) = (site.congress, ctx.today());
    ctx.read(move |conn| {
        let (document, session) = certified(conn, congress, id)?;
        let certificate: Certificate = document.paper()?;
        let read = typed.read(&session, today);
        let notice = read.as_ref().ok().map(|(number, day)| NoticeLine::of(number, certificate.presidium(), *day));
        let page = NoticeDraftPage {
            document: id.to_string(),
            year: session.year,
            paper: Paper::read(conn, &document)?,
            typed,
            notice,
            rehearsal: session.rehearsal,
        };
        Ok::<_, PageError>((page, read.err().unwrap_or_default()))
    })
    .await
}

/// The day is preset; nothing is wrong before anything was typed.
pub async fn show_notice_draft(
    ctx: Ctx,
    _by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    query: Query<NoticeQuery>,
) -> Handled {
    let (id, congress, today) = (*id, site.congress, ctx.today());
    let (_, session) = ctx.read(move |conn| certified(conn, congress, id)).await?;
    let NoticeQuery { number, day } = query.into_inner();
    let untouched = number.is_empty() && day.is_empty();
    let typed = NoticeForm {
        number: number.into_iter().next().unwrap_or_default(),
        day: day.into_iter().next().unwrap_or_else(|| preset_day(&session, today).to_string()),
    };
    let (page, faults) = notice_page(&ctx, &site, id, typed).await?;
    if untouched || faults.is_empty() {
        ctx.show(&page)
    } else {
        ctx.again(&page, &faults.into_iter().map(NoticeFault::message).collect::<Vec<_>>())
    }
}
