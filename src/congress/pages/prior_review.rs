//! 人大常委会审议 at the secretariat's desk: what is on record, and the form.

use serde::Serialize;

use crate::{
    accounts::{As, Secretariat},
    congress::{
        actions,
        prior_review::{PriorReviewForm, ReviewFault, ReviewField},
        session::Session,
        store,
    },
    db::Conn,
    ids::CongressId,
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

#[derive(Clone, Debug, Serialize)]
pub struct PriorReviewPage {
    /// What is on record now.
    pub recorded: Option<PriorReviewForm>,
    pub typed: PriorReviewForm,
    pub wrong: Wrong,
}

impl PriorReviewPage {
    fn of(ctx: &Ctx, recorded: Option<PriorReviewForm>, typed: PriorReviewForm, faults: &[Fault]) -> Self {
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
        Self { recorded, typed, wrong }
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
        vec![
            Self { recorded: None, typed: PriorReviewForm::default(), wrong: Wrong::default() },
            Self { recorded: None, typed: full.clone(), wrong },
            Self { recorded: Some(full.clone()), typed: full, wrong: Wrong::default() },
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

type Record = (Session, Option<PriorReviewForm>);

fn record_of(conn: &mut Conn, congress: Option<CongressId>) -> Result<Record, PageError> {
    let congress = congress.ok_or(PageError::NotFound)?;
    let session = store::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let recorded = store::prior_review(conn, session.id)?.as_ref().map(PriorReviewForm::from);
    Ok((session, recorded))
}

async fn record(ctx: &Ctx, who: &As<Secretariat>) -> Result<Record, PageError> {
    let congress = who.person.congress();
    ctx.read(move |conn| record_of(conn, congress)).await
}

pub async fn show_prior_review(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let (_, recorded) = record(&ctx, &who).await?;
    let typed = recorded.clone().unwrap_or_default();
    ctx.show(&PriorReviewPage::of(&ctx, recorded, typed, &[]))
}

fn problem(ctx: &Ctx, (field, fault): &Fault) -> Message {
    Message::new("method-problem")
        .with("field", ctx.lang.text(&label(*field)))
        .with("fault", ctx.lang.text(&fault_message(*fault)))
}

pub async fn save_prior_review(ctx: Ctx, who: As<Secretariat>, form: Form<PriorReviewForm>) -> Handled {
    let (session, recorded) = record(&ctx, &who).await?;
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
    .or(async |_, again| ctx.again(&PriorReviewPage::of(&ctx, recorded, again.typed, &faults), &again.wrong))
    .await
}
