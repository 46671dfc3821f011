//! One struct a template; what surrounds every page (language, large type, forms' tokens) is added here.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::HashMap,
    future::{Ready, ready},
    sync::{Arc, OnceLock},
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    http::{
        StatusCode, Uri,
        header::{CACHE_CONTROL, COOKIE, HeaderValue, LOCATION},
    },
    web::{Bytes, Data},
};
use fluent_bundle::FluentValue;
use jiff::civil::Date;
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::{
    Assets, FormToken, Handled, Lang, Message, PageError, ReachedBy, Services,
    kept::{Asked, Kept},
    notice, spoken,
};

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

/// What a template is filled with.
pub trait Page: Serialize + Sized {
    const TEMPLATE: &'static str;

    /// Every state this page can be in, for the test that renders all of them in both languages.
    fn samples() -> Vec<Self>;
}

/// A page's samples without its type.
pub struct PageSample {
    pub template: &'static str,
    pub samples: Vec<serde_json::Value>,
}

impl PageSample {
    pub fn of<P: Page>() -> Self {
        let samples = P::samples().iter().filter_map(|page| serde_json::to_value(page).ok()).collect();
        Self { template: P::TEMPLATE, samples }
    }
}

thread_local! {
    /// The language of the page that this thread is making: a component of a template sees no more than it is given.
    static SPOKEN: Cell<Lang> = const { Cell::new(Lang::Chinese) };
}

/// All templates, parsed at start.
#[derive(Clone)]
pub struct Views(Arc<Tera>);

impl Views {
    pub fn load() -> Result<Self, tera::Error> {
        Ok(Self(Arc::new(engine()?)))
    }

    pub fn render(&self, lang: Lang, template: &str, context: &Context) -> Result<String, PageError> {
        SPOKEN.set(lang);
        let page = self.0.render(template, context).map_err(|e| PageError::Internal(format!("{template}: {e}")))?;
        let in_english = lang == Lang::English && template.ends_with(".html");
        Ok(if in_english { spoken::chinese_marked(&page) } else { page })
    }

    /// The names of the pages' templates: all but the layout and the parts.
    pub fn page_templates(&self) -> Vec<String> {
        Templates::iter()
            .filter(|name| !name.starts_with("parts/") && name != "base.html")
            .map(Cow::into_owned)
            .collect()
    }
}

fn engine() -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![".html", ".svg", ".xml"]);
    tera.register_function("t", |kwargs: Kwargs, _: &State| -> TeraResult<String> { translate(SPOKEN.get(), &kwargs) });
    tera.register_function("asset", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        Assets::url(path).ok_or_else(|| tera::Error::message(format!("no asset {path}")))
    });
    tera.register_function("integrity", |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        Assets::integrity(path).ok_or_else(|| tera::Error::message(format!("no asset {path}")))
    });
    tera.register_function("new_key", |_: Kwargs, _: &State| -> TeraResult<String> {
        Ok(uuid::Uuid::new_v4().to_string())
    });
    // A fingerprint as people compare it.
    tera.register_filter("in_groups", |text: &str, _: Kwargs, _: &State| -> Vec<String> {
        text.chars().collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect()
    });
    let mut sources = Vec::new();
    for name in Templates::iter() {
        let file = Templates::get(&name).ok_or_else(|| tera::Error::message(format!("no template {name}")))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(tera::Error::message)?;
        sources.push((name.into_owned(), text));
    }
    tera.add_raw_templates(sources)?;
    Ok(tera)
}

fn translate(lang: Lang, kwargs: &Kwargs) -> TeraResult<String> {
    let key = kwargs.must_get::<&str>("key")?;
    let mut args: HashMap<Cow<'static, str>, FluentValue> = HashMap::new();
    for (name, value) in kwargs.iter() {
        match (name.as_str(), value.as_map()) {
            (None | Some("key"), _) => {}
            // A map of arguments, for a key that is not known before.
            (Some("args"), Some(more)) => {
                args.extend(more.iter().filter_map(|(name, value)| Some((argument(name.as_str()?), fluent(value)))));
            }
            (Some(name), _) => {
                args.insert(argument(name), fluent(value));
            }
        }
    }
    lang.lookup(key, &args).ok_or_else(|| tera::Error::message(format!("no message {key} in {}", lang.tag())))
}

fn argument(name: &str) -> Cow<'static, str> {
    Cow::Owned(name.replace('_', "-"))
}

