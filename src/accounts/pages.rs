//! The sign-in page, and the guards of everything behind it.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_session::{Session, SessionExt};
use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::LOCATION,
    middleware::Next,
    web::{Data, Query},
};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};

use super::{
    account::{Person, Role, Site},
    actions::{self, PasswordError, SignInError},
    one_time_code::OneTimeCode,
    password::Password,
    sign_ins::{ACCOUNT, UNREAD},
};
use crate::{
    ids::AccountId,
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Refusal, Services, SignedIn, blocking},
};

/// Middleware: finds out who is asking, once a request.
pub async fn identify<B: MessageBody>(
    services: Data<Services>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let session = request.get_session();
    let account = session.get::<AccountId>(ACCOUNT).ok().flatten();
    if session.get::<bool>(UNREAD).ok().flatten().is_some() {
        request.extensions_mut().insert(NotAsked);
    }
    if let Some(id) = account {
        let found = blocking(move || {
            services.db.read(|conn| {
                let person = actions::find_person(conn, id)?;
                Ok::<_, PageError>(match person {
                    Some(person) => Some((person, actions::has_initial_password(conn, id)?)),
                    None => None,
                })
            })
        })
        .await;
        if let Err(error) = &found {
            tracing::warn!(%error, "who is signed in could not be read");
            request.extensions_mut().insert(NotAsked);
        }
        if let Ok(Some((person, has_initial_password))) = found {
            let mut extensions = request.extensions_mut();
            if has_initial_password {
                extensions.insert(HasInitialPassword);
            }
            extensions.insert(SignedIn {
                id: person.id.to_string(),
                name: person.name.clone(),
                role: person.role.word().to_owned(),
                home: person.role.home(),
            });
            extensions.insert(person);
        }
    }
    next.call(request).await
}

/// On a request: somebody may be signed in, but the database could not be asked who.
struct NotAsked;

/// On a request: the person still has the password that the secretariat gave.
struct HasInitialPassword;

const PASSWORD_PAGE: &str = "/password";

/// A role as a type, for guards and signatures.
pub trait RoleType: 'static {
    const ROLE: Role;
}

macro_rules! role_types {
    ($($name:ident),*) => { $(
        pub struct $name;
        impl RoleType for $name {
            const ROLE: Role = Role::$name;
        }
    )* };
}
role_types!(Deputy, Secretariat, Scrutineer, Department, Supervisor, Admin);

/// Middleware of a group of pages: whoever is not signed in is asked to; whoever has another role finds nothing here.
pub async fn only<R: RoleType, B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let role = request.extensions().get::<Person>().map(|person| person.role);
    let must_change = request.extensions().get::<HasInitialPassword>().is_some();
    let not_asked = request.extensions().get::<NotAsked>().is_some();
    match role {
        None if not_asked => {
            let gone = PageError::Unavailable("who is signed in could not be read".to_owned());
            Ok(request.error_response(gone).map_into_right_body())
        }
        Some(role) if role == R::ROLE && must_change => {
            let answer = HttpResponse::SeeOther().insert_header((LOCATION, PASSWORD_PAGE)).finish();
            Ok(request.into_response(answer).map_into_right_body())
        }
        Some(role) if role == R::ROLE => next.call(request).await.map(ServiceResponse::map_into_left_body),
        Some(_) => Ok(request.error_response(PageError::NotFound).map_into_right_body()),
        None => {
            let to = format!("/sign-in?next={}", request.path());
            let answer = HttpResponse::SeeOther().insert_header((LOCATION, to)).finish();
            Ok(request.into_response(answer).map_into_right_body())
        }
    }
}

/// A signed-in person of role `R`: the signature of a handler says who may call it.
pub struct As<R> {
    pub person: Person,
    role: PhantomData<R>,
}

impl<R: RoleType> FromRequest for As<R> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let person = request.extensions().get::<Person>().cloned().filter(|person| person.role == R::ROLE);
        ready(person.map(|person| Self { person, role: PhantomData }).ok_or(PageError::NotFound))
    }
}

