//! People with a browser that runs no scripts: they look at pages, fill in the forms they see, and keep cookies.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, MutexGuard},
    time::Duration,
};

use jiff::Timestamp;
use piaojue::{accounts::OneTimeCode, clock::Clock};

use reqwest::{
    Client, Method, StatusCode, Url,
    cookie::{CookieStore, Jar},
    header::{HOST, HeaderMap, LOCATION},
    multipart,
    redirect::Policy,
};
use scraper::{ElementRef, Html, Selector};

const SECOND_FACTOR: &str = "/second-factor";

/// A telephone that shows one-time codes.
struct Authenticator {
    codes: OneTimeCode,
    last: Option<i64>,
}

impl Authenticator {
    /// One that is good and was not used yet: half a minute early or late is forgiven.
    fn next_code(&mut self, clock: Clock) -> String {
        let now = clock.now().timestamp().as_second() / 30;
        let step = self.last.map_or(now - 1, |last| (last + 1).max(now - 1));
        self.last = Some(step);
        self.codes.code(Timestamp::from_second(step * 30).unwrap().into())
    }
}

/// By the address of the program and the name that signs in.
type Authenticators = HashMap<(String, String), Authenticator>;

/// Everybody's telephone, whichever browser they sit at.
fn authenticators() -> MutexGuard<'static, Authenticators> {
    static ALL: LazyLock<Mutex<Authenticators>> = LazyLock::new(Mutex::default);
    ALL.lock().unwrap()
}

/// One answer, after following redirects.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    /// Path and query of where the redirects ended.
    pub path: String,
    /// Where the answers before this one pointed to.
    pub redirects: Vec<String>,
    pub html: String,
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Visitor {
    client: Client,
    cookies: Arc<Jar>,
    /// What every request of the browser says.
    headers: HeaderMap,
    origin: String,
    page: Option<Page>,
    /// What the forms that ask for the password again are filled with.
    password: Option<String>,
    login: Option<String>,
    /// Whoever knows what time it is sets up one-time codes where that is asked, on the way to somewhere else.
    clock: Option<Clock>,
}

impl Visitor {
    pub fn new(origin: &str) -> Self {
        Self::with(origin, HeaderMap::new(), Jar::default())
    }

