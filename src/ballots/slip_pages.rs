//! `/scrutineer/slips`: 选票码条 printed, counted, and struck where nobody drew them.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
};
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, PrintedList, SlipError},
    round::{Round, RoundState},
    slips::{SMALLEST_RESERVE, SlipCount, SlipPrint, StruckAs, StruckKey, usual_reserve},
    store,
};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole, Site},
    congress::{self, Session},
    db::{Conn, DbError},
    deputies,
    ids::{AccountId, SessionId},
    scrutineers::{self, Scrutineer},
    web::{Again, Ctx, Form, Handled, Message, Nothing, Outcome, Page, PageError, Refused, with_camera},
};

/// How far the slips of a session are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipStage {
    /// The method of this session is another.
    NotBySlips,
    /// Method, list, roll and key come first.
    NotReady,
    Ready,
    /// Printed; two scrutineers count.
    Counting,
    /// Counted and sealed; deputies draw them when issuing begins.
    Sealed,
    /// Deputies draw; what is left is struck.
    Issuing,
    /// The list is frozen.
    Frozen,
}

/// What is in force.
#[derive(Clone, Debug, Serialize)]
pub struct PrintLine {
    pub printed: i32,
    /// Of the list of keys, in groups, as it stands on every slip.
    pub fingerprint: Vec<String>,
    pub printed_by: String,
    pub counted_by: Vec<String>,
    /// Whether the reader has counted.
    pub counted_by_me: bool,
}

#[derive(Clone, Debug, Serialize)]
struct RoundLine {
    place: i32,
    uuid: String,
}

/// `/scrutineer/slips`
#[derive(Clone, Serialize)]
pub struct SlipsPage {
    pub session: String,
    pub stage: SlipStage,
    pub in_office: i64,
    pub least: i64,
    pub most: i64,
    pub usual: i64,
    pub print: Option<PrintLine>,
    pub count: SlipCount,
    pub in_the_tray: i64,
    /// The rounds that a struck slip is struck from, as JSON.
    pub rounds: String,
    /// Where a slip leads to.
    pub booth: String,
    pub unreadable_typed: String,
}

impl Page for SlipsPage {
    const TEMPLATE: &'static str = "ballots/slips.html";

    fn samples() -> Vec<Self> {
        let print = |counted: &[&str]| PrintLine {
            printed: 65,
            fingerprint: vec!["abcd".into(), "efgh".into()],
            printed_by: "<script>陈志强</script>".into(),
            counted_by: counted.iter().map(|&name| name.to_owned()).collect(),
            counted_by_me: counted.len() == 1,
        };
        let page = |stage, print, count: SlipCount| Self {
            session: "第三次会议".into(),
            stage,
            in_office: 60,
            least: 65,
            most: 170,
            usual: 65,
            print,
            in_the_tray: count.in_the_tray(),
            count,
            rounds: "[]".into(),
            booth: "http://127.0.0.1/booth".into(),
            unreadable_typed: "<b>".into(),
        };
        let tray = SlipCount { printed: 65, issued: 57, leftover: 3, sample: 1, lost: 1, unreadable: 1, listed: 59 };
        let two = ["陈志强", "李建国"];
        vec![
            page(SlipStage::NotBySlips, None, SlipCount::default()),
            page(SlipStage::NotReady, None, SlipCount::default()),
            page(SlipStage::Ready, None, SlipCount::default()),
            page(SlipStage::Counting, Some(print(&[])), SlipCount { printed: 65, ..SlipCount::default() }),
            page(SlipStage::Counting, Some(print(&two[..1])), SlipCount { printed: 65, ..SlipCount::default() }),
            page(SlipStage::Sealed, Some(print(&two)), SlipCount { printed: 65, sample: 1, ..SlipCount::default() }),
            page(SlipStage::Issuing, Some(print(&two)), tray),
            page(SlipStage::Frozen, Some(print(&two)), SlipCount { leftover: 5, ..tray }),
        ]
    }
}

fn myself(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Session), DbError> {
    let me = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or_else(DbError::missing)?;
    let session = congress::session_by_id(conn, me.session)?;
    Ok((me, session))
}

fn stage_of(conn: &mut Conn, session: &Session, print: Option<&SlipPrint>) -> Result<SlipStage, DbError> {
    let Some(print) = print else {
        return match actions::may_be_printed(conn, session) {
            Ok(()) => Ok(SlipStage::Ready),
            Err(Refused::Rules(SlipError::NotBySlips)) => Ok(SlipStage::NotBySlips),
            Err(Refused::Db(error)) => Err(error),
            Err(_) => Ok(SlipStage::NotReady),
        };
    };
    let round: Option<Round> = store::latest_round(conn, session.id)?;
    Ok(match round.map(|round| round.state) {
        None if print.is_sealed() => SlipStage::Sealed,
        None => SlipStage::Counting,
        Some(RoundState::Issuing) => SlipStage::Issuing,
        Some(_) => SlipStage::Frozen,
    })
}

