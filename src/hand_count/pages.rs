//! The tellers' pages, the same for scrutineers and for the secretariat: all bundles, one bundle, finishing.

use std::collections::BTreeMap;

use actix_web::web::Path;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, CountError},
    bundle::{Field, Figures, Mark, Shape, VoidReason},
    count::{BUNDLES, Bundle, CountState, HandCount, Standing},
};
use crate::{
    accounts::{As, Person, RoleType, Site},
    ballots::{self, Round, RoundState},
    candidates, congress,
    db::{Conn, Submitted, Ts, Tx},
    ids::{AccountId, RoundId},
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Refusal, blocking},
};

/// One figure on which two tellers differ: the message `bundle-field-<key>`.
#[derive(Clone, Serialize)]
pub struct DifferenceLine {
    pub key: &'static str,
    pub number: u32,
    pub word: &'static str,
    pub first: u32,
    pub second: u32,
}

impl DifferenceLine {
    fn of(&(field, first, second): &(Field, u32, u32)) -> Self {
        let (key, number, word) = match field {
            Field::Size => ("size", 0, ""),
            Field::Valid => ("valid", 0, ""),
            Field::Mark(number, mark) => ("mark", number, mark.word()),
            Field::Void(reason) => ("void", 0, reason.word()),
        };
        Self { key, number, word, first, second }
    }
}

/// What two tellers said, where it is not the same.
#[derive(Clone, Serialize)]
pub struct Differences {
    pub first: String,
    pub second: String,
    pub lines: Vec<DifferenceLine>,
}

#[derive(Clone, Serialize)]
pub struct BundleLine {
    pub number: i32,
    /// `one`, `differs` or `agreed`.
    pub standing: &'static str,
    /// Whether the reader has entered it.
    pub mine: bool,
    pub tellers: Vec<String>,
    /// Once two agree.
    pub size: Option<u32>,
    pub differences: Option<Differences>,
}

impl BundleLine {
    fn of(bundle: &Bundle, shape: &Shape, reader: AccountId) -> Option<Self> {
        let mine = bundle.own(reader).is_some();
        let line = |standing, tellers, size, differences| Self {
            number: bundle.number,
            standing,
            mine,
            tellers,
            size,
            differences,
        };
        Some(match bundle.standing(shape)? {
            Standing::One { teller } => line("one", vec![teller], None, None),
            Standing::Agreed { figures, tellers } => line("agreed", tellers.to_vec(), Some(figures.size), None),
            Standing::Differs { first, second, fields } => {
                let tellers = vec![first.clone(), second.clone()];
                let lines = fields.iter().map(DifferenceLine::of).collect();
                line("differs", tellers, None, Some(Differences { first, second, lines }))
            }
        })
    }
}

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

fn sample_differences() -> Differences {
    let line = |key, number, word| DifferenceLine { key, number, word, first: 7, second: 6 };
    Differences {
        first: "<b>陈志强".into(),
        second: "周敏".into(),
        lines: vec![
            line("size", 0, ""),
            line("valid", 0, ""),
            line("mark", 3, "approve"),
            line("mark", 3, "oppose"),
            line("mark", 3, "abstain"),
            line("void", 0, "over_cap"),
            line("void", 0, "unreadable"),
            line("void", 0, "foreign"),
            line("void", 0, "signed"),
        ],
    }
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
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| page(conn, R::ROLE.home(), &site, &by.person))).await?;
    ctx.show(&page)
}

/// One input, with what was typed into it.
#[derive(Clone, Serialize)]
pub struct Cell {
    pub name: String,
    /// `size`, `valid`, the word of a mark or of a reason.
    pub word: &'static str,
    pub value: String,
    pub wrong: bool,
}

#[derive(Clone, Serialize)]
pub struct MarkRow {
    pub number: u32,
    pub title: String,
    pub cells: Vec<Cell>,
}

/// `/…/rounds/{id}/bundles/{n}`
#[derive(Serialize)]
pub struct BundlePage {
    pub base: &'static str,
    pub round: String,
    pub number: i32,
    pub bundle: i32,
    pub cap: Option<u32>,
    /// Whether there are columns for 反对 and 弃权.
    pub three: bool,
    pub size: Cell,
    pub valid: Cell,
    pub voids: Vec<Cell>,
    pub rows: Vec<MarkRow>,
    /// Whether the reader has entered it before.
    pub again: bool,
    pub differences: Option<Differences>,
}

impl Page for BundlePage {
    const TEMPLATE: &'static str = "hand_count/bundle.html";

    fn samples() -> Vec<Self> {
        let cell = |word: &'static str, wrong| Cell { name: format!("f-{word}"), word, value: "<b>7".into(), wrong };
        let page = |three: bool, differences: Option<Differences>| Self {
            base: "/scrutineer",
            round: "r".into(),
            number: 1,
            bundle: 2,
            cap: three.then_some(10),
            three,
            size: cell("size", three),
            valid: cell("valid", false),
            voids: VoidReason::ALL.iter().map(|reason| cell(reason.word(), three)).collect(),
            rows: vec![MarkRow {
                number: 1,
                title: "<script>“学有优教”在上城</script>".into(),
                cells: if three {
                    Mark::ALL.iter().map(|mark| cell(mark.word(), true)).collect()
                } else {
                    vec![cell("approve", false)]
                },
            }],
            again: differences.is_some(),
            differences,
        };
        vec![page(true, None), page(true, Some(sample_differences())), page(false, None)]
    }
}

/// What was typed, or what the same teller entered before, by the names of the fields.
type Typed = BTreeMap<String, String>;

fn typed_of(shape: &Shape, figures: &Figures) -> Typed {
    shape.fields().into_iter().map(|field| (field.name(), figures.get(field).to_string())).collect()
}

