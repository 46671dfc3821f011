//! The form of five fields, what everybody will see of it, and sending it.

use jiff::civil::Date;
use serde::Serialize;

use super::views::{CallView, Names, NeedRow, Offer, StreetOffer, field_offers, place_offers};
use crate::{
    accounts::Site,
    attachments::Files,
    db::{Conn, DbError, Ts},
    guests::{
        self, CONSENT_VERSION, Challenge, Guest, PersonalView, TrackingCode, WAIT_SECONDS, drop_held_photo,
        held_photos, hold_photos, personal_in,
    },
    ids::CongressId,
    proposals::{
        actions::{self, Checked, MOST_PICTURES, ProposalForm, WHOLE_DISTRICT},
        call::{Call, CallState, Phase},
        store,
        wording::{LONGEST_GAIN, LONGEST_TITLE, LONGEST_WHY},
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Message, Outcome, Page, PageError, Path, Refused, Secret, Visitor},
};

/// What the form is filled with.
#[derive(Clone, Debug, Serialize)]
pub struct FormView {
    pub typed: ProposalForm,
    pub whole: bool,
    pub fields: Vec<Offer>,
    pub streets: Vec<StreetOffer>,
    pub longest_title: usize,
    pub longest_why: usize,
    pub longest_gain: usize,
    pub consent_version: i32,
}

impl FormView {
    pub fn of(conn: &mut Conn, congress: CongressId, typed: ProposalForm) -> Result<Self, DbError> {
        let names = Names::of(conn, congress)?;
        Ok(Self {
            whole: typed.place == WHOLE_DISTRICT,
            fields: field_offers(&names, &typed.field),
            streets: place_offers(&names, &typed.place),
            typed,
            longest_title: LONGEST_TITLE,
            longest_why: LONGEST_WHY,
            longest_gain: LONGEST_GAIN,
            consent_version: CONSENT_VERSION,
        })
    }

    pub fn samples() -> Vec<Self> {
        let offer = |name: &str, chosen| Offer { value: name.to_owned(), name: format!("{name}<b>"), chosen };
        let empty = Self {
            typed: ProposalForm::default(),
            whole: false,
            fields: vec![offer("住有宜居", false), offer("学有优教", false)],
            streets: vec![StreetOffer {
                street: "望江街道<i>".to_owned(), places: vec![offer("望江街道", false)]
            }],
            longest_title: LONGEST_TITLE,
            longest_why: LONGEST_WHY,
            longest_gain: LONGEST_GAIN,
            consent_version: CONSENT_VERSION,
        };
        let typed = ProposalForm {
            title: "加装电梯<b>".to_owned(),
            why: "六层楼</textarea>".to_owned(),
            contact: "13857112345".to_owned(),
            consent: "yes".to_owned(),
            photos: uuid::Uuid::nil().to_string(),
            ..ProposalForm::default()
        };
        vec![empty.clone(), Self { typed, whole: true, fields: vec![offer("住有宜居", true)], ..empty }]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ProposePage {
    pub call: CallView,
    pub form: FormView,
    pub challenge: String,
    pub difficulty: u32,
    pub photos: Vec<String>,
    pub most_photos: usize,
}

/// The call, while anybody may still see its form.
fn call_of(conn: &mut Conn, congress: CongressId, number: i32) -> Result<Call, PageError> {
    let call = store::call_by_number(conn, congress, number)?;
    call.filter(|call| call.state != CallState::Draft).ok_or(PageError::NotFound)
}

impl ProposePage {
    fn of(conn: &mut Conn, secret: &Secret, call: &Call, typed: ProposalForm, now: Ts) -> Result<Self, PageError> {
        let difficulty = guests::difficulty(conn, now)?;
        let challenge = Challenge::issue(secret, call.id.uuid(), uuid::Uuid::new_v4(), difficulty, now);
        let hold = typed.photos.clone();
        Ok(Self {
            call: CallView::of(call, now.day()),
            form: FormView::of(conn, call.congress, typed)?,
            challenge: challenge.text(),
            difficulty,
            photos: held_photos(conn, &hold)?,
            most_photos: MOST_PICTURES,
        })
    }
}

impl Page for ProposePage {
    const TEMPLATE: &'static str = "proposals/propose.html";

    fn samples() -> Vec<Self> {
        let calls = CallView::samples().into_iter();
        let page = |call: CallView| {
            FormView::samples().into_iter().map(move |form| Self {
                call: call.clone(),
                photos: [form.typed.photos.clone()].into_iter().filter(|hold| !hold.is_empty()).collect(),
                form,
                challenge: "n.15.1.2.mac".to_owned(),
                difficulty: 15,
                most_photos: MOST_PICTURES,
            })
        };
        calls.filter(|call| call.phase != "draft").flat_map(page).collect()
    }
}

pub async fn show_propose(ctx: Ctx, site: Site, number: Path<i32>) -> Handled {
    let (services, now, number) = (ctx.services.clone(), ctx.services.clock.now(), *number);
    let page = ctx.read(move |conn| {
        let call = call_of(conn, site.congress, number)?;
        ProposePage::of(conn, &services.secret, &call, ProposalForm::default(), now)
    });
    ctx.show(&page.await?)
}

/// 大家会看到: what was typed as everybody will see it, and what is like it already.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewPage {
    pub call: CallView,
    pub typed: ProposalForm,
    pub field: String,
    pub place: String,
    pub why: Vec<String>,
    pub gain: Vec<String>,
    pub personal: Vec<PersonalView>,
    pub here: Vec<NeedRow>,
    pub elsewhere: Vec<NeedRow>,
    pub wait: i64,
    pub difficulty: u32,
    pub photos: Vec<String>,
}

impl PreviewPage {
    fn of(
        conn: &mut Conn,
        secret: &Secret,
        call: &Call,
        mut typed: ProposalForm,
        checked: &Checked,
        visit: Visit,
    ) -> Result<Self, PageError> {
        let Visit { now, again } = visit;
        let names = Names::of(conn, call.congress)?;
        // Whoever presses again has seen them: programs that press a hundred times a second are not compared with everything.
        let alike = match again {
            true => actions::Alike::default(),
            false => actions::alike(conn, call.congress, &checked.wording.title, checked.place, checked.field, None)?,
        };
        // Work that is done already counts; else it begins here, and so does the wait of whoever has no scripts.
        let known = Challenge::read(secret, call.id.uuid(), &typed.challenge, now).ok();
        let difficulty = guests::difficulty(conn, now)?;
        let counts = match known {
            Some(challenge) => {
                // Whoever pressed too early goes on to wait, and does not begin anew.
                let begun = again || challenge.is_solved_by(typed.work.trim());
                begun && !guests::is_spent(conn, &challenge)?
            }
            None => false,
        };
        if !counts {
            typed.challenge = Challenge::issue(secret, call.id.uuid(), uuid::Uuid::new_v4(), difficulty, now).text();
            typed.work = String::new();
        }
        let wording = &checked.wording;
        let texts = [("title", wording.title.as_str()), ("why", &wording.why), ("gain", &wording.gain)];
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect();
        typed.title.clone_from(&wording.title);
        Ok(Self {
            call: CallView::of(call, now.day()),
            field: names.field(checked.field),
            place: names.place(checked.place),
            why: lines(&wording.why),
            gain: lines(&wording.gain),
            personal: personal_in(&texts),
            here: NeedRow::all(conn, &names, &alike.here)?,
            elsewhere: NeedRow::all(conn, &names, &alike.elsewhere)?,
            wait: WAIT_SECONDS,
            difficulty,
            photos: held_photos(conn, &typed.photos)?,
            typed,
        })
    }
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "proposals/preview.html";

