//! Scrutineers who make their key together, by the same messages that their browsers send, and the secretariat that
//! watches.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use piaojue::accounts::Role;
use serde::de::DeserializeOwned;
use serde_json::Value;
use verifiable_ballots::{
    Certificate, Polynomial, Seed, Vinput, Voutput,
    trustee::{Context, certificate, polynomial, verification},
};

use super::{PASSWORD, Page, TestApp, Visitor};

pub const LIST: &str = "/secretariat/scrutineers";
pub const START: &str = "/secretariat/scrutineers/key";
pub const VOID: &str = "/secretariat/scrutineers/key/void";
pub const KEY: &str = "/scrutineer/key";

/// Sign-in names and names; the first is the chief.
pub const PEOPLE: [(&str, &str); 3] = [("JIANPIAO1", "陈志强"), ("JIANPIAO2", "李建国"), ("JIANPIAO3", "吴晓燕")];

/// A session whose scrutineers have accounts, and the secretary.
pub struct Ceremony {
    pub app: TestApp,
    pub secretary: Visitor,
    pub makers: Vec<KeyMaker>,
}

impl Ceremony {
    /// Three accounts; nobody is appointed yet.
    pub async fn with_accounts(app: &TestApp) -> Self {
        app.has_session(4);
        let mut makers = Vec::new();
        for (login, name) in PEOPLE {
            makers.push(KeyMaker::new(app, login, name).await);
        }
        app.has_account(Role::Secretariat, "MISHU");
        let mut secretary = app.visitor();
        secretary.signs_in("MISHU", PASSWORD, "").await.is(200);
        Self { app: app.clone(), secretary, makers }
    }

    /// Three are appointed, the first as chief.
    pub async fn appointed(app: &TestApp) -> Self {
        let mut hall = Self::with_accounts(app).await;
        for (place, (login, _)) in PEOPLE.into_iter().enumerate() {
            hall.appoints(login, place == 0).await.is(200);
        }
        hall
    }

    /// The secretariat has begun a ceremony for two of three.
    pub async fn begun(app: &TestApp) -> Self {
        let mut hall = Self::appointed(app).await;
        hall.starts("2").await.is(200).says("第 1 次制作密钥正在进行");
        hall
    }

    /// Every certificate is there.
    pub async fn joined(app: &TestApp) -> Self {
        let mut hall = Self::begun(app).await;
        for maker in &mut hall.makers {
            maker.joins().await.is(200);
        }
        hall
    }

    /// Every polynomial is there.
    pub async fn dealt(app: &TestApp) -> Self {
        let mut hall = Self::joined(app).await;
        for maker in &mut hall.makers {
            maker.deals().await.is(200);
        }
        hall
    }

    /// The key is made; nobody has confirmed a copy.
    pub async fn made(app: &TestApp) -> Self {
        let mut hall = Self::dealt(app).await;
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        hall
    }

    pub async fn appoints(&mut self, login: &str, chief: bool) -> Page {
        let page = self.secretary.visits(LIST).await;
        let account = page.value_beside(login);
        let mut fields = vec![("account", account.as_str())];
        if chief {
            fields.push(("chief", "yes"));
        }
        self.secretary.submits(LIST, &fields).await
    }

    /// Presses a button beside somebody's name: `withdraw` or `chief`.
    pub async fn presses_for(&mut self, name: &str, what: &str) -> Page {
        let page = self.secretary.visits(LIST).await;
        let action = page.action_of(&format!("/{what}"), name);
        self.secretary.submits(&action, &[]).await
    }

    pub async fn starts(&mut self, threshold: &str) -> Page {
        self.secretary.visits(LIST).await;
        self.secretary.submits(START, &[("threshold", threshold)]).await
    }

    pub async fn voids(&mut self, reason: &str) -> Page {
        self.secretary.visits(VOID).await.is(200);
        self.secretary.submits(VOID, &[("reason", reason)]).await
    }

    pub async fn list(&mut self) -> Page {
        self.secretary.visits(LIST).await
    }
}

impl Page {
    /// The value of the radio button whose label says these words.
    #[track_caller]
    fn value_beside(&self, words: &str) -> String {
        let labels = self.texts("label.choice:has(input[type=radio])");
        let values = self.attributes("label.choice input[type=radio]", "value");
        let at = labels.iter().position(|label| label.contains(words));
        let at = at.unwrap_or_else(|| panic!("no choice says {words:?}: {labels:?}"));
        values[at].clone()
    }

    /// The address of the form in the table whose button names this person.
    #[track_caller]
    fn action_of(&self, end: &str, name: &str) -> String {
        let css = format!("td form[action$='{end}']");
        let (buttons, actions) = (self.texts(&css), self.attributes(&css, "action"));
        let at = buttons.iter().position(|button| button.contains(name));
        let at = at.unwrap_or_else(|| panic!("no button {end} for {name}: {buttons:?}"));
        actions[at].clone()
    }
}

