//! The secretariat forms the groups, and makes the accounts of those who supervise.

use serde::{Deserialize, Serialize};

use super::{
    submitting::{carry_out, opened},
    views::{Choice, sample_supervised},
};
use crate::{
    accounts::{As, Person, Role, Secretariat},
    ids::{GroupMemberId, ProjectId},
    projects::{self, new_account},
    supervision::{
        actions::{self, NewMember},
        group::{Body, FEWEST_MEMBERS, GroupMember, SupervisingAccount},
        store,
    },
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    pub id: String,
    pub name: String,
    pub body: &'static str,
    pub leads: bool,
}

impl From<&GroupMember> for MemberView {
    fn from(member: &GroupMember) -> Self {
        Self { id: member.id.to_string(), name: member.name.clone(), body: member.body.word(), leads: member.leads }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct GroupPage {
    pub project: String,
    pub title: String,
    pub members: Vec<MemberView>,
    pub too_few: bool,
    /// Supervisors who are not in it; the label is the name, the body is in the value's place.
    pub supervisors: Vec<(Choice, &'static str)>,
    pub typed: MemberForm,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MemberForm {
    #[serde(default)]
    pub account: String,
    /// A deputy's certificate number.
    #[serde(default)]
    pub deputy: String,
}

impl GroupPage {
    fn new(
        project: &projects::Project,
        group: &[GroupMember],
        supervisors: &[SupervisingAccount],
        typed: MemberForm,
    ) -> Self {
        let free = supervisors.iter().filter(|one| !group.iter().any(|member| member.account == one.account));
        let choice = |one: &SupervisingAccount| {
            let value = one.account.to_string();
            (Choice { chosen: value == typed.account, value, label: one.name.clone() }, one.body.word())
        };
        Self {
            project: project.id.to_string(),
            title: project.title.clone(),
            members: group.iter().map(MemberView::from).collect(),
            too_few: group.len() < FEWEST_MEMBERS,
            supervisors: free.map(choice).collect(),
            typed,
        }
    }
}

fn sample_supervisors() -> Vec<SupervisingAccount> {
    Body::ALL
        .iter()
        .map(|body| SupervisingAccount {
            account: crate::ids::AccountId::new(),
            name: "赵审计<b>".to_owned(),
            login: "JIANDU<b>".to_owned(),
            body: *body,
        })
        .collect()
}

impl Page for GroupPage {
    const TEMPLATE: &'static str = "supervision/group.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let project = &all.tracked[0].project;
        let typed = MemberForm { deputy: "SC<b>".to_owned(), ..MemberForm::default() };
        vec![
            Self::new(project, &[], &[], MemberForm::default()),
            Self::new(project, &all.groups, &sample_supervisors(), typed),
        ]
    }
}

async fn group_page(ctx: &Ctx, person: &Person, id: ProjectId, typed: MemberForm) -> Result<GroupPage, PageError> {
    let (services, congress) = (ctx.services.clone(), person.congress().ok_or(PageError::NotFound)?);
    blocking(move || {
        services.db.read(|conn| {
            let project = projects::project_by_id(conn, id)?.filter(|project| project.congress == congress);
            let project = project.ok_or(PageError::NotFound)?;
            let group = store::groups_of(conn, &[id])?;
            let supervisors = store::supervisors_of(conn, congress)?;
            Ok(GroupPage::new(&project, &group, &supervisors, typed.clone()))
        })
    })
    .await
}

pub async fn show_group(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    ctx.show(&group_page(&ctx, &who.person, *id, MemberForm::default()).await?)
}

pub async fn add_group_member(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>, form: Form<MemberForm>) -> Handled {
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let person = who.person.clone();
    let member = match typed.account.parse() {
        Ok(account) => NewMember::Supervisor(account),
        Err(_) => NewMember::Deputy(typed.deputy.clone()),
    };
    let add = carry_out(&ctx, key, Vec::new(), move |tx, now, _| actions::add_member(tx, &person, now, id, &member));
    let wrong = add.await?;
    if wrong.is_empty() {
        Ok(ctx.see(&format!("/secretariat/projects/{id}/group"), "group-changed"))
    } else {
        ctx.again(&group_page(&ctx, &who.person, id, typed).await?, &wrong)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct ChangeForm {
    /// `lead` or `remove`.
    #[serde(default, rename = "do")]
    act: String,
}

pub async fn change_group_member(
    ctx: Ctx,
    who: As<Secretariat>,
    path: Path<(ProjectId, GroupMemberId)>,
    form: Form<ChangeForm>,
) -> Handled {
    let (project, member) = path.into_inner();
    let (key, ChangeForm { act }) = opened(form);
    let person = who.person.clone();
    let change = carry_out(&ctx, key, Vec::new(), move |tx, now, _| match act.as_str() {
        "lead" => actions::name_leader(tx, &person, now, member),
        _ => actions::remove_member(tx, &person, now, member),
    });
    let wrong = change.await?;
    if wrong.is_empty() {
        Ok(ctx.see(&format!("/secretariat/projects/{project}/group"), "group-changed"))
    } else {
        ctx.again(&group_page(&ctx, &who.person, project, MemberForm::default()).await?, &wrong)
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SupervisorForm {
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub login: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SupervisorsPage {
    /// Body, name, sign-in name.
    pub supervisors: Vec<(&'static str, String, String)>,
    pub bodies: Vec<Choice>,
    pub typed: SupervisorForm,
    /// Name, sign-in name and password of the account just made; the password is shown this once.
    pub made: Option<(String, String, String)>,
}

impl SupervisorsPage {
    fn new(supervisors: &[SupervisingAccount], typed: SupervisorForm) -> Self {
        let line = |one: &SupervisingAccount| (one.body.word(), one.name.clone(), one.login.clone());
        let choice = |body: &Body| Choice {
            value: body.word().to_owned(),
            label: String::new(),
            chosen: typed.body == body.word(),
        };
        Self {
            supervisors: supervisors.iter().map(line).collect(),
            bodies: Body::ALL.iter().map(choice).collect(),
            typed,
            made: None,
        }
    }
}

impl Page for SupervisorsPage {
    const TEMPLATE: &'static str = "supervision/supervisors.html";

    fn samples() -> Vec<Self> {
        let typed = SupervisorForm { body: "audit".into(), name: "赵审计<b>".into(), login: "JIANDU<b>".into() };
        let page = Self::new(&sample_supervisors(), typed);
        vec![
            Self::new(&[], SupervisorForm::default()),
            Self { made: Some(("赵审计<b>".into(), "JIANDU1".into(), "abcde-fghjk".into())), ..page },
        ]
    }
}

async fn supervisors_page(ctx: &Ctx, person: &Person, typed: SupervisorForm) -> Result<SupervisorsPage, PageError> {
    let (services, congress) = (ctx.services.clone(), person.congress().ok_or(PageError::NotFound)?);
    blocking(move || {
        services.db.read(|conn| Ok(SupervisorsPage::new(&store::supervisors_of(conn, congress)?, typed.clone())))
    })
    .await
}

pub async fn show_supervisors(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&supervisors_page(&ctx, &who.person, SupervisorForm::default()).await?)
}

pub async fn make_supervisor(ctx: Ctx, who: As<Secretariat>, form: Form<SupervisorForm>) -> Handled {
    let (key, typed) = opened(form);
    let again = async |typed: SupervisorForm, wrong: &[Message]| {
        ctx.again(&supervisors_page(&ctx, &who.person, typed).await?, wrong)
    };
    let Some(key) = key else { return again(typed, &["form-expired".into()]).await };
    let Ok(body) = typed.body.parse::<Body>() else { return again(typed, &["supervisor-body-missing".into()]).await };
    let (services, person, fields) = (ctx.services.clone(), who.person.clone(), typed.clone());
    let made = ctx
        .services
        .hashing
        .run(move |memory| {
            // The second press of the button must not show another password than the one that holds.
            if services.db.was_submitted(key)? {
                return Ok(None);
            }
            new_account(memory, &person, Role::Supervisor, &fields.login, &fields.name).map(Some)
        })
        .await?;
    let (account, password) = match made {
        None => return Ok(ctx.see("/secretariat/supervisors", "account-made-before")),
        Some(Err(problem)) => return again(typed, &[problem]).await,
        Some(Ok(made)) => made,
    };
    let shown = (account.name.clone(), account.login.as_str().to_owned(), password);
    let actor = who.person.actor();
    let wrong = carry_out(&ctx, Some(key), Vec::new(), move |tx, now, _| {
        actions::make_supervisor_account(tx, &actor, now, &account, body)
    })
    .await?;
    if !wrong.is_empty() {
        return again(typed, &wrong).await;
    }
    let page = supervisors_page(&ctx, &who.person, SupervisorForm::default()).await?;
    ctx.show(&SupervisorsPage { made: Some(shown), ..page })
}
