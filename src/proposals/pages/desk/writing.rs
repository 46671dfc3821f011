//! What somebody says at a desk, written down for them; and the slip that they take home.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    super::{propose::FormView, views::CallView},
    congress_of,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    guests::TrackingCode,
    proposals::{
        actions::{self, ProposalForm},
        call::Phase,
        proposal::{Channel, Origin},
        store,
    },
    web::{Ctx, Form, Handled, Outcome, Page, PageError, Path, Qr, Refused},
};

/// What somebody says at a desk, written down for them.
#[derive(Clone, Debug, Serialize)]
pub struct WriteDownPage {
    pub call: CallView,
    pub form: FormView,
    pub origins: Vec<&'static str>,
    pub channels: Vec<&'static str>,
}

impl WriteDownPage {
    fn of(conn: &mut Conn, person: &Person, number: i32, typed: ProposalForm, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let call = store::call_by_number(conn, congress, number)?
            .filter(|call| matches!(call.phase(today), Phase::Open | Phase::Closed))
            .ok_or(PageError::NotFound)?;
        Ok(Self {
            call: CallView::of(&call, today),
            form: FormView::of(conn, congress, typed)?,
            origins: Origin::ALL.iter().map(|origin| origin.word()).collect(),
            channels: [Channel::Station, Channel::Desk].map(Channel::word).to_vec(),
        })
    }
}

impl Page for WriteDownPage {
    const TEMPLATE: &'static str = "proposals/write_down.html";

    fn samples() -> Vec<Self> {
        let calls = [Phase::Open, Phase::Closed].into_iter().filter_map(CallView::sample);
        let page = |call: CallView| {
            FormView::samples().into_iter().map(move |form| Self {
                call: call.clone(),
                form,
                origins: Origin::ALL.iter().map(|origin| origin.word()).collect(),
                channels: [Channel::Station, Channel::Desk].map(Channel::word).to_vec(),
            })
        };
        calls.flat_map(page).collect()
    }
}

pub async fn show_write_down(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let (today, number) = (ctx.today(), *number);
    let typed =
        ProposalForm { origin: "resident".to_owned(), channel: "station".to_owned(), ..ProposalForm::default() };
    ctx.show(&ctx.read(move |conn| WriteDownPage::of(conn, &who.person, number, typed, today)).await?)
}

/// 回执: to be printed and taken home.
#[derive(Clone, Debug, Serialize)]
pub struct SlipPage {
    pub call: CallView,
    pub title: String,
    pub groups: Vec<String>,
    pub address: String,
    pub qr: Qr,
    pub on: String,
    /// Where the next one is written down.
    pub next: String,
}

impl Page for SlipPage {
    const TEMPLATE: &'static str = "proposals/slip.html";

    fn samples() -> Vec<Self> {
        let page = CallView::sample(Phase::Open).zip(Qr::of("https://example.org/p/A").ok());
        let slip = |(call, qr)| Self {
            call,
            title: "加装电梯<b>".to_owned(),
            groups: vec!["ABCD".to_owned(), "EFGH".to_owned(), "JKLM".to_owned()],
            address: "https://example.org/p/ABCDEFGHJKLM".to_owned(),
            qr,
            on: "2024-10-03".to_owned(),
            next: "/secretariat/calls/1/write".to_owned(),
        };
        page.map(slip).into_iter().collect()
    }
}

pub async fn write_down_page(ctx: Ctx, who: As<Secretariat>, number: Path<i32>, form: Form<ProposalForm>) -> Handled {
    let (services, today, number) = (ctx.services.clone(), ctx.today(), *number);
    let code = form.key().map(|key| TrackingCode::of_form(&services.secret, key));
    let title = form.typed().title.clone();
    let acting = (services.clone(), code.clone());
    let (who, outcome) = ctx
        .act(who, form, move |tx, who, at, typed| {
            let (services, code) = &acting;
            let code = code.as_ref().ok_or(Refused::<actions::SendError>::Missing)?;
            actions::write_down(tx, &services.secret, &who.person, number, typed, code, at)
        })
        .outcome()
        .await?;
    match (outcome, code) {
        (Outcome::Done(_) | Outcome::Before, Some(code)) => {
            let address = format!("{}/p/{}", ctx.origin(), code.as_str());
            let call = ctx.read(move |conn| {
                let call = store::call_by_number(conn, congress_of(&who.person)?, number)?;
                call.map(|call| CallView::of(&call, today)).ok_or(PageError::NotFound)
            });
            let (call, qr) = (call.await?, Qr::of(&address)?);
            let next = format!("/secretariat/calls/{number}/write");
            ctx.show(&SlipPage { call, title, groups: code.groups(), address, qr, on: today.to_string(), next })
        }
        (Outcome::Done(_) | Outcome::Before, None) => Err(PageError::NotFound),
        (Outcome::Again(again), _) => {
            let typed = again.typed;
            let page = ctx.read(move |conn| WriteDownPage::of(conn, &who.person, number, typed, today)).await?;
            ctx.again(&page, &again.wrong)
        }
    }
}
