//! Deputies and departments propose for themselves; a deputy at a station also writes down what somebody says there.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    desk::SlipPage,
    propose::FormView,
    views::{CallView, Names, NeedRow},
};
use crate::{
    accounts::{As, Person, Role, RoleType},
    db::Conn,
    guests::TrackingCode,
    proposals::{
        actions::{self, ProposalForm},
        call::Phase,
        proposal::{Channel, Origin},
        store,
    },
    web::{Ctx, Form, Handled, Outcome, Page, PageError, Qr, Refused},
};

/// One that somebody proposed or wrote down.
#[derive(Clone, Debug, Serialize)]
pub struct MineRow {
    pub number: i32,
    pub title: String,
    pub state: &'static str,
    pub channel: &'static str,
    pub on: String,
    pub need: Option<NeedRow>,
}

/// `/deputy/proposals` and `/department/proposals`
#[derive(Clone, Debug, Serialize)]
pub struct MinePage {
    /// Where the form goes to.
    pub here: &'static str,
    pub role: &'static str,
    /// The call that is open.
    pub call: Option<CallView>,
    pub form: FormView,
    /// `self`, and for deputies `behalf`.
    pub whose: Vec<&'static str>,
    pub rows: Vec<MineRow>,
}

const SELF: &str = "self";
const BEHALF: &str = "behalf";

fn here(role: Role) -> &'static str {
    if role == Role::Department { "/department/proposals" } else { "/deputy/proposals" }
}

/// Whose wish it is and how it came, by what was chosen.
fn sent_as(role: Role, chosen: &str) -> Option<(Origin, Channel)> {
    match (role, chosen) {
        (Role::Department, SELF) => Some((Origin::Department, Channel::Online)),
        (Role::Deputy, SELF) => Some((Origin::Deputy, Channel::Online)),
        (Role::Deputy, BEHALF) => Some((Origin::Resident, Channel::Station)),
        _ => None,
    }
}

impl MinePage {
    fn of(conn: &mut Conn, person: &Person, typed: ProposalForm, today: Date) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let names = Names::of(conn, congress)?;
        let calls = store::calls(conn, congress)?;
        let open = calls.iter().find(|call| call.phase(today) == Phase::Open);
        let mut rows = Vec::new();
        for proposal in store::proposals_by_account(conn, person.id)? {
            let need = match proposal.need {
                Some(need) => store::need_by_id(conn, need)?,
                None => None,
            };
            rows.push(MineRow {
                number: proposal.number,
                title: proposal.wording.title,
                state: proposal.state.word(),
                channel: proposal.channel.word(),
                on: proposal.at.to_date(),
                need: NeedRow::all(conn, &names, need.as_slice())?.pop(),
            });
        }
        Ok(Self {
            here: here(person.role),
            role: person.role.word(),
            call: open.map(|call| CallView::of(call, today)),
            form: FormView::of(conn, congress, typed)?,
            whose: if person.role == Role::Deputy { vec![SELF, BEHALF] } else { vec![SELF] },
            rows,
        })
    }
}

impl Page for MinePage {
    const TEMPLATE: &'static str = "proposals/mine.html";

    fn samples() -> Vec<Self> {
        let row = |state, need: bool| MineRow {
            number: 7,
            title: "加装电梯<b>".to_owned(),
            state,
            channel: "station",
            on: "2024-10-03".to_owned(),
            need: need.then(NeedRow::samples).and_then(|mut rows| rows.pop()),
        };
        let page = |form: FormView| Self {
            here: here(Role::Deputy),
            role: "deputy",
            call: CallView::sample(Phase::Open),
            form,
            whose: vec![SELF, BEHALF],
            rows: vec![row("received", false), row("listed", true), row("aside", false)],
        };
        let mut all: Vec<Self> = FormView::samples().into_iter().map(page).collect();
        let department = all.first().cloned().map(|page| Self {
            here: here(Role::Department),
            role: "department",
            call: None,
            whose: vec![SELF],
            rows: Vec::new(),
            ..page
        });
        all.extend(department);
        all
    }
}

pub async fn show_mine<R: RoleType>(ctx: Ctx, who: As<R>) -> Handled {
    let today = ctx.today();
    let typed = ProposalForm { origin: SELF.to_owned(), ..ProposalForm::default() };
    ctx.show(&ctx.read(move |conn| MinePage::of(conn, &who.person, typed, today)).await?)
}

/// The slip with the code, for whoever it was written down for.
pub async fn propose_as<R: RoleType + 'static>(ctx: Ctx, who: As<R>, form: Form<ProposalForm>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    let person = who.person;
    let code = form.key().map(|key| TrackingCode::of_form(&services.secret, key));
    let title = form.typed().title.clone();
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let calls = ctx.read(move |conn| store::calls(conn, congress)).await?;
    let open = calls.into_iter().find(|call| call.phase(today) == Phase::Open).ok_or(PageError::NotFound)?;
    let (number, acting) = (open.number, (services, code.clone()));
    let (person, outcome) = ctx
        .act(person, form, move |tx, person, at, typed| {
            let (services, code) = &acting;
            let code = code.as_ref().ok_or(Refused::<actions::SendError>::Missing)?;
            let mut form = typed.clone();
            let (origin, channel) = sent_as(person.role, &typed.origin)
                .map_or(("", ""), |(origin, channel)| (origin.word(), channel.word()));
            (form.origin, form.channel) = (origin.to_owned(), channel.to_owned());
            actions::write_down(tx, &services.secret, person, number, &form, code, at)
        })
        .outcome()
        .await?;
    match (outcome, code) {
        (Outcome::Done(_) | Outcome::Before, Some(code)) => {
            let address = format!("{}/p/{}", ctx.origin(), code.as_str());
            let qr = Qr::of(&address)?;
            ctx.show(&SlipPage {
                call: CallView::of(&open, today),
                title,
                groups: code.groups(),
                address,
                qr,
                on: today.to_string(),
                next: here(person.role).to_owned(),
            })
        }
        (Outcome::Done(_) | Outcome::Before, None) => Err(PageError::NotFound),
        (Outcome::Again(again), _) => {
            let typed = again.typed;
            let page = ctx.read(move |conn| MinePage::of(conn, &person, typed, today)).await?;
            ctx.again(&page, &again.wrong)
        }
    }
}
