//! Opening the box: who has given a share, and giving one's own.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
use serde::{Deserialize, Serialize};

use super::{json, of_account};
use crate::{
    accounts::{As, OnceMore, Person, Scrutineer as ScrutineerRole, ask_once_more},
    ballots::{self, Round, RoundState},
    db::{Conn, DbError},
    ids::RoundId,
    scrutineers,
    tally::{actions, box_file::BoxFile, count, opening, result_pages::send_box},
    web::{Ctx, Form, Handled, LARGE_FORM, Page, PageError, Path, blocking, download},
};

#[derive(Clone, Serialize)]
pub struct ShareLine {
    pub name: String,
    pub given: bool,
    pub me: bool,
}

/// `/scrutineer/rounds/{id}/open`
#[derive(Serialize)]
pub struct OpenBoxPage {
    pub round: String,
    pub number: i32,
    pub returned: i64,
    pub shares: Vec<ShareLine>,
    pub threshold: u32,
    pub owner: u32,
    pub fingerprint: String,
    pub sealed_key: String,
    /// The most 赞成 of a ballot, where that is proved beside the ballots.
    pub cap: Option<u32>,
    /// Whether this scrutineer's share is still wanted.
    pub wanted: bool,
    pub counted: bool,
}

impl Page for OpenBoxPage {
    const TEMPLATE: &'static str = "tally/open_box.html";

    fn samples() -> Vec<Self> {
        [(true, false), (false, false), (false, true)]
            .map(|(wanted, counted)| Self {
                round: "r".into(),
                number: 1,
                returned: 338,
                shares: vec![ShareLine { name: "<script>陈志强</script>".into(), given: !wanted, me: true }],
                threshold: 2,
                owner: 2,
                fingerprint: "phi".into(),
                sealed_key: "{\"alpha\":\"00\"}".into(),
                cap: Some(10),
                wanted,
                counted,
            })
            .into()
    }
}

fn open_box_page(conn: &mut Conn, person: &Person, round: RoundId) -> Result<OpenBoxPage, PageError> {
    let round = round_to_open(conn, person, round)?;
    let (me, session) = of_account(conn, person)?;
    let unreadable = || DbError::corrupt("the shares of a box");
    let owners = opening::shares_given(conn, &round)?.ok_or_else(unreadable)?;
    let given = |owner: u32| owners.contains(&owner);
    let shares = scrutineers::scrutineers(conn, session.id)?
        .iter()
        .map(|s| ShareLine { name: s.name.clone(), given: given(s.owner()), me: s.id == me.id })
        .collect();
    let counted = round.state == RoundState::Counted;
    let election = ballots::election_of(conn, round.id)?;
    Ok(OpenBoxPage {
        round: round.id.to_string(),
        number: round.number,
        returned: ballots::turnout(conn, round.id)?.returned,
        shares,
        threshold: ballots::trustees_of(conn, round.id)?.threshold().unwrap_or(0),
        owner: me.owner(),
        fingerprint: election.fingerprint().to_owned(),
        cap: ballots::proved_beside(&round, election.questions().len()),
        sealed_key: me.share.as_ref().map_or_else(String::new, |share| share.encrypted_decryption_key.clone()),
        wanted: !counted && !given(me.owner()),
        counted,
    })
}

pub async fn show_open_box(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let page = blocking(move || services.db.read(|conn| open_box_page(conn, &by.person, round))).await?;
    ctx.show(&page)
}

/// The round of this scrutineer's session whose box is opened or was.
fn round_to_open(conn: &mut Conn, person: &Person, round: RoundId) -> Result<Round, PageError> {
    let (_, session) = of_account(conn, person)?;
    let round = ballots::round_by_id(conn, round)?;
    let counting = matches!(round.state, RoundState::Counting | RoundState::Counted);
    if round.session == session.id && counting { Ok(round) } else { Err(PageError::NotFound) }
}

/// The bytes that the shares are made of, as the archive holds them.
pub async fn encrypted_tally_file(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let bytes = blocking(move || {
        services.db.read(|conn| {
            let round = round_to_open(conn, &by.person, round)?;
            Ok::<_, PageError>(opening::encrypted_tally(conn, round.id)?)
        })
    })
    .await?;
    Ok(json(bytes))
}

/// The box for those who open it: their browsers verify all of it before they ask for a seed.
pub async fn box_file(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let file = blocking(move || {
        services.db.read(|conn| {
            let round = round_to_open(conn, &by.person, round)?;
            BoxFile::of(conn, &round).map_err(PageError::from)
        })
    })
    .await?;
    Ok(send_box(&ctx, file))
}

/// The proofs beside the ballots of that box.
pub async fn box_caps(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let caps = blocking(move || {
        services.db.read(|conn| {
            let round = round_to_open(conn, &by.person, round)?;
            count::caps_file(conn, round.id).map_err(PageError::from)
        })
    })
    .await?;
    Ok(download("caps.jsonl", "application/jsonl", caps.into_bytes()))
}

#[derive(Deserialize)]
pub struct SecondBoxForm {
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
}

/// A browser was shown another box of an election than before, and has refused it.
pub async fn report_second_box(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    round: Path<RoundId>,
    form: Form<SecondBoxForm>,
) -> Handled {
    let (round, person) = (*round, by.person.clone());
    let (session, round) = ctx
        .read(move |conn| {
            let found = round_to_open(conn, &person, round)?;
            Ok::<_, PageError>((of_account(conn, &person)?.1, found.number))
        })
        .await?;
    let report = ctx.act(by, form, move |tx, by, at, typed| {
        let codes = [typed.first.as_str(), typed.second.as_str()];
        actions::report_second_box(tx, &by.person.actor(), at, &session, round, codes)
    });
    report.outcome().await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(serde_json::json!({})))
}

#[derive(Deserialize)]
pub struct ShareForm {
    #[serde(default)]
    partial_decryption: String,
    #[serde(flatten)]
    once_more: OnceMore,
}

/// 开箱: asks for the password and the one-time code again, besides the seed.
pub async fn open_box(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    round: Path<RoundId>,
    form: Form<ShareForm, LARGE_FORM>,
) -> Handled {
    let (round, person) = (*round, by.person.clone());
    let (me, session) = ctx.read(move |conn| of_account(conn, &person)).await?;
    let wrong = ask_once_more(&ctx, &by.person, form.key(), &form.typed().once_more).await?;
    ctx.act(by, form, move |tx, by, at, typed| {
        actions::give_share(tx, &by.person.actor(), at, &session, &me, round, &typed.partial_decryption)
    })
    .unless(wrong)
    .row_locked()
    .then("/scrutineer", "share-given")
    .or_again(move |conn, by, _| open_box_page(conn, &by.person, round))
    .await
}