fn bundle_page(
    conn: &mut Conn,
    base: &'static str,
    person: &Person,
    round: RoundId,
    bundle: i32,
    typed: Option<&Typed>,
) -> Result<BundlePage, PageError> {
    let round = ballots::round_by_id(conn, round)?;
    if !BUNDLES.contains(&bundle) || !actions::is_teller(conn, person, &round)? {
        return Err(PageError::NotFound);
    }
    let count = actions::standing_of_round(conn, &round)?;
    let shape = &count.shape;
    let known = count.bundle(bundle);
    let own = known.and_then(|known| known.own(person.id));
    let line = known.and_then(|known| BundleLine::of(known, shape, person.id));
    let before = own.map(|figures| typed_of(shape, figures)).unwrap_or_default();
    let shown = typed.unwrap_or(&before);
    let wrong: Vec<Field> = match typed.map(|typed| shape.read(typed)) {
        Some(Err(problems)) => problems.iter().flat_map(|problem| problem.fields(shape)).collect(),
        _ => Vec::new(),
    };
    let cell = |field: Field, word| {
        let name = field.name();
        Cell { value: shown.get(&name).cloned().unwrap_or_default(), name, word, wrong: wrong.contains(&field) }
    };
    let titles: BTreeMap<i32, String> =
        candidates::candidates(conn, round.session)?.into_iter().map(|c| (c.number, c.title)).collect();
    let title = |number| i32::try_from(number).ok().and_then(|number| titles.get(&number).cloned());
    Ok(BundlePage {
        base,
        round: round.id.to_string(),
        number: round.number,
        bundle,
        cap: shape.cap,
        three: shape.marks().len() == Mark::ALL.len(),
        size: cell(Field::Size, "size"),
        valid: cell(Field::Valid, "valid"),
        voids: VoidReason::ALL.iter().map(|&reason| cell(Field::Void(reason), reason.word())).collect(),
        rows: shape
            .numbers
            .iter()
            .map(|&number| MarkRow {
                number,
                title: title(number).unwrap_or_default(),
                cells: shape.marks().iter().map(|&mark| cell(Field::Mark(number, mark), mark.word())).collect(),
            })
            .collect(),
        again: own.is_some(),
        differences: line.and_then(|line| line.differences),
    })
}

pub async fn show_bundle<R: RoleType>(ctx: Ctx, by: As<R>, path: Path<(RoundId, i32)>) -> Handled {
    let (services, (round, bundle)) = (ctx.services.clone(), path.into_inner());
    let page =
        blocking(move || services.db.read(|conn| bundle_page(conn, R::ROLE.home(), &by.person, round, bundle, None)))
            .await?;
    ctx.show(&page)
}

/// 录入一扎
pub async fn take_bundle<R: RoleType>(ctx: Ctx, by: As<R>, path: Path<(RoundId, i32)>, form: Form<Typed>) -> Handled {
    let (round, bundle) = path.into_inner();
    let (key, typed) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let entered = typed.clone();
    let problems = blocking(move || {
        let shape = services.db.read(|conn| {
            let found = ballots::round_by_id(conn, round)?;
            if !actions::is_teller(conn, &person, &found)? {
                return Err(PageError::NotFound);
            }
            Ok(actions::standing_of_round(conn, &found)?.shape)
        })?;
        let Some(key) = key else { return Ok(vec!["form-expired".into()]) };
        let figures = match shape.read(&entered) {
            Ok(figures) => figures,
            Err(problems) => return Ok(problems.iter().map(|problem| problem.message()).collect()),
        };
        let done = services.db.submit(key, now, |tx| actions::enter_bundle(tx, &person, now, round, bundle, &figures));
        refused(done)
    })
    .await?;
    let base = R::ROLE.home();
    if problems.is_empty() {
        return Ok(ctx.see(&format!("{base}/paper"), "bundle-entered"));
    }
    let services = ctx.services.clone();
    let page =
        blocking(move || services.db.read(|conn| bundle_page(conn, base, &by.person, round, bundle, Some(&typed))))
            .await?;
    ctx.again(&page, &problems)
}

fn refused<T>(done: Result<Submitted<T>, CountError>) -> Result<Vec<Message>, PageError> {
    match done {
        Ok(_) => Ok(Vec::new()),
        Err(CountError::NotATeller) => Err(PageError::NotFound),
        Err(CountError::Db(e)) => Err(PageError::from(e)),
        Err(refused) => Ok(refused.message().into_iter().collect()),
    }
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
    let (key, fields) = form.fresh()?;
    let act = move |tx: &mut Tx, person: &Person, at: Ts, round| {
        actions::call_finished(tx, person, at, round, fields.more == "yes")
    };
    act_on_count(ctx, by, site, *round, key, "count-called", act).await
}

pub async fn confirm_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    act_on_count(ctx, by, site, *round, key, "count-confirmed", actions::confirm_finished).await
}

pub async fn reopen_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    act_on_count(ctx, by, site, *round, key, "count-reopened", actions::reopen).await
}

async fn act_on_count<R: RoleType>(
    ctx: Ctx,
    by: As<R>,
    site: Site,
    round: RoundId,
    key: crate::db::FormKey,
    notice: &str,
    act: impl Fn(&mut Tx, &Person, Ts, RoundId) -> Result<(), CountError> + Send + 'static,
) -> Handled {
    let base = R::ROLE.home();
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let problems = blocking(move || refused(services.db.submit(key, now, |tx| act(tx, &person, now, round)))).await?;
    if problems.is_empty() {
        return Ok(ctx.see(&format!("{base}/paper"), notice));
    }
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| page(conn, base, &site, &by.person))).await?;
    ctx.again(&page, &problems)
}
