//! Units and the accounts that work for them.

use super::{store, unit::Unit};
use crate::{
    accounts::{self, CreateError, NewAccount, Role},
    audit::{self, Act, Actor, Deed},
    congress,
    db::{Ts, Tx},
    ids::{CongressId, ProjectId, UnitId},
    projects,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error("a unit has a name of 2 to 60 characters")]
    NoName,
    /// Of an account that is to be made.
    #[error("no account can be made of it: {0:?}")]
    BadAccount(Message),
    #[error("the sign-in name {0} is taken")]
    LoginTaken(String),
    #[error("no such unit")]
    NoUnit,
    #[error("the plan is published: who leads changes only by an adjustment")]
    PlanPublished,
}

impl Refusal for PeopleError {
    fn message(&self) -> Message {
        match self {
            Self::NoName => "unit-name-missing".into(),
            Self::BadAccount(problem) => problem.clone(),
            Self::LoginTaken(login) => Message::new("account-login-taken").with("login", login),
            Self::NoUnit => "unit-unknown".into(),
            Self::PlanPublished => "unit-plan-published".into(),
        }
    }
}

/// Finds the unit of that name or founds it.
pub fn found_unit(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    name: &str,
) -> Result<Unit, Refused<PeopleError>> {
    let name = name.trim();
    if !(2..=60).contains(&name.chars().count()) {
        return Err(PeopleError::NoName.into());
    }
    if let Some(known) = store::units_of(tx, congress)?.into_iter().find(|unit| unit.name == name) {
        return Ok(known);
    }
    let unit = Unit { id: UnitId::new(), name: name.to_owned() };
    store::insert_unit(tx, congress, &unit)?;
    audit::record(tx, actor, at, &Act::new(Deed::UnitFounded, name))?;
    Ok(unit)
}

/// Somebody who reports for a unit; the password was given by somebody else and is to be changed.
pub fn make_department_account(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    account: &NewAccount,
    unit: &str,
) -> Result<(), Refused<PeopleError>> {
    debug_assert_eq!(account.role, Role::Department);
    let unit = found_unit(tx, actor, at, congress, unit)?;
    accounts::create_with_initial_password(tx, account, at).map_err(|error| match error {
        CreateError::Taken(login) => PeopleError::LoginTaken(login).into(),
        CreateError::Db(error) => Refused::Db(error),
    })?;
    store::insert_member(tx, account.id, unit.id)?;
    let detail = serde_json::json!({ "unit": unit.name });
    audit::record(tx, actor, at, &Act::new(Deed::AccountMade, account.login.as_str()).with(detail))?;
    Ok(())
}

/// 牵头单位, named by the secretariat; fixed once the plan is published.
pub fn assign_lead_unit(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    project: ProjectId,
    unit: UnitId,
) -> Result<(), Refused<PeopleError>> {
    let tracked = projects::store::tracked_project(tx, project)?.filter(|t| t.project.congress == congress);
    let tracked = tracked.ok_or(Refused::Missing)?;
    let unit = store::units_of(tx, congress)?.into_iter().find(|known| known.id == unit).ok_or(PeopleError::NoUnit)?;
    if tracked.lead.as_ref() == Some(&unit) {
        return Ok(());
    }
    if tracked.published().is_some() {
        return Err(PeopleError::PlanPublished.into());
    }
    store::set_lead_unit(tx, project, unit.id)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "project": project, "unit": unit.name });
    audit::record(tx, actor, at, &Act::new(Deed::LeadUnitNamed, &tracked.project.title).with(detail))?;
    Ok(())
}
