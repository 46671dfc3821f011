//! The secretariat forms the groups, and makes the accounts of those who supervise.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, GroupError, NewMember},
    group::{Body, FEWEST_MEMBERS, GroupMember, SupervisingAccount},
    store,
};
use crate::{
    accounts::{As, Person, Role, Secretariat},
    db::Conn,
    ids::{GroupMemberId, ProjectId},
    projects::{self, new_account},
    supervision::pages::views::{Choice, sample_supervised},
    web::{Ctx, Form, Handled, Outcome, Page, PageError, Path, Refused},
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

fn group_page(conn: &mut Conn, person: &Person, id: ProjectId, typed: MemberForm) -> Result<GroupPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let project = projects::project_by_id(conn, id)?.filter(|project| project.congress == congress);
    let project = project.ok_or(PageError::NotFound)?;
    let group = store::groups_of(conn, &[id])?;
    let supervisors = store::supervisors_of(conn, congress)?;
    Ok(GroupPage::new(&project, &group, &supervisors, typed))
}

pub async fn show_group(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    ctx.show(&ctx.read(move |conn| group_page(conn, &who.person, *id, MemberForm::default())).await?)
}

pub async fn add_group_member(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>, form: Form<MemberForm>) -> Handled {
    let id = id.into_inner();
    ctx.act(who, form, move |tx, who, at, typed| {
        let member = match typed.account.parse() {
            Ok(account) => NewMember::Supervisor(account),
            Err(_) => NewMember::Deputy(typed.deputy.clone()),
        };
        actions::add_member(tx, &who.person, at, id, &member)
    })
    .then(format!("/secretariat/projects/{id}/group"), "group-changed")
    .or_again(move |conn, who, typed| group_page(conn, &who.person, id, typed))
    .await
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
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "lead" => actions::name_leader(tx, &who.person, at, member),
        _ => actions::remove_member(tx, &who.person, at, member),
    })
    .then(format!("/secretariat/projects/{project}/group"), "group-changed")
    .or_again(move |conn, who, _| group_page(conn, &who.person, project, MemberForm::default()))
    .await
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

fn supervisors_page(conn: &mut Conn, person: &Person, typed: SupervisorForm) -> Result<SupervisorsPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    Ok(SupervisorsPage::new(&store::supervisors_of(conn, congress)?, typed))
}

pub async fn show_supervisors(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| supervisors_page(conn, &who.person, SupervisorForm::default())).await?)
}

pub async fn make_supervisor(ctx: Ctx, who: As<Secretariat>, form: Form<SupervisorForm>) -> Handled {
    let (person, fields) = (who.person.clone(), form.typed().clone());
    let drawn = ctx
        .services
        .hashing
        .run(move |memory| new_account(memory, &person, Role::Supervisor, &fields.login, &fields.name))
        .await?;
    let make = ctx.act(who, form, move |tx, who, at, typed| {
        let body = typed.body.parse().map_err(|_| GroupError::NoBody)?;
        let (account, password) = drawn.as_ref().map_err(|problem| GroupError::BadAccount(problem.clone()))?;
        actions::make_supervisor_account(tx, &who.person.actor(), at, account, body)?;
        Ok::<_, Refused<GroupError>>((account.name.clone(), account.login.as_str().to_owned(), password.clone()))
    });
    let (who, made) = make.outcome().await?;
    let page = |typed| ctx.read(move |conn| supervisors_page(conn, &who.person, typed));
    match made {
        Outcome::Done(made) => {
            ctx.show(&SupervisorsPage { made: Some(made), ..page(SupervisorForm::default()).await? })
        }
        // The password was shown by the first answer and is nowhere else.
        Outcome::Before => Ok(ctx.see("/secretariat/supervisors", "account-made-before")),
        Outcome::Again(again) => ctx.again(&page(again.typed).await?, &again.wrong),
    }
}