    fn samples() -> Vec<Self> {
        let Some(call) = CallView::sample(Phase::Open) else { return Vec::new() };
        let typed = ProposalForm {
            field: uuid::Uuid::nil().to_string(),
            place: WHOLE_DISTRICT.to_owned(),
            title: "加装电梯<b>".to_owned(),
            why: "六层楼\"</textarea>".to_owned(),
            contact: "13857112345".to_owned(),
            photos: uuid::Uuid::nil().to_string(),
            ..ProposalForm::default()
        };
        let personal = |kind, at| PersonalView { kind, text: "13857112345<b>".to_owned(), at };
        let full = Self {
            call: call.clone(),
            typed: typed.clone(),
            field: "住有宜居<b>".to_owned(),
            place: "望江街道<b>".to_owned(),
            why: vec!["六层楼<b>".to_owned()],
            gain: vec!["三幢<b>".to_owned()],
            personal: vec![personal("phone", "title"), personal("id-number", "why"), personal("plate", "gain")],
            here: NeedRow::samples(),
            elsewhere: NeedRow::samples(),
            wait: WAIT_SECONDS,
            difficulty: 15,
            photos: vec![uuid::Uuid::nil().to_string()],
        };
        let bare = Self {
            photos: Vec::new(),
            typed: ProposalForm { contact: String::new(), work: "17".to_owned(), ..typed },
            place: String::new(),
            gain: Vec::new(),
            personal: Vec::new(),
            here: Vec::new(),
            elsewhere: Vec::new(),
            ..full.clone()
        };
        let closed = CallView::sample(Phase::Closed).map(|call| Self { call, ..full.clone() });
        [full, bare].into_iter().chain(closed).collect()
    }
}

/// When it is looked at, and whether it was sent before and not taken.
#[derive(Clone, Copy)]
struct Visit {
    now: Ts,
    again: bool,
}

/// What is answered: the form with what is wrong, or what everybody will see.
enum Shown {
    Form(Box<ProposePage>, Vec<Message>),
    Preview(Box<PreviewPage>),
}

fn looked_at(
    conn: &mut Conn,
    secret: &Secret,
    call: &Call,
    typed: ProposalForm,
    wrong: Vec<Message>,
    visit: Visit,
) -> Result<Shown, PageError> {
    let now = visit.now;
    Ok(match typed.checked(conn, call.congress)? {
        Ok(checked) if wrong.is_empty() => {
            Shown::Preview(Box::new(PreviewPage::of(conn, secret, call, typed, &checked, visit)?))
        }
        Ok(_) => Shown::Form(Box::new(ProposePage::of(conn, secret, call, typed, now)?), wrong),
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| fault.in_words());
            let wrong = wrong.into_iter().chain(faults).collect();
            Shown::Form(Box::new(ProposePage::of(conn, secret, call, typed, now)?), wrong)
        }
    })
}

