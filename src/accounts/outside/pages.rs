//! `/sign-in/outside`: to the provider and back.

use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header::LOCATION,
    web::Data,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{
    actions, protocol,
    provider::Provider,
    store,
    ticket::{Arrived, CameFrom, Carried, ShownElsewhere, Ticket, bound_to},
};
use crate::{
    accounts::{
        account::{Account, Role, Site},
        door::Caller,
        guard_pages::somebody,
        pages::{DemoSheet, SignInPage, device_of, enters, landing},
        store as accounts,
    },
    db::Conn,
    ids::AccountId,
    web::{Ctx, Form, Handled, Message, Page, PageError, Query, Refusal, Services, Visitor, blocking, ruled},
};

/// Where the provider sends people back to; it has to know the whole address beforehand.
const BACK: &str = "/sign-in/outside/return";
const CODE: &str = "/sign-in/outside/code";

/// The other way, as the sign-in page offers it.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub label: String,
    /// Roles whose passwords are switched off.
    pub only_there: Vec<&'static str>,
}

impl Choice {
    fn of(provider: Provider) -> Self {
        Self { only_there: provider.only_there.iter().map(|role| role.word()).collect(), label: provider.label }
    }

    pub fn samples() -> Vec<Self> {
        vec![
            Self { label: "浙政钉<b>".into(), only_there: Vec::new() },
            Self { label: "浙政钉".into(), only_there: vec![Role::Secretariat.word(), Role::Deputy.word()] },
        ]
    }
}

/// What the sign-in page of this site offers beside passwords.
pub async fn choice_at(services: &Data<Services>, site: Option<&Site>) -> Result<Option<Choice>, PageError> {
    let Some(congress) = site.map(|site| site.congress) else { return Ok(None) };
    let services = services.clone();
    let found = blocking(move || Ok::<_, PageError>(services.db.read(|conn| store::provider(conn, congress))?)).await?;
    Ok(found.map(Choice::of))
}

async fn provider_of(ctx: &Ctx, site: &Site) -> Result<Provider, PageError> {
    let congress = site.congress;
    ctx.read(move |conn: &mut Conn| store::provider(conn, congress)).await?.ok_or(PageError::NotFound)
}

fn kept<C: Carried>(ctx: &Ctx, carried: &C, to: &str) -> Result<Cookie<'static>, PageError> {
    let text = carried.written(&ctx.services.secret, to).ok_or_else(|| PageError::internal("nothing can be sealed"))?;
    Ok(cookie::<C>(ctx, text, Duration::minutes(C::MINUTES)))
}

fn gone<C: Carried>(ctx: &Ctx) -> Cookie<'static> {
    cookie::<C>(ctx, String::new(), Duration::ZERO)
}

fn cookie<C: Carried>(ctx: &Ctx, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(ctx.services.cookie_name(C::COOKIE), value)
        .path("/")
        .http_only(true)
        .secure(ctx.services.is_https())
        .same_site(SameSite::Lax)
        .max_age(age)
        .finish()
}

fn brought<C: Carried>(ctx: &Ctx, request: &HttpRequest, to: &str) -> Option<C> {
    let cookie = request.cookie(&ctx.services.cookie_name(C::COOKIE))?;
    C::read(cookie.value(), &ctx.services.secret, to, ctx.services.clock.now())
}

/// The sign-in page, with what did not work.
async fn sign_in_again(ctx: &Ctx, site: &Site, demo: &DemoSheet, wrong: Message) -> Handled {
    let outside = choice_at(&ctx.services, Some(site)).await?;
    ctx.again(&SignInPage { outside, ..SignInPage::new(demo.accounts()) }, &[wrong])
}

#[derive(Deserialize)]
pub struct GoQuery {
    #[serde(default)]
    next: String,
    /// `1`: whoever is signed in shows once more who they are.
    #[serde(default)]
    again: String,
}

/// A page's address is short; a longer one is somebody's try.
const LONGEST_NEXT: usize = 500;