fn slips_page(conn: &mut Conn, person: &Person, origin: &str) -> Result<SlipsPage, PageError> {
    let (me, session) = myself(conn, person)?;
    let print = store::slip_print(conn, session.id)?;
    let stage = stage_of(conn, &session, print.as_ref())?;
    let (mut count, mut rounds) = (SlipCount::default(), Vec::new());
    if let Some(print) = &print {
        match actions::striking(conn, session.id) {
            Ok((_, first, _, found)) => {
                count = found;
                rounds = store::slip_rounds(conn, print.id)?;
                rounds.retain(|(place, _)| *place >= first);
            }
            Err(Refused::Db(error)) => return Err(error.into()),
            Err(_) => count.printed = print.printed.into(),
        }
        let held = store::latest_round(conn, session.id)?.filter(|_| stage == SlipStage::Frozen);
        if let Some(frozen) = held.map(|round| store::round_slips(conn, round.id)).transpose()?.flatten() {
            count = frozen;
        }
    }
    let rounds: Vec<RoundLine> = rounds.into_iter().map(|(place, uuid)| RoundLine { place, uuid }).collect();
    let in_office = deputies::roll_count(conn, session.id)?.in_office;
    let in_groups = |text: &str| -> Vec<String> {
        let letters: Vec<char> = text.chars().take(16).collect();
        letters.chunks(4).map(|group| group.iter().collect()).collect()
    };
    Ok(SlipsPage {
        session: session.name,
        stage,
        in_office,
        least: in_office + SMALLEST_RESERVE,
        most: actions::most_slips(in_office),
        usual: in_office + usual_reserve(in_office),
        print: print.map(|print| PrintLine {
            printed: print.printed,
            fingerprint: in_groups(&print.fingerprint),
            counted_by_me: print.counted_by.iter().any(|by| by.account == me.account),
            counted_by: print.counted_by.into_iter().map(|by| by.name).collect(),
            printed_by: print.printed_by,
        }),
        in_the_tray: count.in_the_tray(),
        unreadable_typed: count.unreadable.to_string(),
        count,
        rounds: serde_json::to_string(&rounds).map_err(PageError::internal)?,
        booth: format!("{origin}/booth"),
    })
}

/// What a scrutineer's first page says of the slips: the message `scrutiny-slips-<key>`.
pub fn slips_wait_for(
    conn: &mut Conn,
    session: SessionId,
    account: AccountId,
) -> Result<Option<&'static str>, DbError> {
    let session = congress::session_by_id(conn, session)?;
    let print = store::slip_print(conn, session.id)?;
    Ok(match stage_of(conn, &session, print.as_ref())? {
        SlipStage::NotBySlips => None,
        SlipStage::Ready => Some("print"),
        SlipStage::Counting if print.is_some_and(|print| print.counted_by.iter().all(|by| by.account != account)) => {
            Some("count")
        }
        SlipStage::Issuing => Some("strike"),
        SlipStage::NotReady | SlipStage::Counting | SlipStage::Sealed | SlipStage::Frozen => Some("none"),
    })
}

pub async fn show_slips(ctx: Ctx, by: As<ScrutineerRole>) -> Handled {
    let origin = ctx.origin().to_owned();
    let page = ctx.read(move |conn| slips_page(conn, &by.person, &origin)).await?;
    ctx.show(&page).map(with_camera)
}

/// Six lists of the largest printing, each key with its quotes as a form writes them.
pub const LISTS_FORM: usize = 3 * 1024 * 1024;

#[derive(Deserialize)]
pub struct ListsForm {
    #[serde(default)]
    lists: String,
}

#[derive(Serialize)]
struct RefusalAnswer {
    error: &'static str,
    message: String,
}

/// What the script tells apart.
fn code(problem: &Message) -> &'static str {
    match problem.key {
        "form-expired" => "form_expired",
        "slips-struck-already" => "struck_already",
        "slips-foreign" => "slip_foreign",
        "slips-none-left" => "none_left",
        _ => "refused",
    }
}

/// What a script is answered: where the slips are now, or `{"error", "message"}`.
async fn answer<T>(ctx: &Ctx, by: As<ScrutineerRole>, came: Outcome<T, ()>) -> Handled {
    let Outcome::Again(Again { wrong, .. }) = came else {
        let origin = ctx.origin().to_owned();
        let page = ctx.read(move |conn| slips_page(conn, &by.person, &origin)).await?;
        let stands = Stands {
            fingerprint: page.print.map(|print| print.fingerprint).unwrap_or_default(),
            in_the_tray: page.in_the_tray,
            count: page.count,
        };
        return Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(stands));
    };
    let problem = Message::first_of(&wrong);
    let error = code(&problem);
    let status = if error == "form_expired" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    Ok(HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(RefusalAnswer { error, message: ctx.lang.text(&problem) }))
}

#[derive(Serialize)]
struct Stands {
    fingerprint: Vec<String>,
    in_the_tray: i64,
    count: SlipCount,
}

