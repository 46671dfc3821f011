//! The public's view: the result with its proof, the certificate, the notice, and how to check it oneself.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::{Path, Query},
};
use serde::{Deserialize, Serialize};

use super::{
    actions,
    certificate::Certificate,
    certification::{CertificateState, CertificateStatus, Notice},
    count,
    paper::{Paper, sample_paper},
    store,
};
use crate::{
    accounts::Site,
    ballots::{self, Checked, CheckedError, Round, RoundState},
    congress::{self, Session, voting_method::PublishCounts},
    db::Conn,
    ids::{CongressId, RoundId},
    web::{Assets, Ctx, Form, Handled, Page, PageError, Refusal, blocking},
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

/// `/results/{year}`
#[derive(Serialize)]
pub struct ResultPage {
    pub year: i32,
    pub session: String,
    pub item: String,
    pub announced: Option<Announced>,
}

#[derive(Serialize)]
pub struct Announced {
    pub paper: Paper,
    pub notice: NoticeLine,
    /// Whether the method lets the counts be published, and not only the list.
    pub counts: bool,
    pub archive_name: String,
    pub has_caps: bool,
}

fn sample_announced(counts: bool) -> Announced {
    Announced {
        paper: sample_paper(CertificateState::Announced, counts),
        notice: NoticeLine { number: "3".into(), announced_by: "大会主席团".into(), date: "2024-02-04".into() },
        counts,
        archive_name: "3QYo8r9vFz2Kx1.bel".into(),
        has_caps: counts,
    }
}

impl Page for ResultPage {
    const TEMPLATE: &'static str = "tally/result.html";

    fn samples() -> Vec<Self> {
        [None, Some(true), Some(false)]
            .map(|counts| Self {
                year: 2024,
                session: "第三次会议".into(),
                item: "2024年度民生实事项目票决".into(),
                announced: counts.map(sample_announced),
            })
            .into()
    }
}

/// What of a session is announced.
struct Published {
    round: Round,
    status: CertificateStatus,
    announced: Announced,
    notice: Notice,
}

fn session_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Session, PageError> {
    congress::session_by_year(conn, congress, year)?.ok_or(PageError::NotFound)
}

fn published(conn: &mut Conn, session: &Session) -> Result<Option<Published>, PageError> {
    let Some(status) = store::certificates_of_session(conn, session.id)?.pop() else { return Ok(None) };
    let Some(notice) = store::notice_of(conn, status.id)? else { return Ok(None) };
    let round = ballots::round_by_id(conn, status.round)?;
    let signatures = store::signatures(conn, status.id)?;
    let certificate = Certificate::parse(status.document.as_bytes()).map_err(PageError::internal)?;
    let paper = Paper::of(&status, &certificate, &signatures, Some(&notice))
        .ok_or_else(|| PageError::internal("a certificate without a round"))?;
    let announced = Announced {
        paper,
        notice: NoticeLine::from(&notice),
        counts: certificate.document().method.publish_counts() == PublishCounts::Counts,
        archive_name: format!("{}.bel", round.election_uuid),
        has_caps: !ballots::caps(conn, round.id)?.is_empty(),
    };
    Ok(Some(Published { round, status, announced, notice }))
}

pub async fn newest_result(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let session = blocking(move || {
        services.db.read(|conn| congress::current_session(conn, site.congress)).map_err(PageError::from)
    })
    .await?;
    match session {
        Some(session) => Ok(ctx.see_page(&format!("/results/{}", session.year))),
        None => Err(PageError::NotFound),
    }
}

pub async fn show_result(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let (services, year) = (ctx.services.clone(), year.into_inner());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let session = session_of(conn, site.congress, year)?;
                let (name, item) = (session.name.clone(), session.item.clone());
                let announced = published(conn, &session)?.map(|published| published.announced);
                Ok::<_, PageError>(ResultPage { year, session: name, item, announced })
            })
        })
        .await
    })
    .await
}

/// `/results/{year}/certificate`
#[derive(Serialize)]
pub struct CertificatePage {
    pub year: i32,
    pub paper: Paper,
}

impl Page for CertificatePage {
    const TEMPLATE: &'static str = "tally/certificate.html";

    fn samples() -> Vec<Self> {
        vec![Self { year: 2024, paper: sample_paper(CertificateState::Announced, true) }]
    }
}

/// `/results/{year}/notice`
#[derive(Serialize)]
pub struct NoticePage {
    pub year: i32,
    pub notice: NoticeLine,
    pub paper: Paper,
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "tally/notice.html";