pub async fn go_outside(
    ctx: Ctx,
    request: HttpRequest,
    site: Site,
    demo: Data<DemoSheet>,
    query: Query<GoQuery>,
) -> Handled {
    let GoQuery { next, again } = query.into_inner();
    let provider = provider_of(&ctx, &site).await?;
    let next = if next.len() > LONGEST_NEXT { String::new() } else { next };
    let again = match (again.as_str(), somebody(&request)) {
        ("1", Some(person)) => Some(person.id),
        ("1", None) => return Ok(ctx.see_page("/sign-in")),
        (_, Some(person)) => return Ok(ctx.see_page(landing(person.role.home(), &next))),
        (_, None) => None,
    };
    let back = format!("{}{BACK}", ctx.origin());
    let at = ctx.services.clock.now();
    match protocol::departs(&provider, &ctx.services.secret, &back, (next, at, again)).await {
        Ok((address, ticket)) => {
            let ticket = kept(&ctx, &ticket, &bound_to(site.congress))?;
            Ok(HttpResponse::SeeOther().insert_header((LOCATION, address)).cookie(ticket).finish())
        }
        Err(error) => {
            tracing::warn!(%error, "nobody can be sent to the sign-in provider");
            let wrong = Message::new("outside-unreachable").with("label", &provider.label);
            sign_in_again(&ctx, &site, &demo, wrong).await
        }
    }
}

#[derive(Deserialize)]
pub struct BackQuery {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    /// Who answers (RFC 9207), where the provider says it.
    #[serde(default)]
    iss: String,
}

/// Whatever is wrong, whoever came back learns no more than that it did not work.
pub async fn come_back(
    ctx: Ctx,
    request: HttpRequest,
    site: Site,
    session: Session,
    demo: Data<DemoSheet>,
    query: Query<BackQuery>,
) -> Handled {
    let query = query.into_inner();
    let provider = provider_of(&ctx, &site).await?;
    let ticket = brought::<Ticket>(&ctx, &request, &bound_to(site.congress));
    let mut answer = match ticket.filter(|ticket| is_answered_by(&query, ticket, &provider)) {
        None => sign_in_again(&ctx, &site, &demo, "outside-begin-again".into()).await?,
        Some(ticket) => {
            let back = format!("{}{BACK}", ctx.origin());
            let now = ctx.services.clock.now();
            let refused = Message::new("outside-refused").with("label", &provider.label);
            match protocol::arrives(&provider, &ctx.services.secret, &back, (&ticket, query.code), now).await {
                Err(error) => {
                    tracing::warn!(%error, "somebody came back from the sign-in provider and was not let in");
                    sign_in_again(&ctx, &site, &demo, refused).await?
                }
                Ok(said) => match (admitted(&ctx, &provider, &said).await?, ticket.again) {
                    (Some(account), Some(again)) => shown_once_more(&ctx, &request, (&account, again), &said, &ticket)?,
                    (Some(account), None) if actions::needs_own_code(&account, &said) => {
                        let arrived = Arrived { account: account.person.id, next: ticket.next, at: now };
                        let arrived = kept(&ctx, &arrived, &bound_to(site.congress))?;
                        HttpResponse::SeeOther().insert_header((LOCATION, CODE)).cookie(arrived).finish()
                    }
                    (Some(account), None) => {
                        let (services, label, known) = (ctx.services.clone(), provider.label.clone(), account.clone());
                        let let_in = blocking(move || {
                            let done = services.db.write(|tx| actions::let_in(tx, &known, &label, now));
                            Ok::<_, PageError>(done)
                        });
                        match ruled(let_in.await?)? {
                            Ok(()) => {
                                let came = came_from(&provider, account.person.role, said.second_factor);
                                enter(&ctx, &request, &session, &account, &came, &ticket.next)?
                            }
                            Err(_) => sign_in_again(&ctx, &site, &demo, refused).await?,
                        }
                    }
                    // Unknown here, closed, or of a role that does not come this way: all one answer.
                    (None, _) => sign_in_again(&ctx, &site, &demo, refused).await?,
                },
            }
        }
    };
    answer.add_cookie(&gone::<Ticket>(&ctx)).map_err(PageError::internal)?;
    Ok(answer)
}

/// Whether this is the answer to what this browser asked.
fn is_answered_by(query: &BackQuery, ticket: &Ticket, provider: &Provider) -> bool {
    let same = bool::from(query.state.as_bytes().ct_eq(ticket.state.as_bytes()));
    same && !query.code.is_empty() && (query.iss.is_empty() || query.iss == provider.issuer)
}

