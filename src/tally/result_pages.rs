//! The public's view: the result with its proof, the certificate, the notice, and how to check it oneself.

use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};

use super::{
    actions,
    certificate::Certificate,
    certification::{CertificateState, CertificateStatus, Notice},
    corrigendum::{Corrigendum, CorrigendumStatus},
    count,
    paper::{Paper, sample_eventful_paper, sample_paper},
    store, tables,
};
use crate::{
    accounts::Site,
    ballots::{self, Checked, CheckedError, Round, RoundState},
    congress::{self, Session, voting_method::PublishCounts},
    db::Conn,
    ids::{CongressId, RoundId},
    web::{Assets, Ctx, Form, Handled, Page, PageError, Refusal, blocking, download},
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

fn sample_announced(counts: bool, eventful: bool) -> Announced {
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

impl Page for ResultPage {
    const TEMPLATE: &'static str = "tally/result.html";

    fn samples() -> Vec<Self> {
        [None, Some((true, false)), Some((false, false)), Some((true, true)), Some((false, true))]
            .map(|announced| Self {
                year: 2024,
                session: "第三次会议".into(),
                item: "2024年度民生实事项目票决".into(),
                announced: announced.map(|(counts, eventful)| sample_announced(counts, eventful)),
            })
            .into()
    }
}

/// What of a session is announced.
struct Published {
    /// Those that have a box.
    boxes: Vec<Round>,
    status: CertificateStatus,
    announced: Announced,
    notice: Notice,
}

fn session_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Session, PageError> {
    congress::session_by_year(conn, congress, year)?.ok_or(PageError::NotFound)
}

fn published(conn: &mut Conn, session: &Session) -> Result<Option<Published>, PageError> {
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

fn archive_name(round: &Round) -> String {
    format!("{}.bel", round.election_uuid)
}

pub async fn newest_result(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let session = blocking(move || {
        services.db.read(|conn| congress::public_session(conn, site.congress)).map_err(PageError::from)
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
    pub corrigenda: Vec<CorrigendumLine>,
}

impl Page for CertificatePage {
    const TEMPLATE: &'static str = "tally/certificate.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { year: 2024, paper: sample_paper(CertificateState::Announced, true), corrigenda: Vec::new() },
            Self {
                year: 2024,
                paper: sample_eventful_paper(CertificateState::Announced),
                corrigenda: vec![sample_corrigendum()],
            },
        ]
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
        Ok(CertificatePage { year, paper: published.announced.paper, corrigenda: published.announced.corrigenda })
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
    /// In the box of a round that was annulled.
    InAVoidBox,
    /// In the box of the congress's rehearsal.
    InARehearsal,
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
            announced: announced.map(|counts| sample_announced(counts, counts)),
            seal_key: "c2VhbA==".into(),
            scripts: vec![("js/booth.js".into(), "sha384-x".into())],
        };
        vec![
            page(None, None),
            page(Some(LookUp::InTheBox), None),
            page(Some(LookUp::InTheBox), Some(true)),
            page(Some(LookUp::InAVoidBox), Some(true)),
            page(Some(LookUp::InARehearsal), None),
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
            let mut rounds = ballots::rounds_of_session(conn, session.id)?;
            rounds.extend(ballots::ratings_of_session(conn, session.id)?);
            let mut confirmed = false;
            let looked_up = match tracker(&typed) {
                _ if typed.is_empty() => None,
                None => Some(LookUp::NoReceipt),
                Some(tracker) => {
                    let mut found = LookUp::NotThere;
                    for round in &rounds {
                        if ballots::has_tracker(conn, round.id, &tracker)? {
                            let void = round.state == RoundState::Void;
                            found = if void { LookUp::InAVoidBox } else { LookUp::InTheBox };
                        }
                        confirmed |= ballots::is_checked(conn, round.id, &tracker)?;
                    }
                    if let (LookUp::NotThere, Some(rehearsal)) = (found, congress::rehearsal_of(conn, congress)?) {
                        for round in ballots::rounds_of_session(conn, rehearsal.session)? {
                            if ballots::has_tracker(conn, round.id, &tracker)? {
                                found = LookUp::InARehearsal;
                            }
                        }
                    }
                    Some(found)
                }
            };
            let published = published(conn, &session)?;
            let checked = match &published {
                None => None,
                Some(published) => {
                    let boxes: Vec<RoundId> = published.boxes.iter().map(|round| round.id).collect();
                    Some(ballots::checked(conn, &boxes)?)
                }
            };
            let open = rounds.iter().any(Round::has_box);
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

/// The files anybody can check the result with: `{uuid}.bel` of every round, `caps.jsonl` of all of them,
/// `certificate.json`, `certificate-document.json`, `corrigendum-{n}.json`, and the tables as in [`tables`]. None of them exists before the
/// announcement.
pub async fn result_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let published = published_of(&ctx, &site, year).await?;
    if !published.announced.counts {
        return Err(PageError::NotFound);
    }
    let (services, wanted) = (ctx.services.clone(), name.clone());
    let (bytes, content_type) = blocking(move || {
        services.db.read(|conn| -> Result<(Vec<u8>, &str), PageError> {
            match wanted.as_str() {
                "caps.jsonl" => {
                    let mut file = String::new();
                    for round in &published.boxes {
                        file.push_str(&count::caps_file(conn, round.id)?);
                    }
                    Ok((file.into_bytes(), "application/jsonl"))
                }
                "certificate.json" => {
                    let signatures = store::signatures(conn, published.status.id)?;
                    let objections = store::objections(conn, published.status.id)?;
                    let seal_key = actions::seal_public_key(&services.secret);
                    let file =
                        count::certificate_file(&published.status.sealed(), &signatures, &objections, &seal_key)?;
                    Ok((file, "application/json"))
                }
                "certificate-document.json" => Ok((published.status.document.clone().into_bytes(), "application/json")),
                name => {
                    if let Some((table, format)) = tables::asked_for(&published.announced.paper, name) {
                        return Ok((table.bytes(format)?, format.content_type()));
                    }
                    if let Some(round) = published.boxes.iter().find(|round| archive_name(round) == name) {
                        return Ok((count::archive_file(conn, round)?.bytes, "application/x-tar"));
                    }
                    let number = name.strip_prefix("corrigendum-").and_then(|rest| rest.strip_suffix(".json"));
                    let known = store::corrigenda_of(conn, published.status.id)?;
                    let in_force = known.iter().find(|corrigendum| {
                        corrigendum.certified_at.is_some() && Some(corrigendum.number.to_string().as_str()) == number
                    });
                    let corrigendum = in_force.ok_or(PageError::NotFound)?;
                    let signatures = store::corrigendum_signatures(conn, corrigendum.id)?;
                    let seal_key = actions::seal_public_key(&services.secret);
                    Ok((count::corrigendum_file(corrigendum, &signatures, &seal_key)?, "application/json"))
                }
            }
        })
    })
    .await?;
    Ok(download(&name, content_type, bytes))
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