    fn samples() -> Vec<Self> {
        vec![Self {
            year: 2024,
            notice: NoticeLine {
                number: "3".into(), announced_by: "大会主席团".into(), date: "2024-02-04".into()
            },
            paper: sample_paper(CertificateState::Announced, true),
        }]
    }
}

async fn published_of(ctx: &Ctx, site: &Site, year: i32) -> Result<Published, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    blocking(move || {
        services.db.read(|conn| {
            let session = session_of(conn, congress, year)?;
            published(conn, &session)?.ok_or(PageError::NotFound)
        })
    })
    .await
}

pub async fn show_certificate(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let published = published_of(&inner, &site, year).await?;
        if !published.announced.counts {
            return Err(PageError::NotFound);
        }
        Ok(CertificatePage { year, paper: published.announced.paper })
    })
    .await
}

pub async fn show_notice(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let published = published_of(&inner, &site, year).await?;
        Ok(NoticePage { year, notice: NoticeLine::from(&published.notice), paper: published.announced.paper })
    })
    .await
}

/// What looking a receipt up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LookUp {
    InTheBox,
    NotThere,
    /// Not 43 characters of Base64: no receipt looks like this.
    NoReceipt,
}

/// `/results/{year}/verify`
#[derive(Serialize)]
pub struct VerifyPage {
    pub year: i32,
    pub tracker: String,
    pub looked_up: Option<LookUp>,
    /// Whether the owner of the ballot looked up has said so already.
    pub confirmed: bool,
    /// How many owners have, once the result is announced.
    pub checked: Option<Checked>,
    pub open: bool,
    pub announced: Option<Announced>,
    pub seal_key: String,
    /// Path and SRI hash of every script the booth runs.
    pub scripts: Vec<(String, String)>,
}

impl Page for VerifyPage {
    const TEMPLATE: &'static str = "tally/verify.html";

    fn samples() -> Vec<Self> {
        let page = |looked_up, announced: Option<bool>| Self {
            year: 2024,
            tracker: "<script>alert(1)</script>".into(),
            looked_up,
            confirmed: announced == Some(true),
            checked: announced.map(|counts| Checked { before_publication: 12, after_publication: i64::from(counts) }),
            open: true,
            announced: announced.map(sample_announced),
            seal_key: "c2VhbA==".into(),
            scripts: vec![("js/booth.js".into(), "sha384-x".into())],
        };
        vec![
            page(None, None),
            page(Some(LookUp::InTheBox), None),
            page(Some(LookUp::InTheBox), Some(true)),
            page(Some(LookUp::NotThere), Some(false)),
            page(Some(LookUp::NoReceipt), None),
        ]
    }
}

#[derive(Deserialize)]
pub struct TrackerQuery {
    #[serde(default)]
    tracker: String,
}

/// A receipt as typed: white space taken out; `None` if it cannot be one.
fn tracker(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    (text.len() == 43 && text.bytes().all(base64)).then_some(text)
}

pub async fn show_verify(ctx: Ctx, site: Site, year: Path<i32>, query: Query<TrackerQuery>) -> Handled {
    let page = verify_page(&ctx, &site, year.into_inner(), query.into_inner().tracker).await?;
    ctx.show(&page)
}

async fn verify_page(ctx: &Ctx, site: &Site, year: i32, typed: String) -> Result<VerifyPage, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let seal_key = actions::seal_public_key(&services.secret);
    blocking(move || {
        services.db.read(|conn| {
            let session = session_of(conn, congress, year)?;
            let rounds = ballots::rounds_of_session(conn, session.id)?;
            let mut confirmed = false;
            let looked_up = match tracker(&typed) {
                _ if typed.is_empty() => None,
                None => Some(LookUp::NoReceipt),
                Some(tracker) => {
                    let mut found = false;
                    for round in &rounds {
                        found |= ballots::has_tracker(conn, round.id, &tracker)?;
                        confirmed |= ballots::is_checked(conn, round.id, &tracker)?;
                    }
                    Some(if found { LookUp::InTheBox } else { LookUp::NotThere })
                }
            };
            let published = published(conn, &session)?;
            let checked = match &published {
                None => None,
                Some(published) => Some(ballots::checked(conn, published.round.id)?),
            };
            let open = rounds.iter().any(|r| !matches!(r.state, RoundState::Preparing | RoundState::Issuing));
            Ok::<_, PageError>(VerifyPage {
                year,
                tracker: typed.clone(),
                looked_up,
                confirmed,
                checked,
                open,
                announced: published.map(|published| published.announced),
                seal_key: seal_key.clone(),
                scripts: Assets::scripts(),
            })
        })
    })
    .await
}

