//! The secretariat's view of the scrutineers: who is appointed, how far the key is, who has confirmed a copy.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, AppointError, StartError, VoidError},
    ceremony::{CeremonyState, Finding, Messages, Standing},
    key_pages::standing,
    store,
};
use crate::{
    accounts::{self, As, Role, Secretariat, Site},
    congress::{self, Session},
    db::{Conn, DbError, Submitted},
    ids::{AccountId, CongressId, ScrutineerId},
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, Page, PageError, Path, Services, blocking},
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
    let ceremony = store::latest_ceremony(conn, session.id)?
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
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| page(conn, site.congress, Typed::default()))).await?;
    ctx.show(&page)
}

const HERE: &str = "/secretariat/scrutineers";

/// Back to the list with a notice of what was done, or the list with the rule that stood in the way and what was typed.
async fn outcome_of<T, E: Refusal>(
    ctx: &Ctx,
    site: &Site,
    typed: Typed,
    outcome: Result<T, E>,
    notice: &str,
) -> Handled {
    let refused = match outcome {
        Ok(_) => return Ok(ctx.see(HERE, notice)),
        Err(refused) => refused,
    };
    let problem = refused.refused()?;
    again(ctx, site, typed, problem).await
}

async fn again(ctx: &Ctx, site: &Site, typed: Typed, problem: Message) -> Handled {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let page = blocking(move || services.db.read(|conn| page(conn, congress, typed.clone()))).await?;
    ctx.again(&page, &[problem])
}

fn current_session(services: &Services, congress: CongressId) -> Result<Session, PageError> {
    services.db.read(|conn| session_of(conn, congress))
}

#[derive(Deserialize)]
pub struct AppointForm {
    #[serde(default)]
    account: String,
    #[serde(default)]
    chief: Option<String>,
}

pub async fn appoint_scrutineer(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<AppointForm>) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let typed = Typed { account: fields.account.clone(), chief: fields.chief.is_some(), threshold: None };
    let Some(key) = key else { return again(&ctx, &site, typed, "form-expired".into()).await };
    let Ok(account) = fields.account.parse::<AccountId>() else {
        return again(&ctx, &site, typed, "appoint-choose".into()).await;
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let chief = typed.chief;
    let outcome = blocking(move || {
        let session = current_session(&services, congress)?;
        Ok::<Result<Submitted<_>, AppointError>, PageError>(
            services.db.submit(key, now, |tx| actions::appoint_known(tx, &actor, now, &session, account, chief)),
        )
    })
    .await?;
    outcome_of(&ctx, &site, typed, outcome, "scrutineer-appointed").await
}

pub async fn withdraw_scrutineer(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<ScrutineerId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = current_session(&services, congress)?;
        Ok::<Result<Submitted<_>, AppointError>, PageError>(
            services.db.submit(key, now, |tx| actions::withdraw(tx, &actor, now, session.id, *id)),
        )
    })
    .await?;
    outcome_of(&ctx, &site, Typed::default(), outcome, "scrutineer-withdrawn").await
}

pub async fn name_chief(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<ScrutineerId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = current_session(&services, congress)?;
        Ok::<Result<Submitted<_>, AppointError>, PageError>(
            services.db.submit(key, now, |tx| actions::make_chief(tx, &actor, now, session.id, *id)),
        )
    })
    .await?;
    outcome_of(&ctx, &site, Typed::default(), outcome, "chief-named").await
}

#[derive(Deserialize)]
pub struct StartForm {
    #[serde(default)]
    threshold: String,
}

pub async fn start_key_ceremony(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<StartForm>) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let threshold = fields.threshold.trim().parse::<i32>().unwrap_or(0);
    let typed = Typed { threshold: Some(threshold), ..Typed::default() };
    let Some(key) = key else { return again(&ctx, &site, typed, "form-expired".into()).await };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = current_session(&services, congress)?;
        Ok::<Result<Submitted<_>, StartError>, PageError>(
            services.db.submit(key, now, |tx| actions::start_ceremony(tx, &actor, now, session.id, threshold)),
        )
    })
    .await?;
    outcome_of(&ctx, &site, typed, outcome, "ceremony-started").await
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

async fn void_page(ctx: &Ctx, site: &Site, reason: String) -> Result<VoidPage, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let latest = blocking(move || {
        services.db.read(|conn| {
            let session = session_of(conn, congress)?;
            Ok::<_, PageError>(store::latest_ceremony(conn, session.id)?)
        })
    })
    .await?;
    let ceremony = latest.ok_or(PageError::NotFound)?;
    Ok(VoidPage { number: ceremony.number, reason })
}

pub async fn show_void(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let page = void_page(&ctx, &site, String::new()).await?;
    ctx.show(&page)
}

#[derive(Deserialize)]
pub struct VoidForm {
    #[serde(default)]
    reason: String,
}

pub async fn void_key_ceremony(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<VoidForm>) -> Handled {
    let (key, reason) = match form {
        Form::Fresh { key, fields } => (Some(key), fields.reason),
        Form::Expired(fields) => (None, fields.reason),
    };
    let Some(key) = key else {
        let page = void_page(&ctx, &site, reason).await?;
        return ctx.again(&page, &["form-expired".into()]);
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let typed = reason.clone();
    let outcome = blocking(move || {
        let session = current_session(&services, congress)?;
        Ok::<Result<Submitted<_>, VoidError>, PageError>(
            services.db.submit(key, now, |tx| actions::void_ceremony(tx, &actor, now, session.id, &reason)),
        )
    })
    .await?;
    match outcome {
        Ok(_) => Ok(ctx.see(HERE, "ceremony-voided")),
        Err(refused) => {
            let problem = refused.refused()?;
            ctx.again(&void_page(&ctx, &site, typed).await?, &[problem])
        }
    }
}
