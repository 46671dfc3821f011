//! The secretariat's view of the scrutineers: who is appointed, how far the key is, who has confirmed a copy.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, AppointError},
    ceremony::{CeremonyState, Finding, Messages, Standing},
    key_pages::standing,
    store,
};
use crate::{
    accounts::{self, As, Role, Secretariat, Site},
    congress::{self, Session},
    db::{Conn, DbError, Tx},
    ids::{CongressId, ScrutineerId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path},
};

#[derive(Serialize)]
pub struct ScrutineerRow {
    pub id: String,
    pub name: String,
    pub position: i32,
    pub chief: bool,
    pub standing: Standing,
    pub verification_key: Option<String>,
    pub copy_confirmed: Option<String>,
}

#[derive(Serialize)]
pub struct AccountChoice {
    pub id: String,
    pub name: String,
    pub login: String,
}

#[derive(Clone, Serialize)]
pub struct CeremonyLine {
    pub number: i32,
    pub state: CeremonyState,
    pub threshold: i32,
    pub started: String,
    pub reason: Option<String>,
}

/// What a scrutineer's browser found wrong.
#[derive(Serialize)]
pub struct RefusalLine {
    pub name: String,
    pub finding: Finding,
    /// Whose part it was.
    pub about: String,
}

/// A choice of how many open the box, and how many lost seeds then lose it.
#[derive(Serialize)]
pub struct ThresholdChoice {
    pub threshold: i32,
    pub lost: i32,
}

/// What was typed into a form that was refused.
#[derive(Clone, Default, Serialize)]
pub struct Typed {
    pub account: String,
    pub chief: bool,
    pub threshold: Option<i32>,
}

/// `/secretariat/scrutineers`
#[derive(Serialize)]
pub struct ScrutineersPage {
    pub rows: Vec<ScrutineerRow>,
    /// Of the key that is made.
    pub threshold: Option<i32>,
    pub ceremony: Option<CeremonyLine>,
    /// Whether appointments may change and a ceremony may begin.
    pub open: bool,
    pub running: bool,
    pub refusals: Vec<RefusalLine>,
    pub has_chief: bool,
    pub accounts: Vec<AccountChoice>,
    pub thresholds: Vec<ThresholdChoice>,
    pub typed: Typed,
}

impl Page for ScrutineersPage {
    const TEMPLATE: &'static str = "scrutineers/list.html";

    fn samples() -> Vec<Self> {
        let row = |position: i32, standing: Standing| ScrutineerRow {
            id: "s".into(),
            name: "<script>李建国</script>".into(),
            position,
            chief: position == 1,
            standing,
            verification_key: (standing >= Standing::Checked).then(|| "ab12".into()),
            copy_confirmed: (standing == Standing::Copied).then(|| "2024-02-03 09:00".into()),
        };
        let ceremony = |state: CeremonyState| CeremonyLine {
            number: 2,
            state,
            threshold: 2,
            started: "2024-02-03 09:00".into(),
            reason: (state == CeremonyState::Void).then(|| "<script>设备故障</script>".into()),
        };
        let page = |rows: Vec<ScrutineerRow>, threshold: Option<i32>, state: Option<CeremonyState>| {
            let running = state.is_some_and(|s| !matches!(s, CeremonyState::Finished | CeremonyState::Void));
            Self {
                thresholds: threshold_choices(i32::try_from(rows.len()).unwrap_or(0)),
                has_chief: rows.len() > 1,
                rows,
                threshold,
                ceremony: state.map(ceremony),
                open: threshold.is_none() && !running,
                running,
                refusals: Finding::ALL
                    .iter()
                    .filter(|_| state == Some(CeremonyState::Verifications))
                    .map(|&finding| RefusalLine {
                        name: "<script>吴晓燕</script>".into(),
                        finding,
                        about: "<script>李建国</script>".into(),
                    })
                    .collect(),
                accounts: vec![AccountChoice {
                    id: "a".into(),
                    name: "<script>吴晓燕</script>".into(),
                    login: "JIANPIAO3".into(),
                }],
                typed: Typed { account: "a".into(), chief: true, threshold: Some(2) },
            }
        };
        let rows = || (1..).zip(Standing::ALL).map(|(place, &standing)| row(place, standing)).collect::<Vec<_>>();
        let mut samples = vec![
            Self { accounts: Vec::new(), ..page(Vec::new(), None, None) },
            page(vec![row(1, Standing::Absent)], None, None),
            page(rows(), None, None),
            page(rows(), Some(2), None),
        ];
        for &state in CeremonyState::ALL {
            samples.push(page(rows(), (state == CeremonyState::Finished).then_some(2), Some(state)));
        }
        samples
    }
}

/// From two, so that one scrutineer alone with the server opens nothing, to all.
fn threshold_choices(size: i32) -> Vec<ThresholdChoice> {
    (2..=size).map(|threshold| ThresholdChoice { threshold, lost: size - threshold + 1 }).collect()
}

fn session_of(conn: &mut Conn, congress: CongressId) -> Result<Session, PageError> {
    congress::current_session(conn, congress)?.ok_or(PageError::NotFound)
}

