//! The sign-in page, and the guards of everything behind it.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_session::{Session, SessionExt};
use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    cookie::{Cookie, SameSite, time::Duration},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header::LOCATION},
    middleware::Next,
    web::Data,
};
use parking_lot::RwLock;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{
    account::{Login, Person, Role, Site},
    actions::{self, Door},
    device::Device,
    door::Caller,
    one_time_code::OneTimeCode,
    password::Password,
    sign_ins::{ACCOUNT, UNREAD},
    store,
};
use crate::{
    db::FormKey,
    ids::AccountId,
    web::{
        Ctx, FORM, Form, Handled, LARGE_FORM, Message, NotDone, Nothing, Page, PageError, Query, Refusal, Services,
        SignedIn, Typed, Visitor, blocking, ruled,
    },
};

/// Middleware: finds out who is asking, once a request. At the site of another congress a person is nobody; an operator
/// belongs to none and is the same at each.
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
        let site = request.extensions().get::<Site>().map(|site| site.congress);
        let is_of_here = |person: &Person| person.congress().is_none() || person.congress() == site;
        let found = found.ok().flatten().filter(|(person, _)| is_of_here(person));
        if let Some((person, has_initial_password)) = found {
            let mut extensions = request.extensions_mut();
            if has_initial_password {
                extensions.insert(HasInitialPassword);
            }
            extensions.insert(signed_in(&person));
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
pub trait RoleType: Send + Sync + 'static {
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
    ctx: Ctx,
    mut request: ServiceRequest,
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
        Some(role) if role == R::ROLE => {
            let is_home = request.method() == Method::GET && request.path() == role.home();
            let answer = next.call(request).await?;
            // Whoever was let in is told why there is nothing for them, and who can change it.
            if is_home && answer.status() == StatusCode::NOT_FOUND {
                let page = ctx.show(&NoPlacePage { role })?;
                return Ok(answer.into_response(page).map_into_right_body());
            }
            Ok(answer.map_into_left_body())
        }
        Some(_) => Ok(request.error_response(PageError::NotFound).map_into_right_body()),
        None if request.method() == Method::POST => {
            let (path, demo) = (request.path().to_owned(), request.app_data::<Data<DemoSheet>>().cloned());
            let is_a_browsers = is_a_browsers(&request);
            let (asked, payload) = request.parts_mut();
            let typed = if is_a_browsers { Typed::of(asked, payload).await } else { None };
            let demo = demo.map_or_else(Vec::new, |demo| demo.with_codes(&ctx));
            let answer = match typed {
                Some(typed) => ctx.show(&SignInPage {
                    ended: Some(if typed.had_files { "files" } else { "words" }),
                    carried: typed.written(),
                    next: path,
                    ..SignInPage::new(demo)
                })?,
                None => to_sign_in(&format!("{path}&ended={}", what_was_not_done(&path))),
            };
            Ok(request.into_response(answer).map_into_right_body())
        }
        None => {
            let answer = to_sign_in(&as_a_value(request.path(), request.query_string()));
            Ok(request.into_response(answer).map_into_right_body())
        }
    }
}

fn to_sign_in(next: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, format!("/sign-in?next={next}"))).finish()
}

/// An address as the value of a field in another one: what the hall's screen tells a phone goes through the sign-in.
fn as_a_value(path: &str, query: &str) -> String {
    const OTHERS: &AsciiSet = &CONTROLS.add(b' ').add(b'#').add(b'%').add(b'&').add(b'+').add(b'?');
    let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    utf8_percent_encode(&whole, OTHERS).to_string()
}

/// Whether somebody sees the answer: a script asks for data, and knows the redirect to the sign-in page by itself.
fn is_a_browsers(request: &ServiceRequest) -> bool {
    let told = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match told("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        // Older browsers do not say it, but what their scripts ask for is nothing in particular.
        None => {
            !(told("accept") == Some("*/*") && told("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/")))
        }
    }
}

/// What a button alone asked for, by its address: the message `sign-in-ended-<…>`.
fn what_was_not_done(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("issue") => "issue",
        Some("check-in") => "check-in",
        _ => "button",
    }
}

/// The first page of somebody for whom there is nothing here (yet): not on the roll, not appointed, no meeting.
#[derive(Serialize)]
pub struct NoPlacePage {
    pub role: Role,
}

impl Page for NoPlacePage {
    const TEMPLATE: &'static str = "accounts/no_place.html";

    fn samples() -> Vec<Self> {
        Role::ALL.iter().map(|&role| Self { role }).collect()
    }
}