    /// Whose requests a proxy on this machine passes on from `address`.
    pub fn behind(origin: &str, address: &str) -> Self {
        let forwarded = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), address.parse().unwrap())]);
        Self::with(origin, forwarded, Jar::default())
    }

    /// Whose browser asks for the site of `host`.
    pub fn at(origin: &str, host: &str) -> Self {
        let asked = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
        Self::with(origin, asked, Jar::default())
    }

    fn with(origin: &str, headers: HeaderMap, cookies: Jar) -> Self {
        let cookies = Arc::new(cookies);
        // Takes no line up again that the server, which gives it up after five seconds, may be closing.
        let client = Client::builder().pool_idle_timeout(Duration::from_secs(2)).cookie_provider(cookies.clone());
        let client = client.redirect(Policy::none()).no_proxy().default_headers(headers.clone()).build().unwrap();
        Self {
            client,
            cookies,
            headers,
            origin: origin.to_owned(),
            page: None,
            password: None,
            login: None,
            clock: None,
        }
    }

    pub fn with_the_clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Whoever sets up one-time codes by the page itself.
    pub fn without_an_authenticator(mut self) -> Self {
        self.clock = None;
        self
    }

    /// Goes on at the address of another program with the cookies of this one, which are those of the host.
    pub fn moves_to(&mut self, origin: &str) {
        let cookies = Jar::default();
        let (from, to): (Url, Url) = (self.origin.parse().unwrap(), origin.parse().unwrap());
        if let Some(kept) = self.cookies.cookies(&from) {
            for cookie in kept.to_str().unwrap().split("; ") {
                cookies.add_cookie_str(cookie, &to);
            }
        }
        let (page, password, login, clock) = (self.page.take(), self.password.take(), self.login.take(), self.clock);
        *self = Self { page, password, login, clock, ..Self::with(origin, self.headers.clone(), cookies) };
    }

    /// The page in front of this person.
    pub fn page(&self) -> &Page {
        self.page.as_ref().expect("this person has not visited a page yet")
    }

    pub async fn visits(&mut self, path: &str) -> Page {
        let request = self.client.get(self.url(path));
        self.follows(path, request).await
    }

    /// Fills in the form of the page in front whose `action` is given, and sends it. Fields that are not named
    /// keep what the page put into them, the hidden tokens among them.
    pub async fn submits(&mut self, action: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.page().form(action).with(fields);
        self.sends(action, &form).await
    }

    /// The password, where it is asked for again and nothing was typed: few stories are about that.
    fn with_the_password(&self, action: &str, form: &FilledForm) -> FilledForm {
        const ASKED_AGAIN: [&str; 6] = ["/open", "/close", "/annul", "/confirm", "/certify", "/announce"];
        let typed = form.fields.iter().any(|(name, value)| name == "password" && !value.is_empty());
        let mut form = form.clone();
        let asks_again = form.fields.iter().any(|(name, _)| name == "password");
        if let (Some(login), Some(clock), true) = (&self.login, self.clock, asks_again && !typed)
            && let Some(code) = form.fields.iter_mut().find(|(name, value)| name == "code" && value.is_empty())
            && let Some(known) = authenticators().get_mut(&self.whose(login))
        {
            code.1 = known.next_code(clock);
        }
        match &self.password {
            Some(password) if !typed && ASKED_AGAIN.iter().any(|act| action.ends_with(act)) => {
                form.with(&[("password", password)])
            }
            _ => form,
        }
    }

    /// Sends a form again as it was, as an impatient second press of the button does.
    pub async fn sends(&mut self, action: &str, form: &FilledForm) -> Page {
        let form = &self.with_the_password(action, form);
        let request = self.client.post(self.url(action));
        let request = match form.multipart {
            false => request.form(&form.fields),
            true => request.multipart(form.parts()),
        };
        self.follows(action, request).await
    }

    /// Fills in a form that has a field for a file.
    pub async fn uploads(&mut self, action: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page {
        let (field, name, content) = file;
        self.uploads_all(action, fields, field, &[(name, content)]).await
    }

    /// Fills in a form in whose one field several files were chosen.
    pub async fn uploads_all(
        &mut self,
        action: &str,
        fields: &[(&str, &str)],
        field: &str,
        files: &[(&str, &[u8])],
    ) -> Page {
        let form = self.page().form(action).with(fields);
        self.sends_with(action, &form, field, files).await
    }

    /// Sends a form as it was, with files.
    pub async fn sends_with(&mut self, action: &str, form: &FilledForm, field: &str, files: &[(&str, &[u8])]) -> Page {
        let parts = files.iter().fold(form.parts(), |parts, (name, content)| {
            parts.part(field.to_owned(), multipart::Part::bytes(content.to_vec()).file_name((*name).to_owned()))
        });
        let request = self.client.post(self.url(action)).multipart(parts);
        self.follows(action, request).await
    }

    /// Fills in a form and loses the connection after `bytes` of it are with the server.
    pub async fn loses_the_connection_in_mid_upload(&self, action: &str, file: (&str, &str, &[u8]), bytes: usize) {
        let (field, name, content) = file;
        let form = self.page().form(action);
        let part = multipart::Part::bytes(content.to_vec()).file_name(name.to_owned());
        let origin = super::catcher::cut_after(&self.origin, bytes);
        let request = self.client.post(format!("{origin}{action}"));
        let sent = request.multipart(form.parts().part(field.to_owned(), part)).send().await;
        assert!(sent.is_err(), "the connection was to be cut: {sent:?}");
    }

    /// Signs in by the sign-in page.
    pub async fn signs_in(&mut self, login: &str, password: &str, code: &str) -> Page {
        self.visits("/sign-in").await;
        let known = match (&self.clock, code) {
            (Some(clock), "") => authenticators().get_mut(&self.whose(login)).map(|known| known.next_code(*clock)),
            _ => None,
        };
        let code = known.as_deref().unwrap_or(code);
        (self.password, self.login) = (Some(password.to_owned()), Some(login.to_owned()));
        let page = self.submits("/sign-in", &[("login", login), ("password", password), ("code", code)]).await;
        if page.path == SECOND_FACTOR { self.sets_up_codes(login).await } else { page }
    }

    fn whose(&self, login: &str) -> (String, String) {
        (self.origin.clone(), login.trim().to_uppercase())
    }

    /// Does what the page says, and goes on to where this person's work is.
    async fn sets_up_codes(&mut self, login: &str) -> Page {
        let Some(clock) = self.clock else { return self.page().clone() };
        let secret = self.page().texts(".in-groups").remove(0).replace(' ', "");
        let mut authenticator = Authenticator { codes: OneTimeCode::of(&secret).unwrap(), last: None };
        let code = authenticator.next_code(clock);
        let done = self.submits(SECOND_FACTOR, &[("new_code", &code)]).await;
        done.is(200);
        authenticators().insert(self.whose(login), authenticator);
        let home = done.attributes("a.primary", "href").remove(0);
        self.visits(&home).await
    }

    /// Looks a receipt up in the year of the stories, as a browser without scripts does.
    pub async fn looks_up(&mut self, tracker: &str) -> Page {
        const VERIFY: &str = "/results/2024/verify";
        self.visits(VERIFY).await.is(200);
        self.submits(VERIFY, &[("tracker", tracker)]).await
    }

    /// One bare request, whose answer stays out of sight: nothing is followed, the page in front stays.
    pub async fn asks(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let method: Method = method.parse().unwrap();
        let mut request = self.client.request(method.clone(), self.url(path));
        if method != Method::GET && method != Method::HEAD {
            request = request.form(fields);
        }
        answer(path.to_owned(), Vec::new(), request.send().await.unwrap()).await
    }

    /// The same, from behind a proxy: as the visitor at that address.
    pub async fn asks_from(&self, address: &str, method: &str, path: &str) -> Page {
        let method: Method = method.parse().unwrap();
        let mut request = self.client.request(method.clone(), self.url(path)).header("X-Forwarded-For", address);
        if method != Method::GET && method != Method::HEAD {
            request = request.form::<[(&str, &str)]>(&[]);
        }
        answer(path.to_owned(), Vec::new(), request.send().await.unwrap()).await
    }

    /// A bare request with this person's cookies, but for the site of another host.
    pub async fn asks_at(&self, host: &str, method: &str, path: &str) -> Page {
        let request = self.client.request(method.parse().unwrap(), self.url(path)).header(HOST, host);
        answer(path.to_owned(), Vec::new(), request.send().await.unwrap()).await
    }

    /// A form sent as it is; nothing is followed, the page in front stays.
    pub async fn sends_bare(&self, action: &str, form: &FilledForm) -> Page {
        let form = &self.with_the_password(action, form);
        let request = self.client.post(self.url(action));
        let request = match form.multipart {
            false => request.form(&form.fields),
            true => request.multipart(form.parts()),
        };
        answer(action.to_owned(), Vec::new(), request.send().await.unwrap()).await
    }

    /// The bytes of a file.
    pub async fn downloads(&self, path: &str) -> Vec<u8> {
        let answer = self.client.get(self.url(path)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn follows(&mut self, path: &str, request: reqwest::RequestBuilder) -> Page {
        let mut page = answer(path.to_owned(), Vec::new(), request.send().await.unwrap()).await;
        while page.status == StatusCode::SEE_OTHER.as_u16() {
            let mut redirects = page.redirects.clone();
            let to = page.header("location").expect("a redirect says where to").to_owned();
            assert!(to.starts_with('/') && !to.starts_with("//"), "redirected to another site: {to}");
            redirects.push(to.clone());
            assert!(redirects.len() < 10, "redirected in circles: {redirects:?}");
            page = answer(to.clone(), redirects, self.client.get(self.url(&to)).send().await.unwrap()).await;
        }
        self.page = Some(page.clone());
        page
    }
}

async fn answer(path: String, redirects: Vec<String>, answer: reqwest::Response) -> Page {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = answer.bytes().await.unwrap();
    Page { status, headers, path, redirects, html: String::from_utf8_lossy(&body).into_owned() }
}

/// A form as a browser would send it.
#[derive(Clone, Debug)]
pub struct FilledForm {
    pub fields: Vec<(String, String)>,
    multipart: bool,
}

impl FilledForm {
    /// Puts values into fields; a name given twice is sent twice, as with check boxes.
    pub fn with(mut self, fields: &[(&str, &str)]) -> Self {
        self.fields.retain(|(name, _)| !fields.iter().any(|(typed, _)| typed == name));
        self.fields.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    #[track_caller]
    pub fn value(&self, name: &str) -> &str {
        let known = self.fields.iter().find(|(known, _)| known == name);
        &known.unwrap_or_else(|| panic!("the form has no field {name}: {:?}", self.fields)).1
    }

    fn parts(&self) -> multipart::Form {
        self.fields.iter().fold(multipart::Form::new(), |form, (name, value)| form.text(name.clone(), value.clone()))
    }
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect that was not followed points to.
    pub fn leads_to(&self) -> Option<&str> {
        self.headers.get(LOCATION).map(|value| value.to_str().unwrap())
    }

    /// The `Set-Cookie` lines.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// What a person reads in `main`, spaces folded.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        let main = html.select(&selector("main")).next().unwrap_or_else(|| html.root_element());
        main.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    pub fn title(&self) -> String {
        self.texts("h1").first().cloned().unwrap_or_default()
    }

    /// The texts of all elements that match, in order.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        let text = |element: ElementRef| element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        html.select(&selector(css)).map(text).collect()
    }

    /// The values of an attribute of all elements that match and have it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css)).filter_map(|element| element.attr(name)).map(ToOwned::to_owned).collect()
    }

    /// Fails with the page's text unless it says all of this.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        let all = self.text();
        assert!(all.contains(text), "{} ({}) does not say {text:?} but:\n{all}", self.path, self.status);
        self
    }

    /// A fingerprint in groups of four, in one piece for whoever copies it.
    #[track_caller]
    pub fn shows_in_groups(&self, fingerprint: &str) -> &Self {
        let shown = self.texts(".in-groups");
        let copied = |text: &String| text.replace(' ', "") == fingerprint;
        assert!(shown.iter().any(copied), "{} does not show {fingerprint} but {shown:?}", self.path);
        self
    }

    /// Fails unless the receipt that was looked up is said to be there, or not, in these words.
    #[track_caller]
    pub fn found(&self, words: &str) -> &Self {
        let told = self.is(200).texts("[data-found]:not([hidden])").join(" ");
        assert!(told.contains(words), "the page does not say {words:?} of the receipt but {told:?}");
        self
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}:\n{}", self.path, self.text());
        self
    }

    /// The form with that `action` (its query left out), with what the page put into its fields.
    #[track_caller]
    pub fn form(&self, action: &str) -> FilledForm {
        let wanted = action.split('?').next();
        let mut forms = self.forms().into_iter();
        let form = forms.find(|(action, _)| action.split('?').next() == wanted);
        let none = || panic!("{} ({}) has no form for {action}:\n{}", self.path, self.status, self.text());
        form.unwrap_or_else(none).1
    }

    /// Every form, with where it leads to.
    pub fn forms(&self) -> Vec<(String, FilledForm)> {
        let html = Html::parse_document(&self.html);
        let own_path = self.path.split('?').next().unwrap_or_default();
        let action = |form: &ElementRef| form.attr("action").unwrap_or(own_path).to_owned();
        html.select(&selector("form")).map(|form| (action(&form), Self::filled(form))).collect()
    }

    fn filled(form: ElementRef) -> FilledForm {
        let mut fields = Vec::new();
        for field in form.select(&selector("input, select, textarea")) {
            let Some(name) = field.attr("name") else { continue };
            if field.attr("disabled").is_some() {
                continue;
            }
            let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
                ("textarea", _) => field.text().collect::<String>(),
                ("select", _) => {
                    let options = selector("option");
                    let chosen = field.select(&options).find(|option| option.attr("selected").is_some());
                    let Some(option) = chosen.or_else(|| field.select(&options).next()) else { continue };
                    option.attr("value").map_or_else(|| option.text().collect(), ToOwned::to_owned)
                }
                (_, "submit" | "button" | "image" | "reset" | "file") => continue,
                (_, "radio" | "checkbox") if field.attr("checked").is_none() => continue,
                (_, "radio" | "checkbox") => field.attr("value").unwrap_or("on").to_owned(),
                _ => field.attr("value").unwrap_or_default().to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        FilledForm { fields, multipart: form.attr("enctype") == Some("multipart/form-data") }
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css:?} is no selector: {error}"))
}