fn page(conn: &mut Conn, congress: CongressId, typed: Typed) -> Result<ScrutineersPage, PageError> {
    let session = session_of(conn, congress)?;
    let key = store::session_key(conn, session.id)?;
    let scrutineers = store::scrutineers(conn, session.id)?;
    let ceremony = store::ceremony_at_hand(conn, session.id)?
        .filter(|ceremony| key.is_none() || ceremony.state == CeremonyState::Finished);
    let messages = match &ceremony {
        Some(ceremony) if ceremony.state != CeremonyState::Void => store::messages(conn, ceremony.id)?,
        _ => Messages::default(),
    };
    let running = ceremony.as_ref().is_some_and(|ceremony| ceremony.is_under_way());
    let name_of = |place: i32| {
        scrutineers.iter().find(|scrutineer| scrutineer.position == place).map(|scrutineer| scrutineer.name.clone())
    };
    let refusals = messages
        .refusals()
        .map(|(place, refused)| RefusalLine {
            name: name_of(place).unwrap_or_default(),
            finding: refused.finding,
            about: refused.about.and_then(name_of).unwrap_or_default(),
        })
        .collect();
    let accounts = accounts::accounts_of_role(conn, congress, Role::Scrutineer)?
        .into_iter()
        .filter(|account| scrutineers.iter().all(|scrutineer| scrutineer.account != account.id))
        .map(|account| AccountChoice { id: account.id.to_string(), name: account.name, login: account.login })
        .collect();
    Ok(ScrutineersPage {
        open: key.is_none() && !running,
        running,
        refusals,
        has_chief: scrutineers.iter().any(|scrutineer| scrutineer.chief),
        thresholds: threshold_choices(i32::try_from(scrutineers.len()).map_err(DbError::corrupt)?),
        threshold: key.map(|key| key.threshold),
        ceremony: ceremony.map(|ceremony| CeremonyLine {
            number: ceremony.number,
            state: ceremony.state,
            threshold: ceremony.threshold,
            started: ceremony.started_at.to_page(),
            reason: ceremony.void_reason,
        }),
        rows: scrutineers
            .into_iter()
            .map(|scrutineer| ScrutineerRow {
                standing: standing(&scrutineer, &messages),
                id: scrutineer.id.to_string(),
                name: scrutineer.name,
                position: scrutineer.position,
                chief: scrutineer.chief,
                verification_key: scrutineer.share.map(|share| share.verification_key),
                copy_confirmed: scrutineer.copy_confirmed.map(crate::db::Ts::to_page),
            })
            .collect(),
        accounts,
        typed,
    })
}

pub async fn show_scrutineers(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    ctx.show(&ctx.read(move |conn| page(conn, site.congress, Typed::default())).await?)
}

const HERE: &str = "/secretariat/scrutineers";

/// The session that is worked on, for an act.
fn session_at(tx: &mut Tx, site: &Site) -> Result<Session, DbError> {
    congress::current_session(tx, site.congress)?.ok_or_else(DbError::missing)
}

#[derive(Deserialize)]
pub struct AppointForm {
    #[serde(default)]
    account: String,
    #[serde(default)]
    chief: Option<String>,
}

pub async fn appoint_scrutineer(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<AppointForm>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        let account = typed.account.parse().map_err(|_| AppointError::Nobody)?;
        let session = session_at(tx, site)?;
        actions::appoint_known(tx, &by.person.actor(), at, &session, account, typed.chief.is_some())
    })
    .then(HERE, "scrutineer-appointed")
    .or_again(|conn, (_, site), AppointForm { account, chief }| {
        page(conn, site.congress, Typed { account, chief: chief.is_some(), threshold: None })
    })
    .await
}

pub async fn withdraw_scrutineer(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<ScrutineerId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        let session = session_at(tx, site)?;
        actions::withdraw(tx, &by.person.actor(), at, session.id, *id)
    })
    .then(HERE, "scrutineer-withdrawn")
    .or_again(|conn, (_, site), Nothing {}| page(conn, site.congress, Typed::default()))
    .await
}

pub async fn name_chief(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<ScrutineerId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        let session = session_at(tx, site)?;
        actions::make_chief(tx, &by.person.actor(), at, session.id, *id)
    })
    .then(HERE, "chief-named")
    .or_again(|conn, (_, site), Nothing {}| page(conn, site.congress, Typed::default()))
    .await
}

#[derive(Deserialize)]
pub struct StartForm {
    #[serde(default)]
    threshold: String,
}

impl StartForm {
    /// What is no number is no possible threshold.
    fn threshold(&self) -> i32 {
        self.threshold.trim().parse().unwrap_or(0)
    }
}

pub async fn start_key_ceremony(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<StartForm>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        let session = session_at(tx, site)?;
        actions::start_ceremony(tx, &by.person.actor(), at, session.id, typed.threshold())
    })
    .then(HERE, "ceremony-started")
    .or_again(|conn, (_, site), typed| {
        page(conn, site.congress, Typed { threshold: Some(typed.threshold()), ..Typed::default() })
    })
    .await
}

/// `/secretariat/scrutineers/key/void`: a page of its own, since the list fetches itself anew while it is watched.
#[derive(Serialize)]
pub struct VoidPage {
    pub number: i32,
    pub reason: String,
}

impl Page for VoidPage {
    const TEMPLATE: &'static str = "scrutineers/void.html";

    fn samples() -> Vec<Self> {
        vec![Self { number: 1, reason: "<script>李建国因病退席</script>".into() }]
    }
}

fn void_page(conn: &mut Conn, site: &Site, reason: String) -> Result<VoidPage, PageError> {
    let session = session_of(conn, site.congress)?;
    let ceremony = store::latest_ceremony(conn, session.id)?.ok_or(PageError::NotFound)?;
    Ok(VoidPage { number: ceremony.number, reason })
}

pub async fn show_void(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    ctx.show(&ctx.read(move |conn| void_page(conn, &site, String::new())).await?)
}

#[derive(Deserialize)]
pub struct VoidForm {
    #[serde(default)]
    reason: String,
}

pub async fn void_key_ceremony(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<VoidForm>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        let session = session_at(tx, site)?;
        actions::void_ceremony(tx, &by.person.actor(), at, session.id, &typed.reason)
    })
    .then(HERE, "ceremony-voided")
    .or_again(|conn, (_, site), typed| void_page(conn, site, typed.reason))
    .await
}