/// A scrutineer with a device of their own.
#[derive(Clone)]
pub struct KeyMaker {
    pub login: String,
    pub name: String,
    pub browser: Visitor,
    /// Made when joining, unless it was typed in.
    pub seed: Option<Seed>,
}

impl KeyMaker {
    pub async fn new(app: &TestApp, login: &str, name: &str) -> Self {
        app.has_person(Role::Scrutineer, login, name, false);
        Self::signs_in(app, login, name).await
    }

    /// The same person on another device, where there is no seed.
    pub async fn signs_in(app: &TestApp, login: &str, name: &str) -> Self {
        let mut browser = app.visitor();
        browser.signs_in(login, PASSWORD, "").await.is(200);
        Self { login: login.to_owned(), name: name.to_owned(), browser, seed: None }
    }

    pub async fn page(&mut self) -> Page {
        self.browser.visits(KEY).await
    }

    pub async fn status(&self) -> Value {
        let page = self.browser.asks("GET", "/scrutineer/key/status.json", &[]).await;
        serde_json::from_str(&page.is(200).html).unwrap()
    }

    async fn part<T: DeserializeOwned>(&self, name: &str) -> T {
        let status = self.status().await;
        serde_json::from_value(status[name].clone()).unwrap_or_else(|e| panic!("{name}: {e}: {status}"))
    }

    pub fn seed(&self) -> &Seed {
        self.seed.as_ref().expect("this scrutineer has no seed yet")
    }

    /// Posts a message, whatever it is, to the ceremony in front.
    pub async fn sends(&mut self, step: &str, message: &str) -> Page {
        let ceremony = self.status().await["ceremony"].as_str().unwrap().to_owned();
        self.sends_to(&ceremony, step, message).await
    }

    pub async fn sends_to(&mut self, ceremony: &str, step: &str, message: &str) -> Page {
        let csrf = self.page().await.attributes("[data-key]", "data-csrf").remove(0);
        let key = uuid::Uuid::new_v4().to_string();
        let fields = [("csrf", &*csrf), ("key", &*key), ("ceremony", ceremony), ("step", step), ("message", message)];
        self.browser.asks("POST", "/scrutineer/key/messages", &fields).await
    }

    /// Says what the browser found wrong.
    pub async fn refuses(&mut self, ceremony: &str, finding: &str, about: &str) -> Page {
        let csrf = self.page().await.attributes("[data-key]", "data-csrf").remove(0);
        let key = uuid::Uuid::new_v4().to_string();
        let fields = [("csrf", &*csrf), ("key", &*key), ("ceremony", ceremony), ("finding", finding), ("about", about)];
        self.browser.asks("POST", "/scrutineer/key/refusals", &fields).await
    }

    /// The certificate for the place that the server says.
    pub async fn certificate(&mut self) -> Certificate {
        let [size, threshold, index] =
            [self.part("size").await, self.part("threshold").await, self.part("index").await];
        self.certificate_for(size, threshold, index)
    }

    pub fn certificate_for(&mut self, size: u32, threshold: u32, index: u32) -> Certificate {
        let rng = &mut rand::rng();
        let seed = self.seed.get_or_insert_with(|| Seed::generate(rng));
        certificate(seed, Context::new(size, threshold, index).unwrap(), rng)
    }

    pub async fn joins(&mut self) -> Page {
        let certificate = self.certificate().await;
        self.sends("certificate", &json(&certificate)).await
    }

    pub async fn polynomial(&self) -> Polynomial {
        let certificates: Vec<Certificate> = self.part("certificates").await;
        polynomial(self.seed(), &certificates, &mut rand::rng()).unwrap()
    }

    pub async fn deals(&mut self) -> Page {
        let polynomial = self.polynomial().await;
        self.sends("polynomial", &json(&polynomial)).await
    }

    pub async fn verification(&self) -> Voutput {
        let certificates: Vec<Certificate> = self.part("certificates").await;
        let vinput: Vinput = self.part("vinput").await;
        verification(self.seed(), &certificates, &vinput, &mut rand::rng()).unwrap()
    }

    pub async fn checks(&mut self) -> Page {
        let verification = self.verification().await;
        self.sends("verification", &json(&verification)).await
    }

    /// The copy was read back in the browser.
    pub async fn confirms(&mut self) -> Page {
        self.page().await;
        self.browser.submits("/scrutineer/key/copy", &[]).await
    }
}

pub fn json(message: &impl serde::Serialize) -> String {
    serde_json::to_string(message).unwrap()
}
