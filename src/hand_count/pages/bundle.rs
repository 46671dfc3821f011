//! Entering one bundle.

use std::collections::BTreeMap;

use serde::Serialize;

use super::line::{BundleLine, Differences, sample_differences};
use crate::{
    accounts::{As, Person, RoleType},
    ballots, candidates,
    db::Conn,
    hand_count::{
        actions,
        bundle::{Field, Figures, Mark, Shape, VoidReason},
        count::BUNDLES,
    },
    ids::RoundId,
    web::{Ctx, Form, Handled, Page, PageError, Path},
};

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
    let (round, bundle) = path.into_inner();
    ctx.show(&ctx.read(move |conn| bundle_page(conn, R::ROLE.home(), &by.person, round, bundle, None)).await?)
}

/// 录入一扎
pub async fn take_bundle<R: RoleType>(ctx: Ctx, by: As<R>, path: Path<(RoundId, i32)>, form: Form<Typed>) -> Handled {
    let ((round, bundle), base) = (path.into_inner(), R::ROLE.home());
    ctx.act(by, form, move |tx, by, at, typed| actions::enter_bundle(tx, &by.person, at, round, bundle, typed))
        .then(format!("{base}/paper"), "bundle-entered")
        .or_again(move |conn, by, typed| bundle_page(conn, base, &by.person, round, bundle, Some(&typed)))
        .await
}
