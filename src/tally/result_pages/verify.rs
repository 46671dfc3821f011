//! How anybody checks the result, and looking a receipt up.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::Json,
};
use serde::{Deserialize, Serialize};

use super::announced::{Announced, published, sample_announced, session_of};
use crate::{
    accounts::Site,
    ballots::{self, Checked, Round, RoundState},
    congress,
    db::DbError,
    documents,
    ids::RoundId,
    web::{Assets, Ctx, Form, Handled, Message, Page, PageError, Path, Refusal, blocking, ruled},
};

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
    /// Names and rounds of the boxes, as JSON for the script that verifies them.
    pub archives: String,
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
            archives: r#"[{"name":"3QYo8r9vFz2Kx1.bel","round":1}]"#.into(),
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
pub struct TrackerForm {
    #[serde(default)]
    tracker: String,
}

/// A receipt as typed: white space taken out; `None` if it cannot be one.
fn tracker(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    (text.len() == 43 && text.bytes().all(base64)).then_some(text)
}

pub async fn show_verify(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let page = verify_page(&ctx, &site, year.into_inner(), String::new()).await?;
    ctx.show(&page)
}

/// Looks a receipt up for a browser without scripts. It stays out of the address, and so out of every log; but not
/// out of a request that may say who is signed in, which the page says.
pub async fn look_up(ctx: Ctx, site: Site, year: Path<i32>, form: Form<TrackerForm>) -> Handled {
    let fields = form.into_typed();
    let page = verify_page(&ctx, &site, year.into_inner(), fields.tracker).await?;
    ctx.show(&page)
}

/// All receipts of the year, as shadows: who asks for them does not say which one is looked for.
pub async fn all_receipts(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let (services, year, congress) = (ctx.services.clone(), year.into_inner(), site.congress);
    let receipts = blocking(move || {
        services.db.read(|conn| {
            let session = session_of(conn, congress, year)?;
            let mut rounds = ballots::rounds_of_session(conn, session.id)?;
            rounds.extend(ballots::ratings_of_session(conn, session.id)?);
            let rehearsed = match congress::rehearsal_of(conn, congress)? {
                Some(rehearsal) => ballots::rounds_of_session(conn, rehearsal.session)?,
                None => Vec::new(),
            };
            let rehearsed: Vec<RoundId> = rehearsed.iter().map(|round| round.id).collect();
            Ok::<_, PageError>(ballots::receipts(conn, &rounds, &rehearsed)?)
        })
    })
    .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(receipts))
}

async fn verify_page(ctx: &Ctx, site: &Site, year: i32, typed: String) -> Result<VerifyPage, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let seal_key = documents::seal_public_key(&services.secret);
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
            let announced = published.map(|published| published.announced);
            let archives = announced.as_ref().map_or(&[][..], |announced| &announced.archives);
            Ok::<_, PageError>(VerifyPage {
                year,
                tracker: typed.clone(),
                looked_up,
                confirmed,
                checked,
                open,
                archives: serde_json::to_string(archives).map_err(DbError::corrupt)?,
                announced,
                seal_key: seal_key.clone(),
                scripts: Assets::scripts(),
            })
        })
    })
    .await
}

/// What the files hold to the byte and how everything is checked, for whoever writes a verifier: docs/verify.md.
pub async fn verify_guide() -> HttpResponse {
    let guide = include_str!("../../../docs/verify.md");
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(guide)
}

/// 「这是我的选票，我已核对」
pub async fn confirm_checked(ctx: Ctx, site: Site, year: Path<i32>, form: Form<TrackerForm>) -> Handled {
    let year = *year;
    let (rounds, public) = boxes(&ctx, &site, year).await?;
    ctx.act(site, form, move |tx, _, _, typed| {
        ballots::confirm_checked(tx, &rounds, &tracker(&typed.tracker).unwrap_or_default(), public)
    })
    .unaudited()
    .then(format!("/results/{year}/verify"), "ballot-checked")
    .or(async |site, again| ctx.again(&verify_page(&ctx, &site, year, again.typed.tracker).await?, &again.wrong))
    .await
}

/// The same from a script, which sends no cookie: nothing tells who it is, and a second time changes nothing.
pub async fn confirm_checked_by_nobody(ctx: Ctx, site: Site, year: Path<i32>, sent: Json<TrackerForm>) -> Handled {
    let (rounds, public) = boxes(&ctx, &site, *year).await?;
    let (services, tracker) = (ctx.services.clone(), tracker(&sent.tracker).unwrap_or_default());
    let confirm = move || {
        let done = services.db.write(|tx| ballots::confirm_checked(tx, &rounds, &tracker, public));
        Ok::<_, PageError>(ruled(done)?.err().map(|refused| refused.message()))
    };
    let problem = blocking(confirm).await?;
    let answer = |status: StatusCode, said: Message| {
        let body = serde_json::json!({ "error": said.key, "message": ctx.lang.text(&said) });
        HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).json(body)
    };
    Ok(match problem {
        None => HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(serde_json::json!({})),
        Some(problem) => answer(StatusCode::UNPROCESSABLE_ENTITY, problem),
    })
}

/// The rounds of a year, and whether anybody can compute the trackers of their boxes.
async fn boxes(ctx: &Ctx, site: &Site, year: i32) -> Result<(Vec<RoundId>, bool), PageError> {
    let congress = site.congress;
    ctx.read(move |conn| {
        let session = session_of(conn, congress, year)?;
        let rounds = ballots::rounds_of_session(conn, session.id)?.iter().map(|round| round.id).collect();
        let public = published(conn, &session)?.is_some_and(|published| published.announced.counts);
        Ok::<_, PageError>((rounds, public))
    })
    .await
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
