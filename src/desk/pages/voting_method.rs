//! 票决办法 at the secretariat's desk: reading it, recording its adoption.

use serde::{Deserialize, Serialize};

use super::voting_method_form::{NO_CAP, choices, count, set_value, titles, value_of};
use crate::{
    accounts::{As, Person, Secretariat},
    candidates,
    congress::{
        self, AdoptError, Adoption, VersionedMethod, VotePart, own_session,
        voting_method::{Field, MethodConflict, MethodWarning, VotingMethod, VotingMethodForm},
    },
    db::{Conn, DbError},
    ids::VotingMethodId,
    web::{Ctx, Form, Handled, Page, Refused},
};

/// One line of the method in words: the message `text`, with `value` in it.
#[derive(Clone, Debug, Serialize)]
pub struct MethodLine {
    pub field: &'static str,
    pub text: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    pub id: String,
    pub version: i32,
    pub hash: String,
    /// The day, and by what.
    pub adopted: Option<(String, String)>,
    pub lines: Vec<MethodLine>,
}

fn lines(method: &VotingMethod) -> Vec<MethodLine> {
    let form = method.to_form();
    Field::ALL
        .iter()
        .copied()
        .map(|field| {
            let (key, value) = (field.word(), value_of(&form, field));
            let text = if choices(field).is_empty() && value != NO_CAP {
                format!("method-{key}-shown")
            } else {
                format!("method-{key}-{value}")
            };
            MethodLine { field: key, text, value: value.to_owned() }
        })
        .collect()
}

impl From<&VersionedMethod> for MethodView {
    fn from(method: &VersionedMethod) -> Self {
        Self {
            id: method.id.to_string(),
            version: method.version,
            hash: method.hash.clone(),
            adopted: method
                .adopted
                .as_ref()
                .map(|(at, by)| (method.adopted_on.map_or_else(|| at.to_date(), |on| on.to_string()), by.clone())),
            lines: lines(&method.method),
        }
    }
}

/// How the method and the list of candidates go together.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fit {
    Good,
    /// No round can be opened so: the message and its two numbers.
    Conflict {
        text: &'static str,
        asked: u32,
        candidates: u32,
    },
    /// 差额比例 below what the method recommends, in per cent.
    SmallMargin {
        margin: String,
        minimum: String,
    },
}