fn fluent(value: &tera::Value) -> FluentValue<'static> {
    match (value.as_str(), value.as_f64()) {
        (Some(text), _) => FluentValue::from(text.to_owned()),
        (None, Some(number)) => FluentValue::from(number),
        (None, None) => FluentValue::from(value.to_string()),
    }
}

/// Who is signed in, as far as every page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct SignedIn {
    /// What ties the forms' tokens to this person.
    pub id: String,
    pub name: String,
    /// `deputy`, `secretariat`, …: the message `role-<role>`.
    pub role: String,
    pub home: &'static str,
    /// Whether a one-time code is asked for where the password is asked for again.
    pub needs_code: bool,
    /// By which way they came, if not by password.
    pub elsewhere: Elsewhere,
}

/// Where somebody signed in who came from the congress's own provider.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Elsewhere {
    /// What people call it; empty where there is none.
    pub label: String,
    /// Whether they have a password beside it.
    pub passwords: bool,
    /// Whether they have just shown there once more who they are, and whether by two factors.
    pub shown: bool,
    pub second_factor: bool,
}

/// What a browser brings of it; sealed, and read by whoever knows people.
pub const SHOWN_ELSEWHERE_COOKIE: &str = "piaojue-shown";

/// A congress's site, as pages and letters speak of it.
#[derive(Clone, Debug)]
pub struct SiteName {
    pub name: String,
    /// Where people reach it, without a final slash.
    pub origin: String,
}

/// What a page says on top of everything else: the message `ribbon-<key>`.
#[derive(Clone, Copy, Debug)]
pub struct Ribbon(pub &'static str);

/// Something wrong, in the page's language.
#[derive(Serialize)]
struct Problem {
    text: String,
    at: Option<Cow<'static, str>>,
}

#[derive(Serialize, Default)]
struct Refused {
    problems: Vec<Problem>,
    aside: Option<String>,
}

/// What is asked of a signed-in person before an act that cannot be taken back.
#[derive(Serialize, Default)]
struct OnceMore {
    code: bool,
    password: bool,
    #[serde(flatten)]
    elsewhere: Elsewhere,
}

impl OnceMore {
    fn of(person: &SignedIn) -> Self {
        let elsewhere = person.elsewhere.clone();
        Self {
            code: person.needs_code && !(elsewhere.shown && elsewhere.second_factor),
            password: !elsewhere.shown && (elsewhere.label.is_empty() || elsewhere.passwords),
            elsewhere,
        }
    }
}

#[derive(Serialize)]
struct Chrome<'a> {
    lang: &'static str,
    other_lang: &'static str,
    large: bool,
    path: &'a str,
    csrf: String,
    site: &'a str,
    /// Before the path of an address that others are told.
    origin: &'a str,
    signed_in: Option<&'a SignedIn>,
    /// How the person is asked once more before an act.
    once_more: OnceMore,
    notice: Option<String>,
    #[serde(flatten)]
    refused: Refused,
    demo: bool,
    ribbon: Option<&'static str>,
    /// Whether a phone gets there by a code on paper.
    reach: ReachedBy,
}

/// The request as far as every page depends on it.
#[derive(Clone)]
pub struct Ctx {
    pub services: Data<Services>,
    pub lang: Lang,
    pub large: bool,
    path: String,
    site: String,
    origin: String,
    signed_in: Option<SignedIn>,
    shown_elsewhere: Option<String>,
    /// What was just done, for the visitor who did it.
    notice: Option<String>,
    ribbon: Option<&'static str>,
    form_cookie: Option<String>,
    /// Of a visitor who brought none; made when it is needed.
    new_form_cookie: OnceLock<String>,
    chosen_lang: Option<Lang>,
    chosen_large: Option<bool>,
    asked: Asked,
}

const FORM_COOKIE: &str = "piaojue-form";
const LANG_COOKIE: &str = "lang";
const VIEW_COOKIE: &str = "view";

#[derive(serde::Deserialize, Default)]
struct Choices {
    lang: Option<String>,
    view: Option<String>,
}

impl FromRequest for Ctx {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// What a request brings, kept at little cost: for the page of an error that took the request with it.
pub(super) struct Brought {
    services: Data<Services>,
    uri: Uri,
    cookies: Vec<HeaderValue>,
}

impl Brought {
    pub(super) fn by(request: &HttpRequest) -> Result<Self, PageError> {
        let cookies = request.headers().get_all(COOKIE).cloned().collect();
        Ok(Self { services: services_of(request)?, uri: request.uri().clone(), cookies })
    }

