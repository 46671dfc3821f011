//! Forming a project's group, and the accounts of those who supervise.

use super::{
    group::{Body, GroupMember},
    store,
};
use crate::{
    accounts::{self, CreateError, NewAccount, Person, Role},
    audit::{self, Act, Actor, Deed},
    congress,
    db::{Ts, Tx},
    deputies,
    ids::{AccountId, GroupMemberId, ProjectId},
    projects::{self, Project},
    supervision::actions::words_of,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    #[error("the sign-in name {0} is taken")]
    LoginTaken(String),
    #[error("a supervisor works for a body")]
    NoBody,
    /// Of an account that is to be made.
    #[error("no account can be made of it: {0:?}")]
    BadAccount(Message),
    #[error("nobody was chosen")]
    Nobody,
    #[error("no deputy of the session has the certificate number {0}")]
    NoDeputy(String),
    #[error("the deputy has no account yet")]
    NoCard(String),
    #[error("{0} is a member already")]
    Already(String),
}

impl Refusal for GroupError {
    fn message(&self) -> Message {
        match self {
            Self::LoginTaken(login) => Message::new("account-login-taken").with("login", login),
            Self::NoBody => "supervisor-body-missing".into(),
            Self::BadAccount(problem) => problem.clone(),
            Self::Nobody => "group-nobody".into(),
            Self::NoDeputy(number) => Message::new("group-no-deputy").with("number", number),
            Self::NoCard(name) => Message::new("group-no-card").with("name", name),
            Self::Already(name) => Message::new("group-already").with("name", name),
        }
    }
}

/// Somebody who supervises for a body; the password was given by somebody else and is to be changed.
pub fn make_supervisor_account(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    account: &NewAccount,
    body: Body,
) -> Result<(), Refused<GroupError>> {
    debug_assert_eq!(account.role, Role::Supervisor);
    accounts::create_with_initial_password(tx, account, at).map_err(|error| match error {
        CreateError::Taken(login) => GroupError::LoginTaken(login).into(),
        CreateError::Db(error) => Refused::Db(error),
    })?;
    store::insert_supervisor(tx, account.id, body)?;
    let detail = serde_json::json!({ "body": body });
    audit::record(tx, actor, at, &Act::new(Deed::AccountMade, account.login.as_str()).with(detail))?;
    Ok(())
}

/// Who is to join a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewMember {
    Supervisor(AccountId),
    /// By the certificate number.
    Deputy(String),
}

fn own_project(tx: &mut Tx, person: &Person, id: ProjectId) -> Result<Project, Refused<GroupError>> {
    let found = projects::project_by_id(tx, id)?.filter(|project| Some(project.congress) == person.congress());
    found.ok_or(Refused::Missing)
}

fn chosen(tx: &mut Tx, project: &Project, who: &NewMember) -> Result<(AccountId, String, Body), Refused<GroupError>> {
    match who {
        NewMember::Supervisor(account) => {
            let known = store::supervisors_of(tx, project.congress)?.into_iter().find(|s| s.account == *account);
            Ok(known.map(|s| (s.account, s.name, s.body)).ok_or(GroupError::Nobody)?)
        }
        NewMember::Deputy(typed) => {
            let number = words_of(typed).ok_or(GroupError::Nobody)?;
            let roll = deputies::deputies(tx, project.session)?;
            let deputy = roll.into_iter().find(|deputy| deputy.certificate_no.eq_ignore_ascii_case(&number));
            let deputy = deputy.ok_or(GroupError::NoDeputy(number))?;
            let account = deputy.account.ok_or_else(|| GroupError::NoCard(deputy.name.clone()))?;
            Ok((account, deputy.name, Body::Congress))
        }
    }
}

fn recorded(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: &Project,
    action: Deed,
    member: &GroupMember,
) -> Result<(), Refused<GroupError>> {
    congress::public_changed(tx, project.congress)?;
    let detail = serde_json::json!({ "member": member.name, "body": member.body });
    audit::record(tx, &person.actor(), at, &Act::new(action, &project.title).with(detail))?;
    Ok(())
}

/// The first member leads until another is named.
pub fn add_member(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    who: &NewMember,
) -> Result<(), Refused<GroupError>> {
    let project = own_project(tx, person, project)?;
    let (account, name, body) = chosen(tx, &project, who)?;
    let group = store::groups_of(tx, &[project.id])?;
    if group.iter().any(|member| member.account == account) {
        return Err(GroupError::Already(name).into());
    }
    let leads = group.is_empty();
    let member = GroupMember { id: GroupMemberId::new(), project: project.id, account, name, body, leads };
    store::insert_member(tx, &member, at)?;
    recorded(tx, person, at, &project, Deed::GroupJoined, &member)
}

fn own_member(tx: &mut Tx, person: &Person, id: GroupMemberId) -> Result<(GroupMember, Project), Refused<GroupError>> {
    let member = store::group_member(tx, id)?.ok_or(Refused::Missing)?;
    let project = own_project(tx, person, member.project)?;
    Ok((member, project))
}

pub fn name_leader(tx: &mut Tx, person: &Person, at: Ts, id: GroupMemberId) -> Result<ProjectId, Refused<GroupError>> {
    let (member, project) = own_member(tx, person, id)?;
    store::set_leader(tx, &member)?;
    recorded(tx, person, at, &project, Deed::GroupLeaderNamed, &member)?;
    Ok(project.id)
}

/// What the member did stays under the member's name. If the leader leaves, the next one leads.
pub fn remove_member(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: GroupMemberId,
) -> Result<ProjectId, Refused<GroupError>> {
    let (member, project) = own_member(tx, person, id)?;
    store::delete_member(tx, id)?;
    if let Some(next) = store::groups_of(tx, &[project.id])?.first().filter(|_| member.leads) {
        store::set_leader(tx, next)?;
    }
    recorded(tx, person, at, &project, Deed::GroupLeft, &member)?;
    Ok(project.id)
}