pub async fn show_operator_home(ctx: Ctx, by: As<Admin>) -> Handled {
    ctx.show(&NoPlacePage { role: by.person.role })
}

/// A signed-in person of role `R`: the signature of a handler says who may call it.
pub struct As<R> {
    pub person: Person,
    role: PhantomData<R>,
}

impl<R> Clone for As<R> {
    fn clone(&self) -> Self {
        Self { person: self.person.clone(), role: PhantomData }
    }
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
    /// What was not carried out since nobody was signed in any more: the message `sign-in-ended-<…>`.
    pub ended: Option<&'static str>,
    /// What was typed into the form that was not carried out, as one field holds it.
    pub carried: String,
    pub demo: Vec<DemoAccount>,
}

impl SignInPage {
    fn new(demo: Vec<DemoAccount>) -> Self {
        Self { login: String::new(), next: String::new(), ended: None, carried: String::new(), demo }
    }
}

/// Back to the form that was not carried out, with what was typed.
#[derive(Serialize)]
pub struct ResumePage {
    pub action: String,
    pub multipart: bool,
    pub had_files: bool,
    pub fields: Vec<(String, String)>,
}

impl Page for ResumePage {
    const TEMPLATE: &'static str = "accounts/resume.html";

    fn samples() -> Vec<Self> {
        let page = |multipart| Self {
            action: "/department/sub-items/x/report".to_owned(),
            multipart,
            had_files: multipart,
            fields: vec![("words".to_owned(), "已开工<b>".to_owned())],
        };
        vec![page(false), page(true)]
    }
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
            Self::new(Vec::new()),
            Self { login: "<script>".into(), next: "/deputy".into(), ..Self::new(demo_samples()) },
        ]
        .into_iter()
        .chain(ENDED.map(|ended| Self { ended: Some(ended), carried: "e30".into(), ..Self::new(Vec::new()) }))
        .collect()
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
    #[serde(default)]
    ended: String,
}

/// What may stand in `sign-in-ended-<…>`.
const ENDED: [&str; 5] = ["words", "files", "button", "issue", "check-in"];

/// Whoever is signed in, which a public page does not know, is led on.
pub async fn show_sign_in(ctx: Ctx, request: HttpRequest, query: Query<SignInQuery>, demo: Data<DemoSheet>) -> Handled {
    let SignInQuery { login, next, ended } = query.into_inner();
    if let Some(person) = somebody(&request) {
        return Ok(ctx.see_page(landing(person.role.home(), &next)));
    }
    let ended = ENDED.into_iter().find(|known| *known == ended);
    ctx.show(&SignInPage { login, next, ended, ..SignInPage::new(demo.with_codes(&ctx)) })
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
    #[serde(default)]
    carried: String,
}

pub async fn sign_in(
    ctx: Ctx,
    request: HttpRequest,
    site: Option<Site>,
    session: Session,
    demo: Data<DemoSheet>,
    form: Form<SignInForm, LARGE_FORM>,
) -> Handled {
    // Only what is carried may be as long as a form of somebody who was signed in.
    let SignInForm { login, password, code, next, .. } = form.typed();
    if [login, password, code, next].iter().map(|field| field.len()).sum::<usize>() > FORM {
        return Err(PageError::TooLarge);
    }
    let again = |fields: &SignInForm| SignInPage {
        login: fields.login.clone(),
        next: fields.next.clone(),
        carried: fields.carried.clone(),
        ..SignInPage::new(demo.with_codes(&ctx))
    };
    let fields = match form {
        Form::Expired(fields) => {
            let Some(person) = somebody(&request) else {
                return ctx.again(&again(&fields), &["form-expired".into()]);
            };
            // The second press of the button, after the first has signed in; or another person, who shares the device and
            // must not land on the pages of the first.
            return if is_login_of(&ctx, &person, &fields.login).await? {
                landed(&ctx, &person, &fields)
            } else {
                ctx.again(&again(&fields), &[Message::new("sign-in-somebody-else").with("name", &person.name)])
            };
        }
        Form::NotYet { fields, wrong } => return ctx.again(&again(&fields), &wrong),
        Form::Fresh { fields, .. } => fields,
    };
    let services = ctx.services.clone();
    let (login, code) = (fields.login.clone(), fields.code.clone());
    let password = Password::typed(&fields.password);
    let congress = site.map(|site| site.congress);
    let device = device_of(&services, &request);
    let caller = Caller::Outside { visitor: Visitor::of(&request), device: device.clone() };
    let outcome = ctx
        .services
        .hashing
        .run(move |memory| {
            let mut door = Door::of(&services, memory);
            Ok::<_, PageError>(actions::sign_in(&mut door, congress, &login, &caller, &password, &code))
        })
        .await?;
    match ruled(outcome)? {
        Ok(person) => {
            session.renew();
            session.insert(ACCOUNT, person.id).map_err(PageError::internal)?;
            let mut answer = landed(&ctx, &person, &fields)?;
            let known = device.knowing(&ctx.services.secret, person.id);
            answer.add_cookie(&device_cookie(&ctx.services, &known)).map_err(PageError::internal)?;
            Ok(answer)
        }
        Err(refused) => ctx.again(&again(&fields), &refused.messages()),
    }
}