/// 「这是我的选票，我已核对」
pub async fn confirm_checked(ctx: Ctx, site: Site, year: Path<i32>, form: Form<TrackerQuery>) -> Handled {
    let year = year.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(fields) => {
            let page = verify_page(&ctx, &site, year, fields.tracker).await?;
            return ctx.again(&page, &["form-expired".into()]);
        }
    };
    let (services, now, congress) = (ctx.services.clone(), ctx.services.clock.now(), site.congress);
    let typed = fields.tracker.clone();
    let refused = blocking(move || {
        let (rounds, public) = services.db.read(|conn| {
            let session = session_of(conn, congress, year)?;
            let rounds: Vec<RoundId> = ballots::rounds_of_session(conn, session.id)?.iter().map(|r| r.id).collect();
            let public = published(conn, &session)?.is_some_and(|published| published.announced.counts);
            Ok::<_, PageError>((rounds, public))
        })?;
        let tracker = tracker(&typed).unwrap_or_default();
        match services.db.submit(key, now, |tx| ballots::confirm_checked(tx, &rounds, &tracker, public)) {
            Ok(_) => Ok(None),
            Err(CheckedError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => Ok(refused.message()),
        }
    })
    .await?;
    match refused {
        None => Ok(ctx.see(&format!("/results/{year}/verify"), "ballot-checked")),
        Some(problem) => {
            let page = verify_page(&ctx, &site, year, fields.tracker).await?;
            ctx.again(&page, &[problem])
        }
    }
}

fn download(name: &str, content_type: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}

/// The files anybody can check the result with: `{uuid}.bel`, `caps.jsonl`, `certificate.json`,
/// `certificate-document.json`, `votes.csv`. None of them exists before the announcement.
pub async fn result_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let published = published_of(&ctx, &site, year).await?;
    if !published.announced.counts {
        return Err(PageError::NotFound);
    }
    let (services, wanted) = (ctx.services.clone(), name.clone());
    let (bytes, content_type) = blocking(move || {
        services.db.read(|conn| match wanted.as_str() {
            "caps.jsonl" => Ok((count::caps_file(conn, published.round.id)?.into_bytes(), "application/jsonl")),
            "certificate.json" => {
                let signatures = store::signatures(conn, published.status.id)?;
                let seal_key = actions::seal_public_key(&services.secret);
                Ok((count::certificate_file(&published.status, &signatures, &seal_key)?, "application/json"))
            }
            "certificate-document.json" => Ok((published.status.document.clone().into_bytes(), "application/json")),
            "votes.csv" => Ok((votes_csv(&published.announced.paper)?, "text/csv; charset=utf-8")),
            archive if archive == published.announced.archive_name => {
                Ok((count::archive_file(conn, &published.round)?.bytes, "application/x-tar"))
            }
            _ => Err(PageError::NotFound),
        })
    })
    .await?;
    Ok(download(&name, content_type, bytes))
}

/// Rank, number, title, votes, chosen; a byte order mark for spreadsheets, and nothing a spreadsheet would run.
fn votes_csv(paper: &Paper) -> Result<Vec<u8>, PageError> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let write = |out: &mut csv::Writer<Vec<u8>>, row: [String; 7]| out.write_record(row).map_err(PageError::internal);
    write(&mut out, ["名次", "票号", "项目", "赞成", "反对", "弃权", "结果"].map(ToOwned::to_owned))?;
    for line in &paper.ranked {
        let harmless = if line.title.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        write(
            &mut out,
            [
                line.rank.to_string(),
                line.number.to_string(),
                format!("{harmless}{}", line.title),
                line.approve.to_string(),
                line.oppose.to_string(),
                line.abstain.to_string(),
                if line.chosen { "通过" } else { "未通过" }.to_owned(),
            ],
        )?;
    }
    out.into_inner().map_err(PageError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_may_be_typed_in_groups_of_four() {
        let whole = "EFgafCEKk8K89v+9w4eBwBUnFrf/uvO8ea6jIB/CBBE";
        assert_eq!(tracker(whole).as_deref(), Some(whole));
        assert_eq!(tracker("EFga fCEK k8K8 9v+9 w4eB wBUn Frf/ uvO8 ea6j IB/C BBE\n").as_deref(), Some(whole));
        assert_eq!(tracker("EFgafCEK"), None);
        assert_eq!(tracker(&"<".repeat(43)), None);
    }
}
