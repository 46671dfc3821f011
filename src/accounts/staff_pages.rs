//! `/secretariat/accounts`: who may sign in, and what two of the secretariat do about it.

use serde::{Deserialize, Serialize};

use super::{
    account::{AccountLine, Person, Role, Site},
    asking::{self, AccountAct, MADE_HERE, NewStaff},
    door,
    guard_pages::{As, Secretariat},
    store,
};
use crate::{
    db::{Conn, Ts},
    ids::{AccountId, AccountRequestId, CongressId},
    web::{Ctx, Form, Handled, Nothing, Outcome, Page, PageError, Path, Secret},
};

const HERE: &str = "/secretariat/accounts";

#[derive(Clone, Debug, Serialize)]
pub struct StaffLine {
    pub id: String,
    pub login: String,
    pub name: String,
    pub active: bool,
    pub initial_password: bool,
    pub one_time_code: bool,
    /// Until when somebody has to wait at this account.
    pub waits_until: String,
    pub own: bool,
    /// Something about it waits for a second person.
    pub asked: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct StaffGroup {
    pub role: Role,
    pub lines: Vec<StaffLine>,
}

/// What waits for a second person.
#[derive(Clone, Debug, Serialize)]
pub struct AskedLine {
    pub id: String,
    pub act: AccountAct,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub requested_by: String,
    pub requested_at: String,
    pub mine: bool,
    /// It is the reader's own account.
    pub own: bool,
    /// Only to whoever asked.
    pub first_half: Option<String>,
}

/// What was confirmed just now; the half is shown this once.
#[derive(Clone, Debug, Serialize)]
pub struct Confirmed {
    pub name: String,
    pub login: String,
    pub role: Role,
    pub requested_by: String,
    pub second_half: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct StaffPage {
    pub groups: Vec<StaffGroup>,
    pub asked: Vec<AskedLine>,
    pub confirmed: Option<Confirmed>,
    pub roles: [Role; 3],
    pub typed: NewStaff,
    /// Whether another of the secretariat is there to confirm.
    pub has_second: bool,
}

const GROUPS: [Role; 5] = [Role::Secretariat, Role::Scrutineer, Role::Department, Role::Supervisor, Role::Auditor];

impl StaffPage {
    fn of(
        conn: &mut Conn,
        secret: &Secret,
        congress: CongressId,
        reader: &Person,
        now: Ts,
        typed: NewStaff,
    ) -> Result<Self, PageError> {
        let requests = store::account_requests(conn, congress)?;
        let staff = store::staff_of_congress(conn, congress)?;
        let has_second = staff.iter().any(|line| line.role == Role::Secretariat && line.active && line.id != reader.id);
        let mut groups: Vec<StaffGroup> = GROUPS.map(|role| StaffGroup { role, lines: Vec::new() }).into();
        for line in staff {
            let until = store::longest_wait_at(conn, &door::account_key(line.id))?.filter(|until| now < *until);
            let asked = requests.iter().any(|request| request.account == Some(line.id));
            if let Some(group) = groups.iter_mut().find(|group| group.role == line.role) {
                group.lines.push(StaffLine::of(line, until, reader.id, asked));
            }
        }
        groups.retain(|group| !group.lines.is_empty());
        let asked = requests
            .into_iter()
            .map(|request| AskedLine {
                mine: request.requested_by == reader.id,
                own: request.account == Some(reader.id),
                first_half: (request.requested_by == reader.id && request.act.gives_a_password())
                    .then(|| request.first_half(secret)),
                id: request.id.to_string(),
                act: request.act,
                login: request.login,
                name: request.name,
                role: request.role,
                requested_by: request.requested_name,
                requested_at: request.requested_at.to_page(),
            })
            .collect();
        Ok(Self { groups, asked, confirmed: None, roles: MADE_HERE, typed, has_second })
    }
}

impl StaffLine {
    fn of(line: AccountLine, waits_until: Option<Ts>, reader: AccountId, asked: bool) -> Self {
        Self {
            own: line.id == reader,
            id: line.id.to_string(),
            login: line.login,
            name: line.name,
            active: line.active,
            initial_password: line.initial_password,
            one_time_code: line.one_time_code,
            waits_until: waits_until.map_or_else(String::new, |until| until.to_page()),
            asked,
        }
    }
}

impl Page for StaffPage {
    const TEMPLATE: &'static str = "accounts/staff.html";