fn fit(method: &VotingMethod, candidates: u32) -> Fit {
    if candidates == 0 {
        return Fit::Good;
    }
    match method.check_against(candidates) {
        Err(MethodConflict::SeatsExceedCandidates { seats, candidates }) => {
            Fit::Conflict { text: "method-seats-exceed", asked: seats, candidates }
        }
        Err(MethodConflict::ApprovalsExceedCandidates { max_approvals, candidates }) => {
            Fit::Conflict { text: "method-approvals-exceed", asked: max_approvals, candidates }
        }
        Ok(warnings) => match warnings.first() {
            Some(MethodWarning::MarginBelowMinimum { margin, minimum }) => {
                Fit::SmallMargin { margin: margin.to_string(), minimum: minimum.to_string() }
            }
            None => Fit::Good,
        },
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct MethodPage {
    pub plenary: String,
    /// The newest version.
    pub method: Option<MethodView>,
    /// The version in force while the newest one is a draft.
    pub in_force: Option<i32>,
    pub is_frozen: bool,
    pub fit: Fit,
    /// The paper as this method and the candidates make it.
    pub sheet: Option<Sheet>,
    /// The plenary and its day, as typed.
    pub adoption: Adoption,
}

/// A ballot paper to look at.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    pub form: &'static str,
    pub cap: Option<u32>,
    pub rows: Vec<(i32, String)>,
}

impl MethodPage {
    fn of(conn: &mut Conn, person: &Person) -> Result<Self, DbError> {
        let session = own_session(conn, person)?;
        let titles = titles(conn, session.id)?;
        let latest = congress::latest_method(conn, session.id)?;
        let adopted = congress::adopted_method(conn, session.id)?.map(|adopted| adopted.version);
        let adoption = Adoption { plenary: session.plenary.clone(), adopted_on: session.date.to_string() };
        Ok(Self {
            plenary: session.plenary,
            method: latest.as_ref().map(MethodView::from),
            in_force: adopted.filter(|version| latest.as_ref().is_some_and(|latest| latest.version != *version)),
            is_frozen: congress::is_closed(conn, session.id, VotePart::Method)?,
            fit: latest.as_ref().map_or(Fit::Good, |latest| fit(&latest.method, count(&titles))),
            sheet: latest.filter(|_| !titles.is_empty()).map(|latest| Sheet {
                form: latest.method.ballot_form().word(),
                cap: latest.method.max_approvals(),
                rows: titles,
            }),
            adoption,
        })
    }
}

impl Page for MethodPage {
    const TEMPLATE: &'static str = "desk/voting_method.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            plenary: "第二次全体会议<script>".to_owned(),
            method: None,
            in_force: None,
            is_frozen: false,
            fit: Fit::Good,
            sheet: None,
            adoption: Adoption {
                plenary: "第二次全体会议<script>".to_owned(), adopted_on: "2024-02-30".to_owned()
            },
        };
        let sheet = |form, cap| {
            Some(Sheet {
                form,
                cap,
                rows: vec![(1, "<script>“学有优教”在上城".to_owned()), (2, "“健康活力”".to_owned())],
            })
        };
        let view = |form: VotingMethodForm, adopted: bool| {
            let method = VotingMethod::try_from(form).unwrap_or_default();
            MethodView {
                id: VotingMethodId::new().to_string(),
                version: 2,
                hash: method.hash().to_string(),
                adopted: adopted.then(|| ("2024-02-03".to_owned(), "第二次全体会议<b>".to_owned())),
                lines: lines(&method),
            }
        };
        let defaults = VotingMethod::default().to_form();
        let mut pages = vec![empty.clone()];
        // Every choice of every field once, so that each has its words.
        let most = Field::ALL.iter().copied().map(|field| choices(field).len()).max().unwrap_or(0);
        for nth in 0..most {
            let mut form = VotingMethodForm { max_approvals: NO_CAP.to_owned(), ..defaults.clone() };
            for field in Field::ALL.iter().copied().filter(|field| *field != Field::BallotForm) {
                if let Some(choice) = choices(field).get(nth) {
                    set_value(&mut form, field, choice);
                }
            }
            let small = Fit::SmallMargin { margin: "11.8".to_owned(), minimum: "20".to_owned() };
            pages.push(Self { method: Some(view(form, false)), in_force: Some(1), fit: small, ..empty.clone() });
        }
        let ticks = VotingMethodForm { ballot_form: "choose_up_to".to_owned(), ..defaults.clone() };
        for text in ["method-seats-exceed", "method-approvals-exceed"] {
            let conflict = Fit::Conflict { text, asked: 13, candidates: 12 };
            let sheet = sheet("choose_up_to", Some(13));
            pages.push(Self { method: Some(view(ticks.clone(), false)), fit: conflict, sheet, ..empty.clone() });
        }
        let method = Some(view(defaults.clone(), true));
        pages.push(Self { method, sheet: sheet("approve_each", Some(10)), ..empty.clone() });
        pages.push(Self {
            method: Some(view(defaults.clone(), false)),
            sheet: sheet("approve_each", None),
            ..empty.clone()
        });
        pages.push(Self { method: Some(view(defaults, true)), is_frozen: true, ..empty });
        pages
    }
}

pub async fn show_voting_method(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| MethodPage::of(conn, &who.person)).await?)
}

#[derive(Clone, Deserialize)]
pub struct AdoptionForm {
    /// The version that the page showed, so that nobody adopts one they did not see.
    method: VotingMethodId,
    #[serde(flatten)]
    adoption: Adoption,
}

pub async fn record_adoption(ctx: Ctx, who: As<Secretariat>, form: Form<AdoptionForm>) -> Handled {
    ctx.act(who, form, move |tx, who, at, AdoptionForm { method, adoption }| -> Result<(), Refused<AdoptError>> {
        let session = own_session(tx, &who.person)?;
        let candidates = count(&titles(tx, session.id)?);
        let actor = who.person.actor();
        congress::record_adoption(tx, &actor, at, &session, *method, adoption, candidates)?;
        Ok(candidates::seal_with_method(tx, &actor, at, &session)?)
    })
    .then("/secretariat/method", "method-adopted")
    .or_again(move |conn, who, AdoptionForm { adoption, .. }| {
        Ok(MethodPage { adoption, ..MethodPage::of(conn, &who.person)? })
    })
    .await
}