/// 印制: the codes stay in the browser, which prints them once this is answered.
pub async fn print_slips(ctx: Ctx, by: As<ScrutineerRole>, form: Form<ListsForm, LISTS_FORM>) -> Handled {
    let print = ctx.act(by, form, |tx, by, at, typed| {
        let (me, session) = myself(tx, &by.person)?;
        let lists: Vec<PrintedList> =
            serde_json::from_str(&typed.lists).map_err(|why| SlipError::BadLists(why.to_string()))?;
        actions::print_slips(tx, &by.person.actor(), at, &session, &me, &lists)
    });
    let (by, came) = print.outcome().await?;
    answer(&ctx, by, came).await
}

#[derive(Deserialize)]
pub struct CountForm {
    #[serde(default)]
    counted: String,
}

/// A number as it is typed; what is none counts as wrong.
fn number(typed: &str) -> i64 {
    typed.trim().parse().unwrap_or(-1)
}

const HERE: &str = "/scrutineer/slips";

/// 清点
pub async fn count_slips(ctx: Ctx, by: As<ScrutineerRole>, form: Form<CountForm>) -> Handled {
    let origin = ctx.origin().to_owned();
    ctx.act(by, form, |tx, by, at, typed| {
        let (me, session) = myself(tx, &by.person)?;
        actions::count_slips(tx, &by.person.actor(), at, &session, &me, number(&typed.counted))
    })
    .then(HERE, "slips-counted")
    .or_again(move |conn, by, _| slips_page(conn, &by.person, &origin))
    .await
}

/// 作废这一批
pub async fn withdraw_slips(ctx: Ctx, by: As<ScrutineerRole>, form: Form<Nothing>) -> Handled {
    let origin = ctx.origin().to_owned();
    ctx.act(by, form, |tx, by, at, Nothing {}| {
        let (me, session) = myself(tx, &by.person)?;
        actions::withdraw_slips(tx, &by.person.actor(), at, &session, &me)
    })
    .then(HERE, "slips-withdrawn")
    .or_again(move |conn, by, Nothing {}| slips_page(conn, &by.person, &origin))
    .await
}

#[derive(Deserialize)]
pub struct StrikeForm {
    #[serde(rename = "as")]
    struck_as: StruckAs,
    #[serde(default)]
    keys: String,
}

/// 核销: nothing but a sample is written into the audit list, for every slip that was left is one press.
pub async fn strike_slip(ctx: Ctx, by: As<ScrutineerRole>, form: Form<StrikeForm>) -> Handled {
    let strike = ctx.act(by, form, |tx, by, at, typed| {
        let (_, session) = myself(tx, &by.person)?;
        let keys: Vec<StruckKey> = serde_json::from_str(&typed.keys).map_err(|_| SlipError::NotPossessed)?;
        actions::strike_slip(tx, &by.person.actor(), at, &session, typed.struck_as, &keys)
    });
    let (by, came) = strike.unaudited().outcome().await?;
    answer(&ctx, by, came).await
}

#[derive(Deserialize)]
pub struct UnreadableForm {
    #[serde(default)]
    unreadable: String,
}

/// Undrawn slips that cannot be scanned, by number.
pub async fn count_unreadable(ctx: Ctx, by: As<ScrutineerRole>, form: Form<UnreadableForm>) -> Handled {
    let origin = ctx.origin().to_owned();
    ctx.act(by, form, |tx, by, at, typed| {
        let (_, session) = myself(tx, &by.person)?;
        actions::count_unreadable(tx, &by.person.actor(), at, &session, number(&typed.unreadable))
    })
    .then(HERE, "slips-unreadable")
    .or_again(move |conn, by, typed| {
        let page = slips_page(conn, &by.person, &origin)?;
        Ok(SlipsPage { unreadable_typed: typed.unreadable.clone(), ..page })
    })
    .await
}

/// The keys printed for the round at hand and those after it: a slip is checked against them by whoever holds it.
#[derive(Serialize)]
struct PrintedRound {
    uuid: String,
    keys: Vec<String>,
}

#[derive(Serialize)]
struct PrintedSlips {
    session: String,
    fingerprint: String,
    rounds: Vec<PrintedRound>,
}

/// `GET /booth/slips.json`: without keys where this session has no slips. A key says nothing of who holds the slip.
pub async fn slips_file(ctx: Ctx, site: Site) -> Handled {
    let slips = ctx
        .read(move |conn| {
            let Some(session) = congress::current_session(conn, site.congress)? else {
                return Ok(PrintedSlips { session: String::new(), fingerprint: String::new(), rounds: Vec::new() });
            };
            let mut slips = PrintedSlips { session: session.name, fingerprint: String::new(), rounds: Vec::new() };
            if let Some(print) = store::slip_print(conn, session.id)? {
                for (place, uuid) in store::slip_rounds(conn, print.id)? {
                    slips.rounds.push(PrintedRound { uuid, keys: store::printed_keys(conn, print.id, place)? });
                }
                slips.fingerprint = print.fingerprint;
            }
            Ok::<_, PageError>(slips)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-cache")).json(slips))
}
