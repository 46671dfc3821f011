//! The form of the voting method: every field, each with its fault beside it.

use serde::Serialize;

use crate::{
    accounts::{As, Secretariat},
    candidates,
    congress::{
        self, VotePart, own_session,
        voting_method::{
            Announce, BallotForm, Field, FieldError, FieldErrorCode, Issuing, PassMark, PriorReview, PublishCounts,
            RatingOptions, SecondPerson, Shortfall, TieAtCut, VotingMethod, VotingMethodForm,
        },
    },
    db::{Conn, DbError},
    ids::SessionId,
    web::{Ctx, Form, Handled, Message, Page, PageError},
};

pub const NO_CAP: &str = "none";

/// The values to choose from; none where something is typed.
pub fn choices(field: Field) -> Vec<&'static str> {
    match field {
        Field::BallotForm => BallotForm::ALL.iter().map(|choice| choice.word()).collect(),
        Field::PassMark => PassMark::ALL.iter().map(|choice| choice.word()).collect(),
        Field::TieAtCut => TieAtCut::ALL.iter().map(|choice| choice.word()).collect(),
        Field::Shortfall => Shortfall::ALL.iter().map(|choice| choice.word()).collect(),
        Field::Announce => Announce::ALL.iter().map(|choice| choice.word()).collect(),
        Field::PublishCounts => PublishCounts::ALL.iter().map(|choice| choice.word()).collect(),
        Field::RatingOptions => RatingOptions::ALL.iter().map(|choice| choice.word()).collect(),
        Field::PriorReview => PriorReview::ALL.iter().map(|choice| choice.word()).collect(),
        Field::SecondPerson => SecondPerson::ALL.iter().map(|choice| choice.word()).collect(),
        Field::Issuing => Issuing::ALL.iter().map(|choice| choice.word()).collect(),
        Field::Seats | Field::MaxApprovals | Field::Quorum | Field::MinMarginRatio => Vec::new(),
    }
}

pub fn value_of(form: &VotingMethodForm, field: Field) -> &str {
    match field {
        Field::Seats => &form.seats,
        Field::BallotForm => &form.ballot_form,
        Field::MaxApprovals => &form.max_approvals,
        Field::PassMark => &form.pass_mark,
        Field::Quorum => &form.quorum,
        Field::TieAtCut => &form.tie_at_cut,
        Field::Shortfall => &form.shortfall,
        Field::MinMarginRatio => &form.min_margin_ratio,
        Field::Announce => &form.announce,
        Field::PublishCounts => &form.publish_counts,
        Field::RatingOptions => &form.rating_options,
        Field::PriorReview => &form.prior_review,
        Field::SecondPerson => &form.second_person,
        Field::Issuing => &form.issuing,
    }
}

pub fn set_value(form: &mut VotingMethodForm, field: Field, value: &str) {
    let place = match field {
        Field::Seats => &mut form.seats,
        Field::BallotForm => &mut form.ballot_form,
        Field::MaxApprovals => &mut form.max_approvals,
        Field::PassMark => &mut form.pass_mark,
        Field::Quorum => &mut form.quorum,
        Field::TieAtCut => &mut form.tie_at_cut,
        Field::Shortfall => &mut form.shortfall,
        Field::MinMarginRatio => &mut form.min_margin_ratio,
        Field::Announce => &mut form.announce,
        Field::PublishCounts => &mut form.publish_counts,
        Field::RatingOptions => &mut form.rating_options,
        Field::PriorReview => &mut form.prior_review,
        Field::SecondPerson => &mut form.second_person,
        Field::Issuing => &mut form.issuing,
    };
    value.clone_into(place);
}

/// One field of the form: typed, or chosen among `choices`.
#[derive(Clone, Debug, Serialize)]
pub struct MethodField {
    pub key: &'static str,
    pub value: String,
    pub wrong: String,
    pub choices: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MethodFormPage {
    pub version: i32,
    pub candidates: u32,
    pub is_frozen: bool,
    /// The year of the session whose method the form starts from.
    pub cloned_from: Option<i32>,
    pub fields: Vec<MethodField>,
}

/// How `none` is typed and shown: the box itself is in the reader's language.
const CAP_WORDS: [&str; 4] = ["无", "不设上限", "no cap", "none"];

impl MethodFormPage {
    fn of(ctx: &Ctx, drafting: &Drafting, form: &VotingMethodForm, errors: &[FieldError]) -> Self {
        let fields = Field::ALL.iter().copied().map(|field| {
            let fault = errors.iter().find(|error| error.field == field);
            let value = match value_of(form, field) {
                NO_CAP if field == Field::MaxApprovals => ctx.lang.text(&"method-cap-none".into()),
                value => value.to_owned(),
            };
            let wrong = fault.map_or_else(String::new, |fault| ctx.lang.text(&fault_message(fault.code)));
            MethodField { key: field.word(), value, wrong, choices: choices(field) }
        });
        Self {
            version: drafting.next_version,
            candidates: drafting.candidates,
            is_frozen: drafting.is_frozen,
            cloned_from: drafting.cloned_from,
            fields: fields.collect(),
        }
    }
}

impl Page for MethodFormPage {
    const TEMPLATE: &'static str = "desk/voting_method_form.html";