    pub(super) fn ctx(self) -> Ctx {
        let Self { services, uri, cookies } = self;
        let cookie = |name: &str| {
            let pairs = cookies.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
            let mut all = pairs.filter_map(|pair| Cookie::parse(pair.trim()).ok());
            all.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
        };
        Ctx::asked_with(services, uri.path(), uri.query().unwrap_or_default(), cookie)
    }
}

fn services_of(request: &HttpRequest) -> Result<Data<Services>, PageError> {
    let services = request.app_data::<Data<Services>>().cloned();
    services.ok_or_else(|| PageError::internal("the services are not registered"))
}

impl Ctx {
    pub(super) fn of(request: &HttpRequest) -> Result<Self, PageError> {
        // Most readers bring none, and are many.
        let brings_cookies = request.headers().contains_key(COOKIE);
        let cookie = |name: &str| {
            let found = if brings_cookies { request.cookie(name) } else { None };
            found.map(|cookie| cookie.value().to_owned())
        };
        let ctx = Self::asked_with(services_of(request)?, request.path(), request.query_string(), cookie);
        let extensions = request.extensions();
        let site = extensions.get::<SiteName>();
        Ok(Self {
            site: site.map_or_else(String::new, |site| site.name.clone()),
            origin: site.map_or(ctx.origin, |site| site.origin.clone()),
            signed_in: extensions.get::<SignedIn>().cloned(),
            ribbon: extensions.get::<Ribbon>().map(|ribbon| ribbon.0),
            asked: Asked::by(request),
            ..ctx
        })
    }

    /// By whoever may be nobody, at no site yet.
    fn asked_with(services: Data<Services>, path: &str, query: &str, cookie: impl Fn(&str) -> Option<String>) -> Self {
        let choices: Choices = match query {
            "" => Choices::default(),
            query => serde_html_form::from_str(query).unwrap_or_default(),
        };
        let chosen_lang = choices.lang.as_deref().and_then(Lang::from_tag);
        let lang = chosen_lang.or_else(|| cookie(LANG_COOKIE).and_then(|c| Lang::from_tag(&c))).unwrap_or_default();
        let chosen_large = choices.view.as_deref().map(|view| view == "large");
        let large = chosen_large.unwrap_or_else(|| cookie(VIEW_COOKIE).as_deref() == Some("large"));
        let form_cookie = cookie(&services.cookie_name(FORM_COOKIE)).filter(|c| c.len() == 36);
        let notice = match (&form_cookie, cookie(&services.cookie_name(notice::COOKIE))) {
            (Some(visitor), Some(brought)) => {
                notice::brought(&services.secret, &brought, visitor, path, services.clock.now())
            }
            _ => None,
        };
        let notice = notice.and_then(|key| lang.lookup(&format!("notice-{key}"), &HashMap::new()));
        Self {
            lang,
            large,
            path: path.to_owned(),
            site: String::new(),
            origin: services.base_url.clone(),
            signed_in: None,
            shown_elsewhere: cookie(&services.cookie_name(SHOWN_ELSEWHERE_COOKIE)),
            notice,
            ribbon: None,
            form_cookie,
            new_form_cookie: OnceLock::new(),
            chosen_lang,
            chosen_large,
            asked: Asked::default(),
            services,
        }
    }

    /// Whether a program asks, by the address.
    pub(super) fn asks_for_data(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// The name of the site that was asked for.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Where people reach the site that was asked for, without a final slash.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where the signed-in person's own pages begin.
    pub fn home(&self) -> Option<&'static str> {
        self.signed_in.as_ref().map(|person| person.home)
    }

    /// What the browser brings from the congress's own provider, sealed.
    pub fn shown_elsewhere(&self) -> Option<&str> {
        self.shown_elsewhere.as_deref()
    }

    /// The same for somebody who has signed in just now.
    pub fn of_person(&self, person: SignedIn) -> Self {
        Self { signed_in: Some(person), ..self.clone() }
    }

    /// Whether the browser says that another site sent the form.
    pub fn came_from_elsewhere(&self) -> bool {
        self.asked.came_from_elsewhere()
    }

    /// Whether the browser has kept what has this tag.
    pub fn has_already(&self, etag: &HeaderValue) -> bool {
        self.asked.has(etag)
    }