async fn is_login_of(ctx: &Ctx, person: &Person, typed: &str) -> Result<bool, PageError> {
    let (services, id, typed) = (ctx.services.clone(), person.id, Login::parse(typed));
    let login = blocking(move || Ok::<_, PageError>(services.db.read(|conn| store::login_of(conn, id))?)).await?;
    Ok(typed.is_some_and(|typed| login.as_deref() == Some(typed.as_str())))
}

const DEVICE_COOKIE: &str = "piaojue-device";
/// From one yearly session to the next.
const DEVICE_DAYS: i64 = 400;

fn device_of(services: &Services, request: &HttpRequest) -> Device {
    let cookie = request.cookie(&services.cookie_name(DEVICE_COOKIE));
    cookie.map_or_else(Device::new, |cookie| Device::of_cookie(cookie.value()))
}

fn device_cookie(services: &Services, device: &Device) -> Cookie<'static> {
    Cookie::build(services.cookie_name(DEVICE_COOKIE), device.cookie())
        .path("/")
        .http_only(true)
        .secure(services.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::days(DEVICE_DAYS))
        .finish()
}

/// Where somebody goes on after signing in. What they had typed goes back to its page, if it was they who typed it.
fn landed(ctx: &Ctx, person: &Person, fields: &SignInForm) -> Handled {
    let to = landing(person.role.home(), &fields.next);
    let Some(typed) = Typed::read(&fields.carried) else { return Ok(ctx.see_page(to)) };
    if to != fields.next || !typed.is_of(&ctx.csrf_of(&person.id.to_string())) {
        return Ok(ctx.see(person.role.home(), "words-of-another"));
    }
    let Typed { fields, multipart, had_files, .. } = typed;
    ctx.of_person(signed_in(person)).show(&ResumePage { action: to.to_owned(), multipart, had_files, fields })
}

fn signed_in(person: &Person) -> SignedIn {
    SignedIn {
        id: person.id.to_string(),
        name: person.name.clone(),
        role: person.role.word().to_owned(),
        home: person.role.home(),
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
        Form::NotYet { wrong, .. } => return ctx.again(&page, &wrong),
    };
    let (services, changed) = (ctx.services.clone(), person.clone());
    let outcome = ctx
        .services
        .hashing
        .run(move |memory| {
            let mut door = Door::of(&services, memory);
            Ok::<_, PageError>(actions::change_password(&mut door, &changed, [&before, &new, &again]))
        })
        .await?;
    match ruled(outcome)? {
        Ok(()) => {
            session.renew();
            Ok(ctx.see(person.role.home(), "password-changed"))
        }
        Err(refused) => ctx.again(&page, &refused.messages()),
    }
}

/// Asks a signed-in person once more, for a form that is not carried out yet: the code of a second press is used up by
/// the first, which it is answered like.
pub async fn ask_once_more(
    ctx: &Ctx,
    person: &Person,
    form: Option<FormKey>,
    password: &str,
    code: &str,
) -> Result<Vec<Message>, PageError> {
    let Some(key) = form else { return Ok(Vec::new()) };
    let (services, person) = (ctx.services.clone(), person.clone());
    let (password, code) = (Password::typed(password), code.to_owned());
    let ask = ctx.services.hashing.run(move |memory| {
        if services.db.was_submitted(key)? {
            return Ok(Vec::new());
        }
        match actions::confirm_identity(&mut Door::of(&services, memory), &person, &password, &code) {
            Ok(()) => Ok(Vec::new()),
            Err(refused) => refused.said(),
        }
    });
    ask.await
}

pub async fn sign_out(ctx: Ctx, session: Session, form: Form<Nothing>) -> Handled {
    match form {
        Form::Fresh { .. } => session.purge(),
        // The second press of the button: whoever it was is out already.
        Form::Expired(Nothing {}) if ctx.home().is_none() => {}
        Form::Expired(Nothing {}) | Form::NotYet { .. } => return Err(PageError::FormExpired),
    }
    Ok(ctx.see("/", "signed-out"))
}
