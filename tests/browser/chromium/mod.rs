//! A person's browser, driven through chromedriver: finds things by the words on them.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

mod acts;
mod axe;
mod driver;
mod pictures;

use std::{
    cell::Cell,
    env,
    path::PathBuf,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use self::driver::{DevTools, Driver, capabilities};
use crate::support::{Engine, TestApp, sources};

/// How long a page may take to show what a story waits for; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 390 × 844, touch.
    Phone,
    /// 1280 × 900.
    Desktop,
    /// 810 × 1080, as a tablet is held.
    Tablet,
}

impl Size {
    fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
            Self::Tablet => "tablet",
        }
    }
}

pub struct Browser {
    client: Client,
    origin: String,
    size: Size,
    /// Where this story's pictures and downloads go: `target/browser/<engine>/<story>/<size>`.
    pub folder: PathBuf,
    pictures: Cell<u32>,
    driver: Driver,
    _profile: TempDir,
}

impl Browser {
    pub async fn open(app: &TestApp, story: &str, size: Size) -> Self {
        Self::start(&app.origin, app.engine(), story, size, true).await
    }

    /// A browser that reaches the program by another address.
    pub async fn at(app: &TestApp, origin: &str, story: &str, size: Size) -> Self {
        Self::start(origin, app.engine(), story, size, true).await
    }

    pub async fn without_scripts(app: &TestApp, story: &str, size: Size) -> Self {
        Self::start(&app.origin, app.engine(), &format!("{story}-without-scripts"), size, false).await
    }

    async fn start(origin: &str, engine: Engine, story: &str, size: Size, scripts: bool) -> Self {
        let folder = left_behind(engine).join(story).join(size.name());
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let profile = tempfile::Builder::new().prefix("piaojue-chromium-").tempdir().unwrap();
        let mut driver = Driver::start();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder
            .capabilities(capabilities(&profile, &folder, size))
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
        driver.session = client.session_id().await.unwrap();
        if !scripts {
            // With scripts switched off chromedriver could not look at the page either; so none of ours arrives,
            // and the security policy forbids all others.
            block(&client, "*/static/js/*").await;
        }
        Self { client, origin: origin.to_owned(), size, folder, pictures: Cell::new(0), driver, _profile: profile }
    }

    /// From now on nothing arrives whose address is like this, and everything else does.
    pub async fn loses(&self, pattern: &str) {
        block(&self.client, pattern).await;
    }

    pub async fn close(mut self) {
        self.driver.session = None;
        self.client.clone().close().await.unwrap();
    }

    /// For what these words cannot say.
    pub fn raw(&self) -> &Client {
        &self.client
    }

    async fn visible(&self, search: Locator<'_>) -> Option<Element> {
        for element in self.client.find_all(search).await.ok()? {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    async fn fails(&self, what: &str) -> ! {
        self.picture_of_the_failure().await;
        let at = self.client.current_url().await.map(|url| url.to_string()).unwrap_or_default();
        panic!("the browser {what} at {at}; picture in {}:\n{}", self.folder.display(), self.text().await)
    }
}

async fn block(client: &Client, pattern: &str) {
    for (command, parameters) in
        [("Network.enable", json!({})), ("Network.setBlockedURLs", json!({ "urls": [pattern] }))]
    {
        client.issue_cmd(DevTools { command, parameters }).await.unwrap();
    }
}

async fn waited_for(mut happened: impl AsyncFnMut() -> bool) -> bool {
    let begun = Instant::now();
    loop {
        if happened().await {
            return true;
        }
        if begun.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// `target/browser`: pictures, downloads, archives.
pub fn left_behind(engine: Engine) -> PathBuf {
    target().join("browser").join(engine.to_string())
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| sources::root().join("target"), |folder| sources::root().join(folder))
}