    fn samples() -> Vec<Self> {
        let line = |login: &str, active, waits: bool, own| StaffLine {
            id: login.to_lowercase(),
            login: login.into(),
            name: "<script>周敏".into(),
            active,
            initial_password: waits,
            one_time_code: own,
            waits_until: if waits { "2024-02-03 12:15".into() } else { String::new() },
            own,
            asked: login == "MISHU3",
        };
        let groups: Vec<StaffGroup> = GROUPS
            .iter()
            .map(|&role| StaffGroup {
                role,
                lines: vec![
                    line("MISHU", true, false, true),
                    line("MISHU2", true, true, false),
                    line("MISHU3", false, false, false),
                ],
            })
            .collect();
        let asked: Vec<AskedLine> = AccountAct::ALL
            .iter()
            .flat_map(|&act| [(act, true, false), (act, false, false), (act, false, true)])
            .map(|(act, mine, own)| AskedLine {
                id: format!("{act}-{mine}-{own}"),
                act,
                login: "XIAOWANG".into(),
                name: "王工<b>".into(),
                role: Role::Scrutineer,
                requested_by: "<b>周敏".into(),
                requested_at: "2024-02-03 12:00".into(),
                mine,
                own,
                first_half: (mine && act.gives_a_password()).then(|| "abcde-fghjk".into()),
            })
            .collect();
        let page = |asked, confirmed, has_second| Self {
            groups: groups.clone(),
            asked,
            confirmed,
            roles: MADE_HERE,
            typed: NewStaff { role: "scrutineer".into(), name: "<script>".into(), login: "<b>".into() },
            has_second,
        };
        let confirmed = Confirmed {
            name: "王工<b>".into(),
            login: "XIAOWANG".into(),
            role: Role::Scrutineer,
            requested_by: "周敏<b>".into(),
            second_half: "mnpqr-stuvw".into(),
        };
        vec![page(Vec::new(), None, false), page(asked, None, true), page(Vec::new(), Some(confirmed), true)]
    }
}

async fn page(ctx: &Ctx, who: &(As<Secretariat>, Site), typed: NewStaff) -> Result<StaffPage, PageError> {
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    let (reader, congress) = (who.0.person.clone(), who.1.congress);
    ctx.read(move |conn| StaffPage::of(conn, &services.secret, congress, &reader, now, typed)).await
}

pub async fn show_staff(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    ctx.show(&page(&ctx, &(by, site), NewStaff::default()).await?)
}

pub async fn ask_for_account(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<NewStaff>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        asking::ask_to_create(tx, site.congress, &by.person, at, typed)
    })
    .then(HERE, "account-asked")
    .or(async |who, again| ctx.again(&page(&ctx, &who, again.typed).await?, &again.wrong))
    .await
}

#[derive(Deserialize)]
pub struct ActForm {
    act: AccountAct,
}

pub async fn ask_about_account(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<AccountId>,
    form: Form<ActForm>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        asking::ask_about(tx, site.congress, &by.person, at, (typed.act, *id))
    })
    .then(HERE, "account-asked")
    .or(async |who, again| ctx.again(&page(&ctx, &who, NewStaff::default()).await?, &again.wrong))
    .await
}

pub async fn unlock_account(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<AccountId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        asking::unlock_staff(tx, &by.person.actor(), at, site.congress, *id)
    })
    .then(HERE, "account-unlocked")
    .or(async |who, again| ctx.again(&page(&ctx, &who, NewStaff::default()).await?, &again.wrong))
    .await
}

/// The second person's yes; the answer shows the second half of a new password, once.
pub async fn confirm_account_request(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<AccountRequestId>,
    form: Form<Nothing>,
) -> Handled {
    let (id, congress) = (*id, site.congress);
    let request = ctx
        .read(move |conn| {
            let all = store::account_requests(conn, congress)?;
            Ok::<_, PageError>(all.into_iter().find(|request| request.id == id))
        })
        .await?;
    let (services, asked) = (ctx.services.clone(), request.clone());
    let drawn = ctx
        .services
        .hashing
        .run(move |memory| match asked.filter(|request| request.act.gives_a_password()) {
            Some(request) => {
                asking::draw_second_half(&request, &services.secret, memory).map(Some).map_err(PageError::internal)
            }
            None => Ok(None),
        })
        .await?;
    let half = drawn.as_ref().map(|handed| handed.second_half.clone());
    let confirm = ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        asking::confirm(tx, site.congress, &by.person, at, id, drawn.as_ref())
    });
    let (who, came) = confirm.outcome().await?;
    match (came, request, half) {
        (Outcome::Done(()), Some(request), Some(second_half)) => {
            let confirmed = Confirmed {
                name: request.name,
                login: request.login,
                role: request.role,
                requested_by: request.requested_name,
                second_half,
            };
            ctx.show(&StaffPage { confirmed: Some(confirmed), ..page(&ctx, &who, NewStaff::default()).await? })
        }
        (Outcome::Done(()), ..) => Ok(ctx.see(HERE, "account-closed")),
        // The half was shown by the first answer and is nowhere else.
        (Outcome::Before, ..) => Ok(ctx.see(HERE, "account-confirmed-before")),
        (Outcome::Again(again), ..) => ctx.again(&page(&ctx, &who, NewStaff::default()).await?, &again.wrong),
    }
}

pub async fn withdraw_account_request(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<AccountRequestId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        asking::withdraw(tx, &by.person.actor(), at, site.congress, *id)
    })
    .then(HERE, "account-withdrawn")
    .or(async |who, again| ctx.again(&page(&ctx, &who, NewStaff::default()).await?, &again.wrong))
    .await
}