impl FromRequest for Site {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(PageError::NotFound))
    }
}

/// One account of a demonstration.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    pub role: &'static str,
    pub name: String,
    pub login: String,
    pub password: String,
    /// base32; never leaves the server.
    #[serde(skip)]
    pub one_time_code_secret: Option<String>,
    pub code: Option<String>,
    pub seed: Option<String>,
    pub booth: Option<String>,
}

/// The accounts of a demonstration; empty in earnest.
#[derive(Debug, Default)]
pub struct DemoSheet(RwLock<Vec<DemoAccount>>);

impl DemoSheet {
    pub fn of(accounts: Vec<DemoAccount>) -> Self {
        Self(RwLock::new(accounts))
    }

    pub fn lists(&self, accounts: Vec<DemoAccount>) {
        *self.0.write() = accounts;
    }

    fn with_codes(&self, ctx: &Ctx) -> Vec<DemoAccount> {
        let now = ctx.services.clock.now();
        let mut accounts = self.0.read().clone();
        for account in &mut accounts {
            let codes = account.one_time_code_secret.as_deref().and_then(OneTimeCode::of);
            account.code = codes.map(|codes| codes.code(now));
        }
        accounts
    }
}

#[derive(Serialize)]
pub struct SignInPage {
    pub login: String,
    pub next: String,
    pub demo: Vec<DemoAccount>,
}

fn demo_samples() -> Vec<DemoAccount> {
    vec![
        DemoAccount {
            role: "secretariat",
            name: "<script>alert(1)</script>".into(),
            login: "MSC".into(),
            password: "demo-pass".into(),
            one_time_code_secret: None,
            code: Some("123456".into()),
            seed: None,
            booth: None,
        },
        DemoAccount {
            role: "deputy",
            name: "示例代表".into(),
            login: "SC0001".into(),
            password: "demo-pass".into(),
            one_time_code_secret: None,
            code: None,
            seed: Some("ooo1XTri5y8g4TJWmixyY9".into()),
            booth: Some("/deputy/rounds/x/booth#code=y".into()),
        },
    ]
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "accounts/sign_in.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { login: String::new(), next: String::new(), demo: Vec::new() },
            Self { login: "<script>".into(), next: "/deputy".into(), demo: demo_samples() },
        ]
    }
}

#[derive(Serialize)]
pub struct DemoPage {
    pub accounts: Vec<DemoAccount>,
    /// Whether the vote is over and what was chosen is tracked.
    pub tracking: bool,
}

impl Page for DemoPage {
    const TEMPLATE: &'static str = "accounts/demo.html";

    fn samples() -> Vec<Self> {
        [false, true].map(|tracking| Self { accounts: demo_samples(), tracking }).into()
    }
}

/// The sheet of a demonstration's accounts; there is no such page in earnest.
pub async fn demo_sheet(ctx: Ctx, demo: Data<DemoSheet>) -> Handled {
    if !ctx.services.demo {
        return Err(PageError::NotFound);
    }
    let accounts = demo.with_codes(&ctx);
    let tracking = accounts.iter().any(|account| account.role == Role::Department.word());
    ctx.show(&DemoPage { accounts, tracking })
}

#[derive(Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    login: String,
    #[serde(default)]
    next: String,
}

pub async fn show_sign_in(ctx: Ctx, query: Query<SignInQuery>, demo: Data<DemoSheet>) -> Handled {
    let query = query.into_inner();
    ctx.show(&SignInPage { login: query.login, next: query.next, demo: demo.with_codes(&ctx) })
}

#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