fn came_from(provider: &Provider, role: Role, second_factor: bool) -> CameFrom {
    CameFrom { label: provider.label.clone(), second_factor, only_there: provider.is_the_only_way_of(role) }
}

async fn admitted(ctx: &Ctx, provider: &Provider, said: &protocol::Said) -> Result<Option<Account>, PageError> {
    let (provider, said) = (provider.clone(), said.clone());
    ctx.read(move |conn| actions::meant(conn, &provider, &said)).await
}

fn enter(
    ctx: &Ctx,
    request: &HttpRequest,
    session: &Session,
    account: &Account,
    came: &CameFrom,
    next: &str,
) -> Handled {
    let answer = enters(ctx, request, session, account, ctx.see_page(landing(account.person.role.home(), next)))?;
    session.insert(CameFrom::KEY, came).map_err(PageError::internal)?;
    Ok(answer)
}

/// Back to the form, if it was its own sender who signed in there.
fn shown_once_more(
    ctx: &Ctx,
    request: &HttpRequest,
    (account, again): (&Account, AccountId),
    said: &protocol::Said,
    ticket: &Ticket,
) -> Handled {
    let own = somebody(request).is_some_and(|person| person.id == again && person.id == account.person.id);
    let next = landing(account.person.role.home(), &ticket.next);
    if !own {
        return Ok(ctx.see_page("/sign-in"));
    }
    let shown = ShownElsewhere { second_factor: said.second_factor, at: ctx.services.clock.now() };
    let shown = kept(ctx, &shown, &again.to_string())?;
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, next.to_owned())).cookie(shown).finish())
}

/// A one-time code of this system, after the provider.
#[derive(Serialize)]
pub struct OwnCodePage {
    pub label: String,
}

impl Page for OwnCodePage {
    const TEMPLATE: &'static str = "accounts/outside_code.html";

    fn samples() -> Vec<Self> {
        vec![Self { label: "浙政钉<script>".into() }]
    }
}

pub async fn show_own_code(ctx: Ctx, request: HttpRequest, site: Site) -> Handled {
    let provider = provider_of(&ctx, &site).await?;
    match brought::<Arrived>(&ctx, &request, &bound_to(site.congress)) {
        Some(_) => ctx.show(&OwnCodePage { label: provider.label }),
        None => Ok(ctx.see_page("/sign-in")),
    }
}

#[derive(Deserialize)]
pub struct OwnCodeForm {
    #[serde(default)]
    code: String,
}

pub async fn own_code(
    ctx: Ctx,
    request: HttpRequest,
    site: Site,
    session: Session,
    form: Form<OwnCodeForm>,
) -> Handled {
    let provider = provider_of(&ctx, &site).await?;
    let Some(arrived) = brought::<Arrived>(&ctx, &request, &bound_to(site.congress)) else {
        return Ok(ctx.see_page("/sign-in"));
    };
    let page = OwnCodePage { label: provider.label.clone() };
    let code = match form {
        Form::Fresh { fields, .. } => fields.code,
        Form::Expired(_) => return ctx.again(&page, &["form-expired".into()]),
        Form::NotYet { wrong, .. } => return ctx.again(&page, &wrong),
    };
    let id = arrived.account;
    let account = ctx.read(move |conn| accounts::by_id(conn, id)).await?;
    let account = account.filter(|account| account.active && provider.is_for(account.person.role));
    let Some(account) = account else { return Ok(ctx.see_page("/sign-in")) };
    let caller = Caller::Outside { visitor: Visitor::of(&request), device: device_of(&ctx.services, &request) };
    let (services, known, label) = (ctx.services.clone(), account.clone(), provider.label.clone());
    let now = ctx.services.clock.now();
    let judged = blocking(move || {
        let who = (&known, &caller, label.as_str());
        Ok::<_, PageError>(actions::let_in_with_code(&services.db, &services.secret, now, who, &code))
    });
    match ruled(judged.await?)? {
        Ok(()) => {
            let came = came_from(&provider, account.person.role, false);
            let mut answer = enter(&ctx, &request, &session, &account, &came, &arrived.next)?;
            answer.add_cookie(&gone::<Arrived>(&ctx)).map_err(PageError::internal)?;
            Ok(answer)
        }
        Err(refused) => ctx.again(&page, &refused.messages()),
    }
}
