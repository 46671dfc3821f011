//! All bundles with their sum, and finishing the count.

use serde::{Deserialize, Serialize};

use super::line::{BundleLine, sample_differences};
use crate::{
    accounts::{As, Person, RoleType, Site},
    ballots::{self, Round, RoundState},
    congress,
    db::{Conn, Ts, Tx},
    hand_count::{
        actions::{self, CountError},
        count::{BUNDLES, CountState, HandCount},
    },
    ids::{AccountId, RoundId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Refused},
};

/// The sum of the settled bundles.
#[derive(Clone, Serialize)]
pub struct SumLine {
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
    pub not_cast: u32,
    pub exceeds: bool,
}

#[derive(Serialize)]
pub struct HandCountPage {
    /// `/secretariat` or `/scrutineer`.
    pub base: &'static str,
    /// `none`, `waiting`, `counting`, `called`, `confirmed`, `certified`, `void`.
    pub phase: &'static str,
    pub round: String,
    pub number: i32,
    pub lines: Vec<BundleLine>,
    /// The number that the reader enters next.
    pub next: i32,
    pub sum: SumLine,
    pub unsettled: Vec<i32>,
    pub called_by: String,
    /// Whether it was the reader.
    pub called_by_me: bool,
    pub confirmed_by: String,
}

impl Page for HandCountPage {
    const TEMPLATE: &'static str = "hand_count/count.html";

    fn samples() -> Vec<Self> {
        let line = |number, standing, mine| BundleLine {
            number,
            standing,
            mine,
            tellers: vec!["<script>陈志强</script>".into(), "周敏".into()],
            size: (standing == "agreed").then_some(20),
            differences: (standing == "differs").then(sample_differences),
        };
        let mut samples = Vec::new();
        for (phase, base) in [
            ("none", "/secretariat"),
            ("waiting", "/scrutineer"),
            ("counting", "/secretariat"),
            ("called", "/scrutineer"),
            ("confirmed", "/secretariat"),
            ("certified", "/scrutineer"),
            ("void", "/secretariat"),
        ] {
            for exceeds in [false, true] {
                samples.push(Self {
                    base,
                    phase,
                    round: "r".into(),
                    number: 1,
                    lines: if exceeds {
                        Vec::new()
                    } else {
                        vec![
                            line(1, "agreed", true),
                            line(2, "differs", true),
                            line(3, "one", true),
                            line(4, "one", false),
                        ]
                    },
                    next: 4,
                    sum: SumLine { issued: 40, returned: 38, valid: 37, void: 1, not_cast: 2, exceeds },
                    unsettled: if exceeds { Vec::new() } else { vec![2, 3] },
                    called_by: "<b>陈志强".into(),
                    called_by_me: exceeds,
                    confirmed_by: "<b>周敏".into(),
                });
            }
        }
        samples
    }
}

/// The latest round of the reader's session; `None` before the first.
fn round_of(conn: &mut Conn, site: &Site, person: &Person) -> Result<Option<Round>, PageError> {
    let session = congress::current_session(conn, site.congress)?.ok_or(PageError::NotFound)?;
    let Some(round) = ballots::latest_round(conn, session.id)? else { return Ok(None) };
    if actions::is_teller(conn, person, &round)? { Ok(Some(round)) } else { Err(PageError::NotFound) }
}

fn phase(round: &Round, count: &HandCount) -> &'static str {
    match (round.state, count.state()) {
        _ if count.issued == 0 => "none",
        (RoundState::Void, _) => "void",
        (RoundState::Preparing | RoundState::Issuing | RoundState::Voting, _) => "waiting",
        (_, None) => "counting",
        (_, Some(CountState::Called)) => "called",
        (_, Some(CountState::Confirmed)) => "confirmed",
        (_, Some(CountState::Certified)) => "certified",
    }
}

/// The first bundle that others have entered and this teller has not; else the one after the last.
fn next_bundle(count: &HandCount, reader: AccountId) -> i32 {
    let missing = count.bundles.iter().find(|bundle| bundle.own(reader).is_none());
    let last = count.bundles.last().map_or(0, |bundle| bundle.number);
    missing.map_or((last + 1).min(*BUNDLES.end()), |bundle| bundle.number)
}

fn page(conn: &mut Conn, base: &'static str, site: &Site, person: &Person) -> Result<HandCountPage, PageError> {
    let mut page = HandCountPage {
        base,
        phase: "none",
        round: String::new(),
        number: 1,
        lines: Vec::new(),
        next: 1,
        sum: SumLine { issued: 0, returned: 0, valid: 0, void: 0, not_cast: 0, exceeds: false },
        unsettled: Vec::new(),
        called_by: String::new(),
        called_by_me: false,
        confirmed_by: String::new(),
    };
    let Some(round) = round_of(conn, site, person)? else { return Ok(page) };
    let count = actions::standing_of_round(conn, &round)?;
    let totals = count.totals();
    page.phase = phase(&round, &count);
    page.round = round.id.to_string();
    page.number = round.number;
    page.lines = count.bundles.iter().filter_map(|b| BundleLine::of(b, &count.shape, person.id)).collect();
    page.next = next_bundle(&count, person.id);
    page.sum = SumLine {
        issued: totals.issued,
        returned: totals.returned(),
        valid: totals.figures.valid,
        void: totals.figures.void_ballots(),
        not_cast: totals.issued.saturating_sub(totals.returned()),
        exceeds: totals.exceeds(),
    };
    page.unsettled = count.unsettled();
    if let Some(called) = &count.called {
        page.called_by.clone_from(&called.name);
        page.called_by_me = called.by == person.id;
        page.confirmed_by = called.confirmed.as_ref().map_or_else(String::new, |(name, _)| name.clone());
    }
    Ok(page)
}

pub async fn show_hand_count<R: RoleType>(ctx: Ctx, by: As<R>, site: Site) -> Handled {
    ctx.show(&ctx.read(move |conn| page(conn, R::ROLE.home(), &site, &by.person)).await?)
}

#[derive(Deserialize)]
pub struct FinishForm {
    /// Said where more came back than was given out.
    #[serde(default)]
    more: String,
}

/// 清点完毕
pub async fn finish_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: Path<RoundId>,
    form: Form<FinishForm>,
) -> Handled {
    act_on_count(ctx, by, site, form, "count-called", move |tx, person, at, typed| {
        actions::call_finished(tx, person, at, *round, typed.more == "yes")
    })
    .await
}

pub async fn confirm_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    act_on_count(ctx, by, site, form, "count-confirmed", move |tx, person, at, Nothing {}| {
        actions::confirm_finished(tx, person, at, *round)
    })
    .await
}

pub async fn reopen_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    act_on_count(ctx, by, site, form, "count-reopened", move |tx, person, at, Nothing {}| {
        actions::reopen(tx, person, at, *round)
    })
    .await
}

async fn act_on_count<R: RoleType, T: Send + 'static>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    form: Form<T>,
    notice: &'static str,
    act: impl Fn(&mut Tx, &Person, Ts, &T) -> Result<(), Refused<CountError>> + Send + 'static,
) -> Handled {
    let base = R::ROLE.home();
    ctx.act((by.person, site), form, move |tx, (person, _), at, typed| act(tx, person, at, typed))
        .then(format!("{base}/paper"), notice)
        .or_again(move |conn, (person, site), _| page(conn, base, site, person))
        .await
}