pub async fn sign_in(
    ctx: Ctx,
    site: Option<Site>,
    session: Session,
    demo: Data<DemoSheet>,
    form: Form<SignInForm>,
) -> Handled {
    let again = |fields: &SignInForm| SignInPage {
        login: fields.login.clone(),
        next: fields.next.clone(),
        demo: demo.with_codes(&ctx),
    };
    let fields = match form {
        Form::Expired(fields) => {
            return match ctx.home() {
                // The second press of the button, after the first has signed in.
                Some(home) => Ok(ctx.see_page(landing(home, &fields.next))),
                None => ctx.again(&again(&fields), &["form-expired".into()]),
            };
        }
        Form::Fresh { fields, .. } => fields,
    };
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    let (login, code) = (fields.login.clone(), fields.code.clone());
    let password = Password::typed(&fields.password);
    let congress = site.map(|site| site.congress);
    let outcome =
        blocking(move || Ok::<_, PageError>(actions::sign_in(&services.db, congress, &login, &password, &code, now)))
            .await?;
    match outcome {
        Ok(person) => {
            session.renew();
            session.insert(ACCOUNT, person.id).map_err(PageError::internal)?;
            Ok(ctx.see_page(landing(person.role.home(), &fields.next)))
        }
        Err(SignInError::Db(e)) => Err(e.into()),
        Err(refused) => {
            let problems: Vec<_> = refused.message().into_iter().collect();
            ctx.again(&again(&fields), &problems)
        }
    }
}

/// Only pages of the person's own: a link must not send anybody elsewhere after signing in.
fn landing<'a>(home: &'static str, next: &'a str) -> &'a str {
    let own = next.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let plain = !next.contains(['\\', '\r', '\n', '%']) && !next.split('/').any(|part| part == "..");
    if own && plain { next } else { home }
}

/// A password of one's own instead of the one that was given.
#[derive(Serialize)]
pub struct PasswordPage {
    pub is_initial: bool,
    pub home: &'static str,
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "accounts/password.html";

    fn samples() -> Vec<Self> {
        vec![Self { is_initial: true, home: "/department" }, Self { is_initial: false, home: "/supervisor" }]
    }
}

fn password_page(person: &Person, request: &HttpRequest) -> PasswordPage {
    let is_initial = request.extensions().get::<HasInitialPassword>().is_some();
    PasswordPage { is_initial, home: person.role.home() }
}

fn somebody(request: &HttpRequest) -> Option<Person> {
    request.extensions().get::<Person>().cloned()
}

pub async fn show_password(ctx: Ctx, request: HttpRequest) -> Handled {
    match somebody(&request) {
        Some(person) => ctx.show(&password_page(&person, &request)),
        None => Ok(ctx.see_page("/sign-in")),
    }
}

#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    before: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

pub async fn change_password(ctx: Ctx, request: HttpRequest, session: Session, form: Form<PasswordForm>) -> Handled {
    let Some(person) = somebody(&request) else { return Ok(ctx.see_page("/sign-in")) };
    let page = password_page(&person, &request);
    let PasswordForm { before, new, again } = match form {
        Form::Fresh { fields, .. } => fields,
        Form::Expired(_) => return ctx.again(&page, &["form-expired".into()]),
    };
    let (services, now, changed) = (ctx.services.clone(), ctx.services.clock.now(), person.clone());
    let outcome = blocking(move || {
        Ok::<_, PageError>(actions::change_password(&services.db, &changed, now, [&before, &new, &again]))
    })
    .await?;
    match outcome {
        Ok(()) => {
            session.renew();
            Ok(ctx.see(person.role.home(), "password-changed"))
        }
        Err(PasswordError::Db(error)) => Err(error.into()),
        Err(PasswordError::Hash(error)) => Err(PageError::Internal(error)),
        Err(refused) => ctx.again(&page, &refused.message().into_iter().collect::<Vec<_>>()),
    }
}

pub async fn sign_out(ctx: Ctx, session: Session, form: Form<Nothing>) -> Handled {
    match form {
        Form::Fresh { .. } => session.purge(),
        // The second press of the button: whoever it was is out already.
        Form::Expired(Nothing {}) if ctx.home().is_none() => {}
        Form::Expired(Nothing {}) => return Err(PageError::FormExpired),
    }
    Ok(ctx.see("/", "signed-out"))
}
