//! The paper ballots of a round, for the printer.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Secretariat, Site},
    ballots, congress,
    congress::voting_method::BallotForm,
    db::Conn,
    web::{Ctx, Handled, Page, PageError, Query, blocking},
    word_enum,
};

word_enum! {
    /// How the ballots lie on the A4 sheet.
    Layout {
        One = "one",
        /// Two of A5.
        Two = "two",
    }
}

/// More are printed in several goes.
const MOST_COPIES: u32 = 400;

#[derive(Clone, Serialize)]
pub struct SheetRow {
    pub number: i32,
    pub title: String,
}

/// `/secretariat/paper/sheets`
#[derive(Serialize)]
pub struct SheetsPage {
    pub congress: String,
    pub session: String,
    pub item: String,
    /// 0 before the first round.
    pub number: i32,
    pub seats: i32,
    pub cap: Option<i32>,
    pub form: &'static str,
    pub rows: Vec<SheetRow>,
    pub layout: Layout,
    pub copies: u32,
    /// Printed on every ballot of this stack; says nothing of a person.
    pub stack: String,
    /// Ballots of every sheet.
    pub sheets: Vec<Vec<u32>>,
}

impl Page for SheetsPage {
    const TEMPLATE: &'static str = "hand_count/sheets.html";

    fn samples() -> Vec<Self> {
        let page = |number, form, cap, layout| Self {
            congress: "杭州市上城区第一届人民代表大会".into(),
            session: "第三次会议".into(),
            item: "2024年度民生实事项目票决".into(),
            number,
            seats: 10,
            cap,
            form,
            rows: (1..=12).map(|number| SheetRow { number, title: "<script>“学有优教”在上城".into() }).collect(),
            layout,
            copies: 3,
            stack: "<b>2".into(),
            sheets: sheets(3, layout),
        };
        vec![
            page(0, "approve_each", None, Layout::One),
            page(1, "approve_each", Some(10), Layout::Two),
            page(2, "approve_each", None, Layout::One),
            page(1, "choose_up_to", Some(10), Layout::One),
        ]
    }
}

fn sheets(copies: u32, layout: Layout) -> Vec<Vec<u32>> {
    let ballots: Vec<u32> = (1..=copies).collect();
    let on_one = match layout {
        Layout::One => 1,
        Layout::Two => 2,
    };
    ballots.chunks(on_one).map(<[u32]>::to_vec).collect()
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    layout: String,
    #[serde(default)]
    copies: String,
    #[serde(default)]
    stack: String,
}

fn page(conn: &mut Conn, site: &Site, wanted: &Wanted) -> Result<SheetsPage, PageError> {
    let session = congress::current_session(conn, site.congress)?.ok_or(PageError::NotFound)?;
    let round = ballots::latest_round(conn, session.id)?;
    let layout = wanted.layout.parse().unwrap_or(Layout::One);
    let copies = wanted.copies.trim().parse().unwrap_or(1).clamp(1, MOST_COPIES);
    let stack: String = wanted.stack.trim().chars().filter(|c| !c.is_control()).take(12).collect();
    let mut page = SheetsPage {
        congress: site.name.clone(),
        session: session.name,
        item: session.item,
        number: 0,
        seats: 0,
        cap: None,
        form: BallotForm::ApproveEach.word(),
        rows: Vec::new(),
        layout,
        copies,
        stack: if stack.is_empty() { "1".to_owned() } else { stack },
        sheets: sheets(copies, layout),
    };
    let Some(round) = round else { return Ok(page) };
    page.number = round.number;
    page.seats = round.seats;
    page.form = congress::method_by_id(conn, round.method)?.method.ballot_form().word();
    // Where one can only tick, the cap is the round's own even if the method names none.
    page.cap = round.cap;
    let rows = ballots::paper_of_round(conn, round.id)?.into_iter();
    page.rows = rows.map(|row| SheetRow { number: row.number, title: row.title }).collect();
    Ok(page)
}

pub async fn show_sheets(ctx: Ctx, _by: As<Secretariat>, site: Site, wanted: Query<Wanted>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| page(conn, &site, &wanted))).await?;
    ctx.show(&page)
}