    pub fn today(&self) -> Date {
        self.services.clock.now().day()
    }

    /// The page, 200.
    pub fn show(&self, page: &impl Page) -> Handled {
        self.answer(StatusCode::OK, page)
    }

    /// The page once more, 422, with what was wrong said on top.
    pub fn again(&self, page: &impl Page, problems: &[Message]) -> Handled {
        self.again_with(page, problems, None)
    }

    /// `aside` is said with the problems and is none of them.
    pub fn again_with(&self, page: &impl Page, problems: &[Message], aside: Option<&Message>) -> Handled {
        let refused = Refused {
            problems: problems.iter().map(|m| Problem { text: self.lang.text(m), at: m.at.clone() }).collect(),
            aside: aside.map(|m| self.lang.text(m)),
        };
        let html = self.html(page, refused, true)?;
        Ok(self.finish(StatusCode::UNPROCESSABLE_ENTITY, html))
    }

    /// The page, 200, with what has just been done in it.
    pub fn show_saying(&self, page: &impl Page, said: &Message) -> Handled {
        Self { notice: Some(self.lang.text(said)), ..self.clone() }.show(page)
    }

    /// A page without forms of ours, to whoever it may be: no cookie is set by which the browser could be known again.
    pub fn show_to_nobody(&self, page: &impl Page) -> Handled {
        let anonymous = Self { signed_in: None, notice: None, ..self.clone() };
        let html = anonymous.html(page, Refused::default(), false)?;
        let mut answer = HttpResponse::Ok();
        answer
            .content_type("text/html; charset=utf-8")
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header(("x-piaojue-answered", "page"));
        self.set_choices(&mut answer);
        Ok(answer.body(html))
    }

    pub fn answer(&self, status: StatusCode, page: &impl Page) -> Handled {
        let html = self.html(page, Refused::default(), true)?;
        Ok(self.finish(status, html))
    }

    /// 303 to where the outcome is seen; `notice` names the message `notice-<…>`, which is said there once.
    pub fn see(&self, to: &str, notice: &str) -> HttpResponse {
        let (services, name) = (&self.services, self.services.cookie_name(notice::COOKIE));
        let written = notice::written(&services.secret, notice, self.form_cookie(), to, services.clock.now());
        let mut answer = HttpResponse::SeeOther();
        answer.insert_header((LOCATION, to)).cookie(self.cookie(&name, written, Some(notice::LIFETIME)));
        self.set_form_cookie(&mut answer);
        answer.finish()
    }

    pub fn see_page(&self, to: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
    }

    /// A page that is the same for everybody, kept as bytes until something public changes. What a visitor has just
    /// done is said on a page made for that visit.
    pub async fn public<P: Page>(&self, build: impl AsyncFnOnce() -> Result<P, PageError>) -> Handled {
        let html = async || {
            let anonymous = Self { signed_in: None, ribbon: None, ..self.clone() };
            anonymous.html(&build().await?, Refused::default(), false)
        };
        if self.notice.is_some() {
            return Ok(self.finish(StatusCode::OK, html().await?));
        }
        let kept = self.kept(async || Ok(html().await?.into_bytes())).await?;
        let (mut answer, body) = self.answer_with(&kept, HeaderValue::from_static("text/html; charset=utf-8"));
        self.set_choices(&mut answer);
        Ok(answer.body(body))
    }

    /// Data for everybody, kept like a page. Scripts of other sites may read it.
    pub async fn public_data(
        &self,
        media: &'static str,
        build: impl AsyncFnOnce() -> Result<Vec<u8>, PageError>,
    ) -> Result<(HttpResponseBuilder, Bytes), PageError> {
        let kept = self.kept(build).await?;
        Ok(self.data_with(&kept, media))
    }

    /// Data for everybody that is made for each who asks: what may have to be forgotten is not kept.
    pub fn fresh_data(&self, media: &'static str, bytes: Vec<u8>) -> Result<(HttpResponseBuilder, Bytes), PageError> {
        let made = Kept::new(bytes)?.made_at(self.services.clock.now());
        Ok(self.data_with(&made, media))
    }

    fn data_with(&self, kept: &Kept, media: &'static str) -> (HttpResponseBuilder, Bytes) {
        let (mut answer, body) = self.answer_with(kept, HeaderValue::from_static(media));
        answer
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("cross-origin-resource-policy", "cross-origin"));
        (answer, body)
    }

