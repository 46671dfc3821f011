//! The door: signing in and out, and a password of one's own.

use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web::Data,
};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};

use super::{
    account::{Account, Login, Person, Role, Site},
    actions::{self, Door},
    device::Device,
    door::Caller,
    guard_pages::{MustFirst, signed_in, somebody},
    outbox_pages::outbox_of_nobody,
    outside::{CameFrom, Choice, ShownElsewhere, choice_at, confirm_elsewhere},
    password::Password,
    sign_ins::{self, Begun},
    store,
};
use crate::{
    db::FormKey,
    web::{
        Ctx, FORM, Form, Handled, LARGE_FORM, Message, NotDone, Nothing, Page, PageError, Query, Refusal, Services,
        Typed, Visitor, blocking, ruled,
    },
};

/// One account of a demonstration.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    pub role: &'static str,
    pub name: String,
    pub login: String,
    pub password: String,
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

    pub(super) fn accounts(&self) -> Vec<DemoAccount> {
        self.0.read().clone()
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
    /// Where else people sign in.
    pub outside: Option<Choice>,
    pub demo: Vec<DemoAccount>,
}

impl SignInPage {
    pub(super) fn new(demo: Vec<DemoAccount>) -> Self {
        Self { login: String::new(), next: String::new(), ended: None, carried: String::new(), outside: None, demo }
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
            seed: None,
            booth: None,
        },
        DemoAccount {
            role: "deputy",
            name: "示例代表".into(),
            login: "SC0001".into(),
            password: "demo-pass".into(),
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
        .chain(Choice::samples().into_iter().map(|choice| Self { outside: Some(choice), ..Self::new(Vec::new()) }))
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
    let accounts = demo.accounts();
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
pub async fn show_sign_in(
    ctx: Ctx,
    request: HttpRequest,
    site: Option<Site>,
    query: Query<SignInQuery>,
    demo: Data<DemoSheet>,
) -> Handled {
    let SignInQuery { login, next, ended } = query.into_inner();
    if let Some(person) = somebody(&request) {
        return Ok(ctx.see_page(landing(person.role.home(), &next)));
    }
    let ended = ENDED.into_iter().find(|known| *known == ended);
    let outside = choice_at(&ctx.services, site.as_ref(), &next).await?;
    ctx.show(&SignInPage { login, next, ended, outside, ..SignInPage::new(demo.accounts()) })
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
    let outside = choice_at(&ctx.services, site.as_ref(), &form.typed().next).await?;
    let again = |fields: &SignInForm| SignInPage {
        outside: outside.clone(),
        login: fields.login.clone(),
        next: fields.next.clone(),
        carried: fields.carried.clone(),
        ..SignInPage::new(demo.accounts())
    };
    let fields = match form {
        Form::Expired(fields) => {
            let Some(account) = account_behind(&ctx, &request).await? else {
                return ctx.again(&again(&fields), &["form-expired".into()]);
            };
            let person = &account.person;
            // The second press of the button, after the first has signed in; or another person, who shares the device and
            // must not land on the pages of the first.
            return if is_login_of(&ctx, person, &fields.login).await? {
                landed(&ctx, &account, &fields)
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
    let caller = Caller::Outside { visitor: Visitor::of(&request), device: device_of(&services, &request) };
    let outcome = ctx
        .services
        .hashing
        .run(move |memory| {
            let mut door = Door::of(&services, memory);
            Ok::<_, PageError>(actions::sign_in(&mut door, congress, &login, &caller, &password, &code))
        })
        .await?;
    match ruled(outcome)? {
        Ok(account) => {
            let answer = landed(&ctx, &account, &fields)?;
            enters(&ctx, &request, &session, &account, answer)
        }
        Err(refused) => ctx.again(&again(&fields), &refused.messages()),
    }
}

/// The browser is the account's from this answer on.
pub(super) fn enters(
    ctx: &Ctx,
    request: &HttpRequest,
    session: &Session,
    account: &Account,
    mut answer: HttpResponse,
) -> Handled {
    session.renew();
    session.remove(CameFrom::KEY);
    let begun = Begun::by(account, request, ctx.services.clock.now());
    sign_ins::begin(session, account.person.id, &begun).map_err(PageError::internal)?;
    let known = device_of(&ctx.services, request).knowing(&ctx.services.secret, account.person.id);
    answer.add_cookie(&device_cookie(&ctx.services, &known)).map_err(PageError::internal)?;
    Ok(answer)
}

/// The account of whoever is signed in.
pub(super) async fn account_behind(ctx: &Ctx, request: &HttpRequest) -> Result<Option<Account>, PageError> {
    match somebody(request) {
        Some(person) => ctx.read(move |conn| store::by_id(conn, person.id)).await,
        None => Ok(None),
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

pub(super) fn device_of(services: &Services, request: &HttpRequest) -> Device {
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
fn landed(ctx: &Ctx, account: &Account, fields: &SignInForm) -> Handled {
    let person = &account.person;
    let to = landing(person.role.home(), &fields.next);
    let Some(typed) = Typed::read(&fields.carried) else { return Ok(ctx.see_page(to)) };
    if to != fields.next || !typed.is_of(&ctx.form_token_of(&person.id.to_string())) {
        return Ok(ctx.see(person.role.home(), "words-of-another"));
    }
    let Typed { fields, multipart, had_files, .. } = typed;
    ctx.of_person(signed_in(account)).show(&ResumePage { action: to.to_owned(), multipart, had_files, fields })
}

/// Only pages of the person's own: a link must not send anybody elsewhere after signing in.
pub(super) fn landing<'a>(home: &'static str, next: &'a str) -> &'a str {
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
    let is_initial = MustFirst::on(request) == Some(MustFirst::ChangePassword);
    PasswordPage { is_initial, home: person.role.home() }
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
            let account = account_behind(&ctx, &request).await?.ok_or(PageError::NotFound)?;
            sign_ins::go_on_under_the_password_of(&session, &account).map_err(PageError::internal)?;
            let next = MustFirst::of(&account).map_or(person.role.home(), MustFirst::page);
            Ok(ctx.see(next, "password-changed"))
        }
        Err(refused) => ctx.again(&page, &refused.messages()),
    }
}

/// Password and code, asked again in the form of an act that cannot be taken back, and good for that act alone.
#[derive(Clone, Default, Deserialize)]
pub struct OnceMore {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// Asks a signed-in person once more, for a form that is not carried out yet: the code of a second press is used up by
/// the first, which it is answered like.
pub async fn ask_once_more(
    ctx: &Ctx,
    person: &Person,
    form: Option<FormKey>,
    typed: &OnceMore,
) -> Result<Vec<Message>, PageError> {
    let Some(key) = form else { return Ok(Vec::new()) };
    let (services, person) = (ctx.services.clone(), person.clone());
    let (secret, now) = (&ctx.services.secret, ctx.services.clock.now());
    let shown = ctx.shown_elsewhere().and_then(|cookie| ShownElsewhere::of_cookie(cookie, secret, person.id, now));
    if let (Some(shown), true) = (shown, typed.password.is_empty()) {
        let code = typed.code.clone();
        return blocking(move || {
            if services.db.was_submitted(key)? {
                return Ok(Vec::new());
            }
            match confirm_elsewhere(&services.db, &services.secret, now, (&person, &shown), &code) {
                Ok(()) => Ok(Vec::new()),
                Err(refused) => refused.said(),
            }
        })
        .await;
    }
    let (password, code) = (Password::typed(&typed.password), typed.code.clone());
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
    let mut answer = ctx.see("/", "signed-out");
    answer.add_cookie(&outbox_of_nobody(&ctx.services)).map_err(PageError::internal)?;
    Ok(answer)
}
