//! One proposal with all that the secretariat may know of it, and what is done with it.

use serde::Serialize;

use super::{
    super::views::{AnswerView, Names, NeedRow, WordsView},
    congress_of,
    queue::SortForm,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    guests::find_personal,
    ids::ProposalId,
    proposals::{
        actions::{self, Alike},
        need::may_split,
        proposal::{ProposalState, Sorting},
        store::{self, Ruled},
    },
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, Refusal, Refused, Secret},
};

/// One proposal with all that the secretariat may know of it.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalPage {
    pub id: String,
    pub words: WordsView,
    pub state: &'static str,
    pub reason: Vec<String>,
    pub held: bool,
    pub personal: Vec<(&'static str, String)>,
    pub contact: Option<String>,
    pub need: Option<NeedRow>,
    pub may_split: bool,
    pub objection: Option<Vec<String>>,
    pub answers: Vec<AnswerView>,
    pub here: Vec<NeedRow>,
    pub elsewhere: Vec<NeedRow>,
    pub acts: Vec<&'static str>,
    pub typed: SortForm,
}

impl ProposalPage {
    fn of(conn: &mut Conn, secret: &Secret, person: &Person, id: ProposalId) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let proposal = store::proposal_by_id(conn, id)?.ok_or(PageError::NotFound)?;
        let call = store::call_by_id(conn, proposal.call)?;
        if call.is_none_or(|call| call.congress != congress) {
            return Err(PageError::NotFound);
        }
        let names = Names::of(conn, congress)?;
        let need = match proposal.need {
            Some(need) => store::need_by_id(conn, need)?,
            None => None,
        };
        let wording = &proposal.wording;
        let Alike { here, elsewhere } =
            actions::alike(conn, congress, &wording.title, proposal.place, proposal.field, proposal.need)?;
        let objection = store::objection_of(conn, id)?.filter(|objection| objection.waits(&proposal));
        let answers = store::answers_to(conn, id)?;
        let acts = Sorting::ALL.iter().filter(|sorting| proposal.state.after(**sorting).is_some());
        Ok(Self {
            id: id.to_string(),
            words: WordsView::all(conn, std::slice::from_ref(&proposal), &names)?.pop().ok_or(PageError::NotFound)?,
            state: proposal.state.word(),
            reason: proposal.reason.lines().map(ToOwned::to_owned).collect(),
            held: proposal.held,
            personal: find_personal(&wording.text()).into_iter().map(|found| (found.kind.word(), found.text)).collect(),
            contact: actions::contact_of(conn, secret, &proposal)?,
            may_split: need.as_ref().is_some_and(|need| may_split(need, id).is_ok()),
            need: NeedRow::all(conn, &names, need.as_slice())?.pop(),
            objection: objection.map(|objection| objection.words.lines().map(ToOwned::to_owned).collect()),
            answers: answers.iter().map(|(answer, at)| AnswerView::of(answer, at.to_date())).collect(),
            here: NeedRow::all(conn, &names, &here)?,
            elsewhere: NeedRow::all(conn, &names, &elsewhere)?,
            acts: acts.map(|sorting| sorting.word()).collect(),
            typed: SortForm::default(),
        })
    }
}

impl Page for ProposalPage {
    const TEMPLATE: &'static str = "proposals/proposal.html";

    fn samples() -> Vec<Self> {
        let page = |(at, words): (usize, WordsView)| {
            let state = ProposalState::ALL.get(at).copied().unwrap_or(ProposalState::Received);
            let acts = Sorting::ALL.iter().filter(|sorting| state.after(**sorting).is_some());
            Self {
                id: words.id.clone(),
                words,
                state: state.word(),
                reason: vec!["个案<b>".to_owned()],
                held: at == 0,
                personal: vec![("phone", "13857112345<b>".to_owned())],
                contact: (at == 1).then(|| "13857112345<b>".to_owned()),
                need: (at == 1).then(NeedRow::samples).and_then(|mut rows| rows.pop()),
                may_split: at == 1,
                objection: (at == 1).then(|| vec!["不是一回事<b>".to_owned()]),
                answers: AnswerView::samples(),
                here: NeedRow::samples(),
                elsewhere: if at == 0 { Vec::new() } else { NeedRow::samples() },
                acts: acts.map(|sorting| sorting.word()).collect(),
                typed: SortForm { reason: "<b>".to_owned(), ..SortForm::default() },
            }
        };
        WordsView::samples().into_iter().enumerate().map(page).collect()
    }
}

pub async fn show_proposal_desk(ctx: Ctx, who: As<Secretariat>, id: Path<ProposalId>) -> Handled {
    let (services, id) = (ctx.services.clone(), *id);
    ctx.show(&ctx.read(move |conn| ProposalPage::of(conn, &services.secret, &who.person, id)).await?)
}

/// Sorting and splitting refuse in their own ways.
#[derive(Debug, thiserror::Error)]
enum DeskError {
    #[error(transparent)]
    Sort(#[from] actions::SortError),
    #[error(transparent)]
    Merge(#[from] actions::MergeError),
}

impl Refusal for DeskError {
    fn message(&self) -> Message {
        match self {
            Self::Sort(refused) => Refusal::message(refused),
            Self::Merge(refused) => Refusal::message(refused),
        }
    }
}

pub async fn sort_proposal(ctx: Ctx, who: As<Secretariat>, id: Path<ProposalId>, form: Form<SortForm>) -> Handled {
    let (services, id) = (ctx.services.clone(), *id);
    let act = form.typed().act.clone();
    // Whoever sorts goes on to the next; whoever takes apart sees what came of it.
    let (to, notice) = match act.as_str() {
        "split" => (format!("/secretariat/proposals/{id}"), "proposal-split"),
        "objection-split" | "objection-kept" => ("/secretariat/proposals".to_owned(), "merge-objection-settled"),
        "list" => ("/secretariat/proposals".to_owned(), "proposal-listed"),
        "aside" => ("/secretariat/proposals".to_owned(), "proposal-aside"),
        "hide" => ("/secretariat/proposals".to_owned(), "proposal-hidden"),
        _ => (format!("/secretariat/proposals/{id}"), "proposal-undone"),
    };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<DeskError>> {
        let person = &who.person;
        match typed.act.as_str() {
            "split" => actions::split(tx, person, at, id).map_err(Refused::on_the_way),
            "objection-split" => {
                actions::settle_objection(tx, person, at, id, Ruled::Split, &typed.reason).map_err(Refused::on_the_way)
            }
            "objection-kept" => {
                actions::settle_objection(tx, person, at, id, Ruled::Kept, &typed.reason).map_err(Refused::on_the_way)
            }
            word => {
                let sorting: Sorting = word.parse().map_err(|_| Refused::Missing)?;
                actions::sort(tx, person, at, id, sorting, &typed.reason).map(|_| ()).map_err(Refused::on_the_way)
            }
        }
    })
    .then(to, notice)
    .or_again(move |conn, who, typed| {
        Ok(ProposalPage { typed, ..ProposalPage::of(conn, &services.secret, &who.person, id)? })
    })
    .await
}