    /// A page struct rendered for data's sake, not for a person: a feed.
    pub fn rendered(&self, page: &impl Page) -> Result<Vec<u8>, PageError> {
        let anonymous = Self { signed_in: None, ribbon: None, notice: None, ..self.clone() };
        Ok(anonymous.html(page, Refused::default(), false)?.into_bytes())
    }

    async fn kept(&self, make: impl AsyncFnOnce() -> Result<Vec<u8>, PageError>) -> Result<Arc<Kept>, PageError> {
        let key = format!("{}|{}|{}|{}", self.site, self.path, self.lang.tag(), self.large);
        self.services.public.kept(key, self.services.clock.now(), make).await
    }

    fn answer_with(&self, kept: &Kept, media: HeaderValue) -> (HttpResponseBuilder, Bytes) {
        let vary = HeaderValue::from_static("cookie, accept-encoding");
        let (mut answer, body) = kept.answer(&self.asked.clone().at(self.services.clock.now()), media, vary);
        answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")));
        (answer, body)
    }

    fn form_cookie(&self) -> &str {
        match &self.form_cookie {
            Some(known) => known,
            None => self.new_form_cookie.get_or_init(|| uuid::Uuid::new_v4().to_string()),
        }
    }

    pub fn form_token(&self) -> FormToken {
        self.form_token_of(self.signed_in.as_ref().map_or("", |s| s.id.as_str()))
    }

    /// The token of the forms that this browser shows to the account of this id.
    pub fn form_token_of(&self, bound_to: &str) -> FormToken {
        FormToken::of(self.services.secret.derive("csrf", format!("{}|{bound_to}", self.form_cookie()).as_bytes()))
    }

    fn html(&self, page: &impl Page, refused: Refused, with_person: bool) -> Result<String, PageError> {
        let mut context = Context::from_serialize(page).map_err(PageError::internal)?;
        context.insert(
            "chrome",
            &Chrome {
                lang: self.lang.tag(),
                other_lang: self.lang.other().tag(),
                large: self.large,
                path: &self.path,
                csrf: if with_person { self.form_token().shown() } else { String::new() },
                site: &self.site,
                origin: &self.origin,
                signed_in: self.signed_in.as_ref(),
                once_more: self.signed_in.as_ref().map_or_else(OnceMore::default, OnceMore::of),
                notice: self.notice.clone(),
                refused,
                demo: self.services.demo,
                ribbon: self.ribbon,
                reach: ReachedBy::at(&self.origin),
            },
        );
        self.services.views.render(self.lang, template_of(page), &context)
    }

    fn finish(&self, status: StatusCode, html: String) -> HttpResponse {
        let mut answer = HttpResponse::build(status);
        answer
            .content_type("text/html; charset=utf-8")
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header(("x-piaojue-answered", "page"));
        self.set_form_cookie(&mut answer);
        if self.notice.is_some() {
            let said = self.cookie(&self.services.cookie_name(notice::COOKIE), String::new(), Some(Duration::ZERO));
            answer.cookie(said);
        }
        self.set_choices(&mut answer);
        answer.body(html)
    }

    fn set_form_cookie(&self, answer: &mut HttpResponseBuilder) {
        if self.form_cookie.is_none() {
            answer.cookie(self.cookie(&self.services.cookie_name(FORM_COOKIE), self.form_cookie().to_owned(), None));
        }
    }

    fn set_choices(&self, answer: &mut HttpResponseBuilder) {
        let year = Some(Duration::days(365));
        if let Some(lang) = self.chosen_lang {
            answer.cookie(self.cookie(LANG_COOKIE, lang.tag().to_owned(), year));
        }
        if let Some(large) = self.chosen_large {
            answer.cookie(self.cookie(VIEW_COOKIE, if large { "large" } else { "normal" }.to_owned(), year));
        }
    }

    fn cookie(&self, name: &str, value: String, age: Option<Duration>) -> Cookie<'static> {
        let mut cookie = Cookie::build(name.to_owned(), value)
            .path("/")
            .http_only(true)
            .secure(self.services.is_https())
            .same_site(SameSite::Lax)
            .finish();
        if let Some(age) = age {
            cookie.set_max_age(age);
        }
        cookie
    }
}

fn template_of<P: Page>(_: &P) -> &'static str {
    P::TEMPLATE
}
