//! The guards of everything behind the sign-in: who is asking, what they must do first, and what is theirs.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_session::SessionExt;
use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header::LOCATION},
    middleware::Next,
    web::Data,
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::{
    account::{Account, Person, Role, SecondFactor, Site},
    outside::{CameFrom, ShownElsewhere, choice_at},
    pages::{DemoSheet, SignInPage},
    sign_ins::{ACCOUNT, Begun, UNREAD},
    store,
};
use crate::{
    ids::AccountId,
    web::{Ctx, Elsewhere, Handled, Page, PageError, SHOWN_ELSEWHERE_COOKIE, Services, SignedIn, Typed, blocking},
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
        let found = blocking(move || Ok::<_, PageError>(services.db.read(|conn| store::by_id(conn, id))?)).await;
        if let Err(error) = &found {
            tracing::warn!(%error, "who is signed in could not be read");
            request.extensions_mut().insert(NotAsked);
        }
        let site = request.extensions().get::<Site>().map(|site| site.congress);
        let is_of_here = |person: &Person| person.congress().is_none() || person.congress() == site;
        let begun = Begun::of_session(&session);
        let goes_on = |account: &Account| begun.is_some_and(|begun| begun.is_under_the_password_of(account));
        let found = found.ok().flatten().filter(|account| account.active && is_of_here(&account.person));
        let found = found.filter(goes_on);
        if let Some(account) = found {
            let came = session.get::<CameFrom>(CameFrom::KEY).ok().flatten();
            let shown = came.as_ref().and_then(|came| shown_elsewhere(&request, &account, came)).unwrap_or_default();
            let mut extensions = request.extensions_mut();
            if let Some(first) = MustFirst::of(&account).filter(|first| !first.is_spared(came.as_ref())) {
                extensions.insert(first);
            }
            extensions.insert(SignedIn { elsewhere: shown, ..signed_in(&account) });
            extensions.insert(account.person);
        }
    }
    next.call(request).await
}

/// On a request: somebody may be signed in, but the database could not be asked who.
struct NotAsked;

/// On a request: what the person has to do before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MustFirst {
    /// The password is the one that somebody else gave.
    ChangePassword,
    /// One-time codes are not set up yet.
    SetUpCodes,
}

impl MustFirst {
    pub fn of(account: &Account) -> Option<Self> {
        match account.second_factor {
            _ if account.initial_password => Some(Self::ChangePassword),
            SecondFactor::ToSetUp => Some(Self::SetUpCodes),
            SecondFactor::NotAsked | SecondFactor::Codes(_) => None,
        }
    }

    /// A password that is not used needs no change, nor does whoever shows two factors at the provider need a third.
    fn is_spared(self, came: Option<&CameFrom>) -> bool {
        match self {
            Self::ChangePassword => came.is_some(),
            Self::SetUpCodes => came.is_some_and(|came| came.second_factor),
        }
    }

    pub fn on(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().copied()
    }

    pub fn page(self) -> &'static str {
        match self {
            Self::ChangePassword => "/password",
            Self::SetUpCodes => "/second-factor",
        }
    }
}

/// As every page shows them.
pub fn signed_in(account: &Account) -> SignedIn {
    let person = &account.person;
    SignedIn {
        id: person.id.to_string(),
        name: person.name.clone(),
        role: person.role.word().to_owned(),
        home: person.role.home(),
        needs_code: matches!(account.second_factor, SecondFactor::Codes(_)),
        elsewhere: Elsewhere::default(),
    }
}

/// How far whoever came from a provider has shown there once more who they are.
fn shown_elsewhere(request: &ServiceRequest, account: &Account, came: &CameFrom) -> Option<Elsewhere> {
    let services = request.app_data::<Data<Services>>()?;
    let cookie = request.cookie(&services.cookie_name(SHOWN_ELSEWHERE_COOKIE));
    let now = services.clock.now();
    let shown = cookie
        .and_then(|cookie| ShownElsewhere::of_cookie(cookie.value(), &services.secret, account.person.id, now))
        .filter(|shown| account.shown_elsewhere_at.is_none_or(|used| used < shown.at));
    Some(Elsewhere {
        label: came.label.clone(),
        passwords: !came.only_there,
        shown: shown.is_some(),
        second_factor: shown.is_some_and(|shown| shown.second_factor),
    })
}

pub fn somebody(request: &HttpRequest) -> Option<Person> {
    request.extensions().get::<Person>().cloned()
}

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
role_types!(Deputy, Secretariat, Scrutineer, Department, Supervisor, Auditor, Admin);

/// Middleware of a group of pages: whoever is not signed in is asked to; whoever has another role finds nothing here.
pub async fn only<R: RoleType, B: MessageBody + 'static>(
    ctx: Ctx,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let role = request.extensions().get::<Person>().map(|person| person.role);
    let first = request.extensions().get::<MustFirst>().copied();
    let not_asked = request.extensions().get::<NotAsked>().is_some();
    match role {
        None if not_asked => {
            let gone = PageError::Unavailable("who is signed in could not be read".to_owned());
            Ok(request.error_response(gone).map_into_right_body())
        }
        Some(role) if role == R::ROLE => {
            if let Some(first) = first {
                let answer = HttpResponse::SeeOther().insert_header((LOCATION, first.page())).finish();
                return Ok(request.into_response(answer).map_into_right_body());
            }
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
            let demo = demo.map_or_else(Vec::new, |demo| demo.accounts());
            let site = request.extensions().get::<Site>().cloned();
            let answer = match typed {
                Some(typed) => ctx.show(&SignInPage {
                    outside: choice_at(&ctx.services, site.as_ref(), &path).await?,
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