fn answer(ctx: &Ctx, shown: Shown) -> Handled {
    match shown {
        Shown::Form(page, wrong) if wrong.is_empty() => ctx.show(&*page),
        Shown::Form(page, wrong) => ctx.again(&*page, &wrong),
        Shown::Preview(page) => ctx.show(&*page),
    }
}

/// Nothing is kept yet but the photos, which wait for the form.
pub async fn look_at_proposal(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    number: Path<i32>,
    upload: Files<ProposalForm>,
) -> Handled {
    let (services, now, number) = (ctx.services.clone(), ctx.services.clock.now(), *number);
    let Files { form, files, remove, mut wrong } = upload;
    let mut typed = form.typed().clone();
    // Whether there is such a form to be filled in at all is asked before anything is looked at.
    let call = ctx.read(move |conn| call_of(conn, site.congress, number)).await?;
    if form.key().is_none() {
        wrong.push("form-expired".into());
    } else {
        wrong.extend(hold_photos(&ctx, visitor, &mut typed.photos, files, MOST_PICTURES).await?);
    }
    let removed = drop_held_photo(&ctx, &typed.photos, remove).await?;
    let shown = ctx.read(move |conn| match removed {
        true => Ok(Shown::Form(Box::new(ProposePage::of(conn, &services.secret, &call, typed, now)?), wrong)),
        false => looked_at(conn, &services.secret, &call, typed, wrong, Visit { now, again: false }),
    });
    answer(&ctx, shown.await?)
}

/// Sends it, and shows the code by which it is found again; or goes back to the form with all that was typed.
pub async fn send_proposal(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    number: Path<i32>,
    form: Form<ProposalForm, LARGE_FORM>,
) -> Handled {
    let (services, now, number) = (ctx.services.clone(), ctx.services.clock.now(), *number);
    let congress = site.congress;
    let call = ctx.read(move |conn| call_of(conn, congress, number)).await?;
    if form.typed().act == "change" {
        let typed = form.typed().clone();
        let shown = ctx.read(move |conn| {
            let page = ProposePage::of(conn, &services.secret, &call, typed, now)?;
            Ok::<_, PageError>(Shown::Form(Box::new(page), Vec::new()))
        });
        return answer(&ctx, shown.await?);
    }
    let code = form.key().map(|key| TrackingCode::of_form(&services.secret, key));
    let guest = Guest::of(&services.secret, call.id.uuid(), form.typed().sent_with(), visitor, ctx.lang, now);
    let acting = (services.clone(), call.clone(), code.clone());
    let (_, outcome) = ctx
        .act((), form, move |tx, (), at, typed| {
            let (services, call, code) = &acting;
            let code = code.as_ref().ok_or(Refused::<actions::SendError>::Missing)?;
            actions::send(tx, &services.secret, call, typed, &guest, code, at)
        })
        .row_locked()
        .outcome()
        .await?;
    match (outcome, code) {
        (Outcome::Done(_) | Outcome::Before, Some(code)) => {
            Ok(ctx.see(&format!("/p/{}", code.as_str()), "proposal-sent"))
        }
        (Outcome::Done(_) | Outcome::Before, None) => Err(PageError::NotFound),
        (Outcome::Again(again), _) => {
            let (typed, wrong) = (again.typed, again.wrong);
            let said = wrong.clone();
            let shown = ctx.read(move |conn| {
                looked_at(conn, &services.secret, &call, typed, Vec::new(), Visit { now, again: true })
            });
            match shown.await? {
                Shown::Preview(page) => ctx.again(&*page, &said),
                form @ Shown::Form(..) => answer(&ctx, form),
            }
        }
    }
}

/// The newest call that is open; what printed signs lead to.
pub async fn go_to_propose(ctx: Ctx, site: Site) -> Handled {
    let today: Date = ctx.today();
    let calls = ctx.read(move |conn| store::calls(conn, site.congress)).await?;
    let open = calls.iter().find(|call| call.phase(today) == Phase::Open);
    Ok(ctx.see_page(&open.map_or_else(|| "/proposals".to_owned(), |call| format!("/calls/{}/propose", call.number))))
}
