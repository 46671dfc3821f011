//! `/admin/sign-in`: whose passwords are switched off, at the site's congress.

use serde::{Deserialize, Serialize};

use super::{actions, provider::Provider, store};
use crate::{
    accounts::{
        account::{Role, Site},
        guard_pages::{Admin, As},
        pages::{OnceMore, ask_once_more},
    },
    audit::Actor,
    web::{Ctx, Form, Handled, Page, PageError},
};

const HERE: &str = "/admin/sign-in";

#[derive(Clone, Debug, Serialize)]
pub struct RoleLine {
    pub role: &'static str,
    pub only_there: bool,
}

#[derive(Serialize)]
pub struct OperatorSignInPage {
    pub congress: String,
    /// Empty where no provider is set up.
    pub label: String,
    pub issuer: String,
    pub claim: String,
    pub second_factor: String,
    pub roles: Vec<RoleLine>,
}

impl Page for OperatorSignInPage {
    const TEMPLATE: &'static str = "accounts/operator_sign_in.html";

    fn samples() -> Vec<Self> {
        let line = |role: Role, only_there| RoleLine { role: role.word(), only_there };
        let page = |label: &str, roles| Self {
            congress: "上城区人大<b>".into(),
            label: label.into(),
            issuer: "https://sso.example".into(),
            claim: "employee_number".into(),
            second_factor: "mfa".into(),
            roles,
        };
        let roles = vec![line(Role::Secretariat, true), line(Role::Deputy, false)];
        vec![page("", Vec::new()), page("浙政钉<b>", roles)]
    }
}

fn page(site: &Site, provider: Option<Provider>) -> OperatorSignInPage {
    let congress = site.name.clone();
    match provider {
        None => OperatorSignInPage {
            congress,
            label: String::new(),
            issuer: String::new(),
            claim: String::new(),
            second_factor: String::new(),
            roles: Vec::new(),
        },
        Some(provider) => OperatorSignInPage {
            congress,
            roles: provider
                .roles
                .iter()
                .map(|role| RoleLine { role: role.word(), only_there: provider.is_the_only_way_of(*role) })
                .collect(),
            label: provider.label,
            issuer: provider.issuer,
            claim: provider.claim,
            second_factor: provider.second_factor.join(", "),
        },
    }
}

async fn read(ctx: &Ctx, site: &Site) -> Result<OperatorSignInPage, PageError> {
    let congress = site.congress;
    Ok(page(site, ctx.read(move |conn| store::provider(conn, congress)).await?))
}

pub async fn show_operator_sign_in(ctx: Ctx, _who: As<Admin>, site: Site) -> Handled {
    ctx.show(&read(&ctx, &site).await?)
}

#[derive(Deserialize)]
pub struct OnlyThereForm {
    #[serde(default)]
    only_there: Vec<String>,
    #[serde(flatten)]
    once_more: OnceMore,
}

pub async fn choose_only_there(ctx: Ctx, who: As<Admin>, site: Site, form: Form<OnlyThereForm>) -> Handled {
    let wrong = ask_once_more(&ctx, &who.person, form.key(), &form.typed().once_more).await?;
    let congress = site.congress;
    ctx.act(who.person, form, move |tx, person, at, typed| {
        let roles: Vec<Role> = typed.only_there.iter().filter_map(|word| word.parse().ok()).collect();
        let actor = Actor { role: "operator", ..person.actor() }.acting_in(congress);
        actions::set_only_there(tx, &actor, at, congress, &roles)
    })
    .unless(wrong)
    .then(HERE, "passwords-switched")
    .or(async |_, again| ctx.again(&read(&ctx, &site).await?, &again.wrong))
    .await
}
