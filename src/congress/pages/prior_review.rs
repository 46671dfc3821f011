//! 人大常委会审议 at the secretariat's desk: what is on record, and the form.

use serde::Serialize;

use crate::{
    accounts::{As, Person, Secretariat},
    congress::{
        VotePart, actions,
        opinion::{Opinion, OpinionForm, OpinionOutcome},
        prior_review::{PriorReviewForm, ReviewFault, ReviewField},
        session::Session,
        store,
    },
    db::Conn,
    web::{Ctx, Form, Handled, Message, Page, PageError},
};

/// What is wrong with each field, in words; empty where nothing is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Wrong {
    pub body: String,
    pub meeting: String,
    pub reviewed_on: String,
    pub document_number: String,
}

/// 审议意见 with what was done; empty where nothing is said of it yet.
#[derive(Clone, Debug, Serialize)]
pub struct OpinionView {
    pub position: i32,
    pub words: String,
    pub outcome: &'static str,
    pub done: String,
}

impl From<Opinion> for OpinionView {
    fn from(opinion: Opinion) -> Self {
        let (outcome, done) = match opinion.done {
            Some((outcome, done)) => (outcome.word(), done),
            None => ("", String::new()),
        };
        Self { position: opinion.position, words: opinion.words, outcome, done }
    }
}

