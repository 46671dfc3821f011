//! 需求: who stands with it, what is like it, and what becomes of it.

use serde::{Deserialize, Serialize};

use super::{
    super::views::{AnswerView, Names, NeedRow, WordsView},
    congress_of,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    ids::NeedId,
    proposals::{
        actions::{self, Alike, AnswerForm},
        answer::Referral,
        need::{NeedState, OriginCount, SupportCount},
        store,
    },
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, Refusal, Refused},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NeedForm {
    #[serde(default)]
    pub into: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub unit: String,
    /// `merge`, `name` or `answer`.
    #[serde(default, rename = "do")]
    pub act: String,
}

/// 需求: who stands with it, what is like it, and what becomes of it.
#[derive(Clone, Debug, Serialize)]
pub struct NeedDeskPage {
    pub id: String,
    pub need: NeedRow,
    pub words: String,
    pub origins: OriginCount,
    pub members: Vec<WordsView>,
    pub here: Vec<NeedRow>,
    pub elsewhere: Vec<NeedRow>,
    pub answers: Vec<AnswerView>,
    pub open: bool,
    pub targets: Vec<&'static str>,
    pub supports: SupportCount,
    pub typed: NeedForm,
}

impl NeedDeskPage {
    fn of(conn: &mut Conn, person: &Person, id: NeedId) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let need = store::need_by_id(conn, id)?.filter(|need| need.congress == congress).ok_or(PageError::NotFound)?;
        let names = Names::of(conn, congress)?;
        let Alike { here, elsewhere } = actions::alike(conn, congress, &need.title, need.place, need.field, Some(id))?;
        let row = NeedRow::all(conn, &names, std::slice::from_ref(&need))?.pop().ok_or(PageError::NotFound)?;
        let answers = store::answers_of_need(conn, id)?;
        Ok(Self {
            id: id.to_string(),
            need: row,
            words: need.words.clone(),
            origins: store::origins_of(conn, id)?,
            members: store::members_of(conn, id)?.iter().map(|member| WordsView::of(member, &names)).collect(),
            here: NeedRow::all(conn, &names, &here)?,
            elsewhere: NeedRow::all(conn, &names, &elsewhere)?,
            answers: answers.iter().map(|answer| AnswerView::of(answer, answer.at.to_date())).collect(),
            open: need.state == NeedState::Open,
            targets: Referral::ALL.iter().map(|target| target.word()).collect(),
            supports: store::supports_of(conn, &need)?,
            typed: NeedForm { title: need.title, text: need.words, ..NeedForm::default() },
        })
    }
}

impl Page for NeedDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_need.html";

    fn samples() -> Vec<Self> {
        let page = |need: NeedRow| Self {
            id: need.id.clone(),
            words: "三幢、四幢<b>".to_owned(),
            origins: OriginCount { all: 4, resident: 1, deputy: 1, cppcc: 1, department: 1, streets: 2 },
            members: WordsView::samples(),
            here: NeedRow::samples().into_iter().take(2).collect(),
            elsewhere: Vec::new(),
            answers: if need.state == "open" { Vec::new() } else { AnswerView::samples() },
            open: need.state == "open",
            targets: Referral::ALL.iter().map(|target| target.word()).collect(),
            supports: SupportCount { all: 3, streets: vec![("望江街道<b>".to_owned(), 3)], before_named: 1 },
            typed: NeedForm { title: "<b>".to_owned(), ..NeedForm::default() },
            need,
        };
        NeedRow::samples().into_iter().map(page).collect()
    }
}

pub async fn show_need_desk(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>) -> Handled {
    let id = *id;
    ctx.show(&ctx.read(move |conn| NeedDeskPage::of(conn, &who.person, id)).await?)
}

/// Merging, naming and answering refuse in their own ways.
#[derive(Debug, thiserror::Error)]
enum NeedError {
    #[error(transparent)]
    Merge(#[from] actions::MergeError),
    #[error(transparent)]
    Answer(#[from] actions::AnswerError),
}

impl Refusal for NeedError {
    fn message(&self) -> Message {
        match self {
            Self::Merge(refused) => Refusal::message(refused),
            Self::Answer(refused) => Refusal::message(refused),
        }
    }
}

pub async fn move_need(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>, form: Form<NeedForm>) -> Handled {
    let id = *id;
    let into: Option<NeedId> = form.typed().into.parse().ok();
    let (to, notice) = match (form.typed().act.as_str(), into) {
        ("merge", Some(into)) => (into, "needs-merged"),
        ("answer", _) => (id, "need-answered"),
        _ => (id, "need-named"),
    };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<NeedError>> {
        let person = &who.person;
        match typed.act.as_str() {
            "merge" => {
                let into = into.ok_or(Refused::Missing)?;
                actions::merge(tx, person, at, id, into).map(|_| ()).map_err(Refused::on_the_way)
            }
            "name" => actions::name_need(tx, person, at, id, &typed.title, &typed.text).map_err(Refused::on_the_way),
            "answer" => {
                let NeedForm { kind, words, target, unit, .. } = typed.clone();
                let form = AnswerForm { kind, words, target, unit };
                actions::answer_need(tx, person, at, id, &form).map(|_| ()).map_err(Refused::on_the_way)
            }
            _ => Err(Refused::Missing),
        }
    })
    .then(format!("/secretariat/needs/{to}"), notice)
    .or_again(move |conn, who, typed| Ok(NeedDeskPage { typed, ..NeedDeskPage::of(conn, &who.person, id)? }))
    .await
}
