//! 征集, as the secretariat draws it up, publishes it, extends it, reports it; and the lists that forms choose from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    super::views::{CallView, Names},
    congress_of,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    proposals::{
        actions::{self, ListsForm},
        answer::ClockCount,
        call::CallForm,
        lists::places_text,
        store,
    },
    web::{Ctx, Form, Handled, Page, PageError, Path, Refused},
};

/// 征集: all calls, a new one, and the lists that forms choose from.
#[derive(Clone, Debug, Serialize)]
pub struct CallsDeskPage {
    pub calls: Vec<CallView>,
    pub typed: CallForm,
    pub lists: ListsForm,
    pub clock: ClockCount,
}

impl CallsDeskPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let calls = store::calls(conn, congress)?;
        let names = Names::of(conn, congress)?;
        let fields = names.fields.iter().filter(|field| field.offered).map(|field| field.name.as_str());
        let mut synonyms: Vec<(String, Vec<String>)> = Vec::new();
        for (word, means) in store::synonym_pairs(conn, congress)? {
            match synonyms.last_mut().filter(|(last, _)| *last == means) {
                Some((_, words)) => words.push(word),
                None => synonyms.push((means, vec![word])),
            }
        }
        let synonyms: Vec<String> =
            synonyms.into_iter().map(|(means, words)| format!("{}={means}", words.join("、"))).collect();
        Ok(Self {
            clock: store::clock_count(conn, congress, None, today)?,
            calls: calls.iter().map(|call| CallView::of(call, today)).collect(),
            typed: CallForm { answer_days: "15".to_owned(), retention_days: "365".to_owned(), ..CallForm::default() },
            lists: ListsForm {
                fields: fields.collect::<Vec<_>>().join("\n"),
                places: places_text(&names.places),
                synonyms: synonyms.join("\n"),
            },
        })
    }
}

impl Page for CallsDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_calls.html";

    fn samples() -> Vec<Self> {
        let typed = CallForm { title: "<b>".to_owned(), words: "</textarea>".to_owned(), ..CallForm::default() };
        let lists = ListsForm { fields: "住有宜居<b>".to_owned(), ..ListsForm::default() };
        let clock = ClockCount { received: 3, answered: 1, open: 2, open_late: 1, answered_late: 0 };
        vec![
            Self {
                calls: Vec::new(),
                typed: CallForm::default(),
                lists: ListsForm::default(),
                clock: ClockCount::default(),
            },
            Self { calls: CallView::samples(), typed, lists, clock },
        ]
    }
}

pub async fn show_calls_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| CallsDeskPage::of(conn, &who.person, today)).await?)
}

pub async fn draw_up_call_page(ctx: Ctx, who: As<Secretariat>, form: Form<CallForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::draw_up_call(tx, &who.person, at, typed))
        .then("/secretariat/calls", "call-drawn-up")
        .or_again(move |conn, who, typed| Ok(CallsDeskPage { typed, ..CallsDeskPage::of(conn, &who.person, today)? }))
        .await
}

pub async fn save_lists_page(ctx: Ctx, who: As<Secretariat>, form: Form<ListsForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::save_lists(tx, &who.person, at, typed))
        .then("/secretariat/calls", "lists-saved")
        .or_again(move |conn, who, lists| Ok(CallsDeskPage { lists, ..CallsDeskPage::of(conn, &who.person, today)? }))
        .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MoveCallForm {
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub reason: String,
    /// `publish`, `extend` or `report`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CallDeskPage {
    pub call: CallView,
    pub clock: ClockCount,
    pub without_answer: i64,
    pub typed: MoveCallForm,
}

impl CallDeskPage {
    fn of(conn: &mut Conn, person: &Person, number: i32, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let call = store::call_by_number(conn, congress, number)?.ok_or(PageError::NotFound)?;
        Ok(Self {
            clock: store::clock_count(conn, congress, Some(call.id), today)?,
            without_answer: store::without_answer(conn, call.id)?,
            call: CallView::of(&call, today),
            typed: MoveCallForm::default(),
        })
    }
}

impl Page for CallDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_call.html";

    fn samples() -> Vec<Self> {
        let clock = ClockCount { received: 3, answered: 1, open: 2, open_late: 1, answered_late: 0 };
        let typed = MoveCallForm { reason: "<b>".to_owned(), ..MoveCallForm::default() };
        let page = |call: CallView| {
            [0, 2].map(|without_answer| Self { call: call.clone(), clock, without_answer, typed: typed.clone() })
        };
        CallView::samples().into_iter().flat_map(page).collect()
    }
}

pub async fn show_call_desk(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let (today, number) = (ctx.today(), *number);
    ctx.show(&ctx.read(move |conn| CallDeskPage::of(conn, &who.person, number, today)).await?)
}

pub async fn move_call_page(ctx: Ctx, who: As<Secretariat>, number: Path<i32>, form: Form<MoveCallForm>) -> Handled {
    let (services, today, number) = (ctx.services.clone(), ctx.today(), *number);
    let notice = match form.typed().act.as_str() {
        "publish" => "call-published",
        "extend" => "call-extended",
        _ => "call-reported",
    };
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "publish" => actions::publish_call(tx, &services.secret, &who.person, at, number),
        "extend" => actions::extend_call(tx, &who.person, at, number, &typed.until, &typed.reason),
        "report" => actions::report_call(tx, &who.person, at, number),
        _ => Err(Refused::Missing),
    })
    .then(format!("/secretariat/calls/{number}"), notice)
    .or_again(move |conn, who, typed| Ok(CallDeskPage { typed, ..CallDeskPage::of(conn, &who.person, number, today)? }))
    .await
}