impl OpinionView {
    pub fn samples() -> Vec<Self> {
        let outcomes = [""].into_iter().chain(OpinionOutcome::ALL.iter().map(|outcome| outcome.word()));
        let view = |(position, outcome): (i32, &'static str)| Self {
            position,
            words: "建议写明完成时限<b>".to_owned(),
            outcome,
            done: if outcome.is_empty() { String::new() } else { "已写明11月底<b>".to_owned() },
        };
        (1..).zip(outcomes).map(view).collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct PriorReviewPage {
    /// What is on record now.
    pub recorded: Option<PriorReviewForm>,
    pub typed: PriorReviewForm,
    pub wrong: Wrong,
    pub opinions: Vec<OpinionView>,
    pub outcomes: Vec<&'static str>,
    pub typed_opinion: OpinionForm,
    /// A round has begun: opinions stay as they are.
    pub frozen: bool,
}

impl PriorReviewPage {
    fn of(ctx: &Ctx, record: Record, typed: PriorReviewForm, faults: &[Fault]) -> Self {
        let mut wrong = Wrong::default();
        for (field, fault) in faults {
            let text = ctx.lang.text(&fault_message(*fault));
            match field {
                ReviewField::Body => wrong.body = text,
                ReviewField::Meeting => wrong.meeting = text,
                ReviewField::ReviewedOn => wrong.reviewed_on = text,
                ReviewField::DocumentNumber => wrong.document_number = text,
            }
        }
        Self { typed, wrong, ..Self::shown(record) }
    }

    fn shown(record: Record) -> Self {
        Self {
            typed: record.recorded.clone().unwrap_or_default(),
            recorded: record.recorded,
            wrong: Wrong::default(),
            opinions: record.opinions,
            outcomes: OpinionOutcome::ALL.iter().map(|outcome| outcome.word()).collect(),
            typed_opinion: OpinionForm::default(),
            frozen: record.frozen,
        }
    }
}

type Fault = (ReviewField, ReviewFault);

impl Page for PriorReviewPage {
    const TEMPLATE: &'static str = "congress/prior_review.html";

    fn samples() -> Vec<Self> {
        let full = PriorReviewForm {
            body: "杭州市上城区第一届人民代表大会常务委员会<script>alert(1)</script>".to_owned(),
            meeting: "第十六次会议".to_owned(),
            reviewed_on: "2024-01-18".to_owned(),
            document_number: "上人大常〔2024〕3 号<b>".to_owned(),
        };
        let wrong = Wrong {
            body: "请填写<b>".to_owned(),
            meeting: "请填写".to_owned(),
            reviewed_on: "请填写".to_owned(),
            document_number: "请填写".to_owned(),
        };
        let page = |recorded: Option<PriorReviewForm>, typed, wrong| Self {
            opinions: if recorded.is_some() { OpinionView::samples() } else { Vec::new() },
            recorded,
            typed,
            wrong,
            outcomes: OpinionOutcome::ALL.iter().map(|outcome| outcome.word()).collect(),
            typed_opinion: OpinionForm::default(),
            frozen: false,
        };
        let typed_opinion = OpinionForm { opinion: "</textarea>".to_owned(), ..OpinionForm::default() };
        vec![
            page(None, PriorReviewForm::default(), Wrong::default()),
            Self { typed_opinion, ..page(None, full.clone(), wrong) },
            page(Some(full.clone()), full.clone(), Wrong::default()),
            Self { frozen: true, ..page(Some(full.clone()), full, Wrong::default()) },
        ]
    }
}

fn fault_message(fault: ReviewFault) -> Message {
    match fault {
        ReviewFault::Required => "review-fault-required",
        ReviewFault::TooLong => "review-fault-too-long",
        ReviewFault::NotADate => "review-fault-not-a-date",
        ReviewFault::InTheFuture => "review-fault-in-the-future",
        ReviewFault::AfterTheSession => "review-fault-after-the-session",
    }
    .into()
}

fn label(field: ReviewField) -> Message {
    match field {
        ReviewField::Body => "review-body",
        ReviewField::Meeting => "review-meeting",
        ReviewField::ReviewedOn => "review-reviewed-on",
        ReviewField::DocumentNumber => "review-document-number",
    }
    .into()
}

struct Record {
    session: Session,
    recorded: Option<PriorReviewForm>,
    opinions: Vec<OpinionView>,
    frozen: bool,
}

fn record_of(conn: &mut Conn, person: &Person) -> Result<Record, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let session = store::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    Ok(Record {
        recorded: store::prior_review(conn, session.id)?.as_ref().map(PriorReviewForm::from),
        opinions: store::opinions(conn, session.id)?.into_iter().map(OpinionView::from).collect(),
        frozen: store::is_closed(conn, session.id, VotePart::List)?,
        session,
    })
}

async fn record(ctx: &Ctx, who: &As<Secretariat>) -> Result<Record, PageError> {
    let person = who.person.clone();
    ctx.read(move |conn| record_of(conn, &person)).await
}

pub async fn show_prior_review(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let record = record(&ctx, &who).await?;
    ctx.show(&PriorReviewPage::shown(record))
}

fn problem(ctx: &Ctx, (field, fault): &Fault) -> Message {
    Message::new("method-problem")
        .with("field", ctx.lang.text(&label(*field)))
        .with("fault", ctx.lang.text(&fault_message(*fault)))
}

pub async fn save_prior_review(ctx: Ctx, who: As<Secretariat>, form: Form<PriorReviewForm>) -> Handled {
    let record = record(&ctx, &who).await?;
    let session = record.session.clone();
    let (review, faults) = match form.typed().read(ctx.today(), session.date) {
        Ok(review) => (Some(review), Vec::new()),
        Err(faults) => (None, faults),
    };
    ctx.act(who, form, move |tx, who, at, _| match &review {
        Some(review) => actions::record_prior_review(tx, &who.person.actor(), at, &session, review),
        None => Ok(()),
    })
    .unless(faults.iter().map(|fault| problem(&ctx, fault)).collect())
    .then("/secretariat/review", "review-recorded")
    .or(async |_, again| ctx.again(&PriorReviewPage::of(&ctx, record, again.typed, &faults), &again.wrong))
    .await
}

pub async fn save_opinion_page(ctx: Ctx, who: As<Secretariat>, form: Form<OpinionForm>) -> Handled {
    let removes = form.typed().act == "remove";
    ctx.act(who, form, move |tx, who, at, typed| {
        let session = actions::own_session(tx, &who.person)?;
        let actor = who.person.actor();
        if removes {
            actions::remove_opinion(tx, &actor, at, &session, &typed.position)
        } else {
            actions::save_opinion(tx, &actor, at, &session, typed)
        }
    })
    .then("/secretariat/review", if removes { "opinion-removed" } else { "opinion-saved" })
    .or_again(|conn, who, typed_opinion| {
        Ok(PriorReviewPage { typed_opinion, ..PriorReviewPage::shown(record_of(conn, &who.person)?) })
    })
    .await
}