    fn samples() -> Vec<Self> {
        let fields = |form: &VotingMethodForm, wrong: &str| {
            let field = |field: Field| MethodField {
                key: field.word(),
                value: value_of(form, field).to_owned(),
                wrong: wrong.to_owned(),
                choices: choices(field),
            };
            Field::ALL.iter().copied().map(field).collect()
        };
        let typed = VotingMethodForm { seats: "<script>alert(1)</script>".to_owned(), ..VotingMethodForm::default() };
        let defaults = VotingMethod::default().to_form();
        vec![
            Self {
                version: 1,
                candidates: 0,
                is_frozen: false,
                cloned_from: Some(2023),
                fields: fields(&defaults, ""),
            },
            Self {
                version: 2,
                candidates: 12,
                is_frozen: false,
                cloned_from: None,
                fields: fields(&typed, "请填写<b>"),
            },
            Self { version: 3, candidates: 12, is_frozen: true, cloned_from: None, fields: fields(&defaults, "") },
        ]
    }
}

/// What the form starts from.
struct Drafting {
    next_version: i32,
    start: VotingMethodForm,
    cloned_from: Option<i32>,
    is_frozen: bool,
    candidates: u32,
}

/// Number on the ballot and title of every candidate.
pub fn titles(conn: &mut Conn, session: SessionId) -> Result<Vec<(i32, String)>, DbError> {
    let list = candidates::candidates(conn, session)?;
    Ok(list.into_iter().map(|candidate| (candidate.number, candidate.title)).collect())
}

pub fn count(titles: &[(i32, String)]) -> u32 {
    u32::try_from(titles.len()).unwrap_or(u32::MAX)
}

async fn drafting(ctx: &Ctx, who: &As<Secretariat>) -> Result<Drafting, PageError> {
    let person = who.person.clone();
    let read = move |conn: &mut Conn| {
        let session = own_session(conn, &person)?;
        let latest = congress::latest_method(conn, session.id)?;
        let next_version = latest.as_ref().map_or(1, |latest| latest.version + 1);
        let earlier = match &latest {
            Some(_) => None,
            None => congress::method_of_an_earlier_session(conn, session.congress, session.year)?,
        };
        let (cloned_from, start) = match (latest, earlier) {
            (Some(latest), _) => (None, latest.method),
            (None, Some((year, earlier))) => (Some(year), earlier.method),
            (None, None) => (None, VotingMethod::default()),
        };
        Ok::<_, PageError>(Drafting {
            next_version,
            start: start.to_form(),
            cloned_from,
            is_frozen: congress::is_closed(conn, session.id, VotePart::Method)?,
            candidates: count(&titles(conn, session.id)?),
        })
    };
    ctx.read(read).await
}

pub async fn edit_voting_method(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let drafting = drafting(&ctx, &who).await?;
    ctx.show(&MethodFormPage::of(&ctx, &drafting, &drafting.start, &[]))
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Seats => "method-seats",
        Field::BallotForm => "method-ballot_form",
        Field::MaxApprovals => "method-max_approvals",
        Field::PassMark => "method-pass_mark",
        Field::Quorum => "method-quorum",
        Field::TieAtCut => "method-tie_at_cut",
        Field::Shortfall => "method-shortfall",
        Field::MinMarginRatio => "method-min_margin_ratio",
        Field::Announce => "method-announce",
        Field::PublishCounts => "method-publish_counts",
        Field::RatingOptions => "method-rating_options",
        Field::PriorReview => "method-prior_review",
        Field::SecondPerson => "method-second_person",
        Field::Issuing => "method-issuing",
    }
}

fn fault_message(code: FieldErrorCode) -> Message {
    match code {
        FieldErrorCode::Required => "method-fault-required".into(),
        FieldErrorCode::NotANumber => "method-fault-not-a-number".into(),
        FieldErrorCode::OutOfRange { min, max } => {
            Message::new("method-fault-out-of-range").with("min", min).with("max", max)
        }
        FieldErrorCode::TooManyDecimals => "method-fault-too-many-decimals".into(),
        FieldErrorCode::UnknownChoice => "method-fault-unknown-choice".into(),
        FieldErrorCode::NotARatio => "method-fault-not-a-ratio".into(),
        FieldErrorCode::BelowTwoThirds => "method-fault-below-two-thirds".into(),
        FieldErrorCode::RequiredForChooseUpTo => "method-fault-required-for-choose-up-to".into(),
    }
}

/// The fault with the field's name before it, for the list on top of the page.
fn problem(ctx: &Ctx, error: &FieldError) -> Message {
    Message::new("method-problem")
        .with("field", ctx.lang.text(&label(error.field).into()))
        .with("fault", ctx.lang.text(&fault_message(error.code)))
}

/// One word for a form without a cap, in whichever language it was typed.
fn with_one_word_for_no_cap(typed: &VotingMethodForm) -> VotingMethodForm {
    let mut typed = typed.clone();
    if CAP_WORDS.contains(&typed.max_approvals.trim().to_lowercase().as_str()) {
        NO_CAP.clone_into(&mut typed.max_approvals);
    }
    typed
}

pub async fn save_voting_method(ctx: Ctx, who: As<Secretariat>, form: Form<VotingMethodForm>) -> Handled {
    let typed = with_one_word_for_no_cap(form.typed());
    let (method, faults) = match VotingMethod::try_from(&typed) {
        Ok(method) => (method, Vec::new()),
        Err(errors) => (VotingMethod::default(), errors.0),
    };
    ctx.act(who, form, move |tx, who, at, _| {
        let session = own_session(tx, &who.person)?;
        congress::draft_voting_method(tx, &who.person.actor(), at, session.id, &method)
    })
    .unless(faults.iter().map(|error| problem(&ctx, error)).collect())
    .then("/secretariat/method", "method-saved")
    .or(async |who, again| {
        let page = MethodFormPage::of(&ctx, &drafting(&ctx, &who).await?, &typed, &faults);
        ctx.again(&page, &again.wrong)
    })
    .await
}
