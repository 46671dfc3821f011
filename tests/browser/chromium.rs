//! A person's browser, driven through chromedriver: finds things by the words on them.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use std::{
    cell::Cell,
    env,
    io::{BufRead, BufReader, Cursor, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Engine, TestApp, sources};

/// How long a page may take to show what a story waits for; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 390 × 844, touch.
    Phone,
    /// 1280 × 900.
    Desktop,
}

impl Size {
    fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
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
        Self::start(&app.origin, app.engine, story, size, true).await
    }

    /// A browser that reaches the program by another address.
    pub async fn at(app: &TestApp, origin: &str, story: &str, size: Size) -> Self {
        Self::start(origin, app.engine, story, size, true).await
    }

    pub async fn without_scripts(app: &TestApp, story: &str, size: Size) -> Self {
        Self::start(&app.origin, app.engine, &format!("{story}-without-scripts"), size, false).await
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
            for (command, parameters) in
                [("Network.enable", json!({})), ("Network.setBlockedURLs", json!({ "urls": ["*/static/js/*"] }))]
            {
                client.issue_cmd(DevTools { command, parameters }).await.unwrap();
            }
        }
        Self { client, origin: origin.to_owned(), size, folder, pictures: Cell::new(0), driver, _profile: profile }
    }

    pub async fn close(mut self) {
        self.driver.session = None;
        self.client.clone().close().await.unwrap();
    }

    /// For what these words cannot say.
    pub fn raw(&self) -> &Client {
        &self.client
    }

    pub async fn visits(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.unwrap();
    }

    pub async fn goes_back(&self) {
        self.client.back().await.unwrap();
    }

    pub async fn reloads(&self) {
        self.client.refresh().await.unwrap();
    }

    /// Path of the page in front, without its query.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Waits until the page in front is the one at `path`.
    pub async fn is_at(&self, path: &str) {
        let arrived = async || self.path().await == path;
        if !waited_for(arrived).await {
            let at = self.path().await;
            self.fails(&format!("is at {at}, not at {path}")).await;
        }
    }

    /// Everything a person could read, as it is laid out.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the words can be read.
    pub async fn sees(&self, words: &str) {
        let seen = async || self.text().await.contains(words);
        if !waited_for(seen).await {
            self.fails(&format!("does not see {words:?}")).await;
        }
    }

    pub async fn does_not_see(&self, words: &str) {
        if self.text().await.contains(words) {
            self.fails(&format!("sees {words:?}")).await;
        }
    }

    /// Clicks the first visible link, button, summary or label whose words are these, else one that contains them.
    pub async fn clicks(&self, words: &str) {
        self.clicks_one_of(&["a", "button", "summary", "label"], words).await;
    }

    /// Clicks the button, not a link of the same words.
    pub async fn presses_the_button(&self, words: &str) {
        self.clicks_one_of(&["button"], words).await;
    }

    async fn clicks_one_of(&self, tags: &[&str], words: &str) {
        let quoted = quoted(words);
        let all = |test: &str| tags.iter().map(|tag| format!("//{tag}[{test}]")).collect::<Vec<_>>().join(" | ");
        let exact = all(&format!("normalize-space(.)={quoted}"));
        let partial = all(&format!("contains(normalize-space(.), {quoted})"));
        let clicked = async || {
            for xpath in [&exact, &partial] {
                if let Some(element) = self.visible(Locator::XPath(xpath)).await {
                    return element.click().await.is_ok();
                }
            }
            false
        };
        if !waited_for(clicked).await {
            self.fails(&format!("finds nothing to click that says {words:?}")).await;
        }
    }

    pub async fn clicks_css(&self, css: &str) {
        let clicked = async || match self.visible(Locator::Css(css)).await {
            Some(element) => element.click().await.is_ok(),
            None => false,
        };
        if !waited_for(clicked).await {
            self.fails(&format!("finds no {css} to click")).await;
        }
    }

    /// Presses one of the buttons 赞成, 反对, 弃权 (0, 1, 2) of a row of the paper.
    pub async fn marks(&self, row: usize, mark: usize) {
        let css = format!("#c{row} .marks label:nth-of-type({})", mark + 1);
        let centred = format!("document.querySelector('{css}')?.scrollIntoView({{ block: 'center' }})");
        self.evaluates(&centred).await;
        self.clicks_css(&css).await;
    }

    /// The buttons pressed on the paper, row by row; 9 where none is.
    pub async fn marks_shown(&self) -> Vec<usize> {
        let script = "return [...document.querySelectorAll('[data-row]')].map((row) => \
                      Number(row.querySelector('input:checked')?.value ?? 9));";
        serde_json::from_value(self.evaluates(script).await).unwrap()
    }

    /// The text of the first visible element that matches, once there is one.
    pub async fn reads(&self, css: &str) -> String {
        let read = Cell::new(None);
        let found = async || match self.visible(Locator::Css(css)).await {
            Some(element) => {
                read.set(element.text().await.ok());
                true
            }
            None => false,
        };
        if !waited_for(found).await {
            self.fails(&format!("finds no {css} to read")).await;
        }
        read.take().unwrap_or_default()
    }

    /// Moves the focus on by the Tab key until `test`, an expression about the focused element `e`, holds.
    pub async fn tabs_to(&self, test: &str) {
        let script = format!("const e = document.activeElement; return Boolean({test});");
        for _ in 0..60 {
            if self.evaluates(&script).await == json!(true) {
                return;
            }
            self.presses_key(Key::Tab.into()).await;
        }
        self.fails(&format!("does not come by Tab to where {test}")).await;
    }

    /// One key, wherever the focus is.
    pub async fn presses_key(&self, key: char) {
        let press = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(press).await.unwrap();
    }

    /// Opens a second tab and goes on in it; answers how to return to the first.
    pub async fn opens_a_tab(&self) -> fantoccini::wd::WindowHandle {
        let first = self.client.window().await.unwrap();
        let opened = self.client.new_window(true).await.unwrap();
        self.client.switch_to_window(opened.handle).await.unwrap();
        first
    }

    /// No finding of axe-core that is serious or critical.
    pub async fn is_accessible(&self) {
        // The pages of the desk fetch themselves anew, which may end a check half-way.
        let found = Cell::new(None);
        let checked = async || {
            if self.client.execute(axe(), Vec::new()).await.is_err() {
                return false;
            }
            let findings = self.client.execute_async(RUN_AXE, Vec::new()).await;
            findings.is_ok_and(|findings| {
                found.set(Some(findings));
                true
            })
        };
        assert!(waited_for(checked).await, "axe-core does not run");
        let findings = found.take().unwrap();
        if findings != json!([]) {
            self.fails(&format!("finds barriers: {}", serde_json::to_string_pretty(&findings).unwrap())).await;
        }
    }

    /// Types into the field with that label, in place of what is in it.
    pub async fn types(&self, label: &str, text: &str) {
        let quoted = quoted(label);
        let xpath = format!(
            "//*[@id=//label[normalize-space(.)={quoted}]/@for] | //label[contains(normalize-space(.), {quoted})]//input"
        );
        let typed = async || {
            let Some(field) = self.visible(Locator::XPath(&xpath)).await else { return false };
            field.clear().await.is_ok() && field.send_keys(text).await.is_ok()
        };
        if !waited_for(typed).await {
            self.fails(&format!("finds no field labelled {label:?}")).await;
        }
    }

    /// Chooses a file in a field for files.
    pub async fn chooses_file(&self, css: &str, file: &std::path::Path) {
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Sends keys to whatever has the focus; `fantoccini::key::Key` names those without a letter.
    pub async fn presses(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// The value of a script's `return`.
    pub async fn evaluates(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Nothing sticks out to the right: nobody scrolls sideways to read.
    pub async fn fits_its_width(&self) {
        let script = "const d = document.documentElement; return d.scrollWidth - d.clientWidth;";
        let over = self.evaluates(script).await.as_i64().unwrap();
        if over > 0 {
            self.fails(&format!("must scroll {over} pixels sideways")).await;
        }
    }

    /// Takes a picture of what is in sight: `01-<name>.png` in the story's folder.
    pub async fn screenshot(&self, name: &str) {
        std::fs::write(self.next_picture(name), self.png(false).await).unwrap();
    }

    /// Becomes a screen of so many pixels, as hangs in a hall.
    pub async fn is_a_screen_of(&self, width: u32, height: u32) {
        let parameters = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = DevTools { command: "Emulation.setDeviceMetricsOverride", parameters };
        self.client.issue_cmd(command).await.unwrap();
    }

    /// Takes a picture of the whole page in front, from top to bottom.
    pub async fn whole_page(&self, name: &str) {
        std::fs::write(self.next_picture(name), self.png(true).await).unwrap();
    }

    /// The same for the documentation, into docs/screenshots, if PIAOJUE_SCREENSHOTS is `docs`.
    pub async fn picture_for_docs(&self, name: &str, whole: bool) {
        let png = self.png(whole).await;
        std::fs::write(self.next_picture(name), &png).unwrap();
        if env::var_os("PIAOJUE_SCREENSHOTS").is_some_and(|place| place == "docs") {
            let folder = sources::root().join("docs/screenshots");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{name}-{}.png", self.size.name())), png).unwrap();
        }
    }

    /// What a telephone reads that is held before the QR code, as it is seen.
    pub async fn scans(&self, css: &str) -> String {
        let script = format!(
            "const e = document.querySelector('{css}'); e.scrollIntoView({{ block: 'center' }}); \
             const {{ x, y, width, height }} = e.getBoundingClientRect(); \
             return {{ x: x + scrollX, y: y + scrollY, width, height, scale: 2 }};"
        );
        self.reads(&format!("{css} svg")).await;
        let clip = self.evaluates(&script).await;
        let parameters = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.asks_the_browser("Page.captureScreenshot", parameters).await;
        let png = STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        std::fs::write(self.next_picture("qr"), &png).unwrap();
        read_qr(&png)
    }

    /// Shows the page as it comes out on paper.
    pub async fn looks_as_printed(&self) {
        self.asks_the_browser("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    }

    pub async fn looks_as_on_screen(&self) {
        self.asks_the_browser("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    }

    async fn asks_the_browser(&self, command: &'static str, parameters: Value) -> Value {
        let asked = tokio::time::timeout(PATIENCE, self.client.issue_cmd(DevTools { command, parameters })).await;
        asked.unwrap_or_else(|_| panic!("Chromium does not answer {command}")).unwrap()
    }

    fn next_picture(&self, name: &str) -> PathBuf {
        self.pictures.set(self.pictures.get() + 1);
        self.folder.join(format!("{:02}-{name}.png", self.pictures.get()))
    }

    /// A picture of what is in sight, or of the whole page. Chromium never answers if the page moves on meanwhile, so one
    /// that fetches itself anew is stopped first and set going again.
    async fn png(&self, whole: bool) -> Vec<u8> {
        let script = "const turns = document.querySelector('meta[http-equiv=refresh]') !== null; \
                      if (turns) window.stop(); return turns;";
        let turns_by_itself = self.evaluates(script).await == json!(true);
        let parameters = json!({ "format": "png", "captureBeyondViewport": whole });
        let answer = self.asks_the_browser("Page.captureScreenshot", parameters).await;
        if turns_by_itself {
            self.reloads().await;
        }
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// Prints the page as its style sheet says, on so many sheets; into docs/screenshots like the pictures.
    pub async fn prints_for_docs(&self, name: &str, sheets: usize) {
        let a4 = json!({ "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69 });
        let answer = self.asks_the_browser("Page.printToPDF", a4).await;
        let pdf = STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        let printed = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
        assert_eq!(printed, sheets, "{name}: sheets of paper");
        std::fs::write(self.next_picture(name).with_extension("pdf"), &pdf).unwrap();
        if env::var_os("PIAOJUE_SCREENSHOTS").is_some_and(|place| place == "docs") {
            std::fs::write(sources::root().join("docs/screenshots").join(format!("{name}.pdf")), pdf).unwrap();
        }
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
        self.screenshot("failed").await;
        let at = self.client.current_url().await.map(|url| url.to_string()).unwrap_or_default();
        panic!("the browser {what} at {at}; picture in {}:\n{}", self.folder.display(), self.text().await)
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

/// The text of the one QR code in a picture.
fn read_qr(picture: &[u8]) -> String {
    let mut decoder = png::Decoder::new(Cursor::new(picture));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let [width, height] = [info.width, info.height].map(|side| usize::try_from(side).unwrap());
    let samples = info.color_type.samples();
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[(y * width + x) * samples]);
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "one QR code");
    codes[0].decode().unwrap().1
}

/// A text in XPath 1.0, which knows no escapes.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}

/// axe-core, which `npm ci` in client/ brings.
fn axe() -> &'static str {
    static AXE: LazyLock<String> = LazyLock::new(|| {
        let path = sources::root().join("client/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(path).expect("axe-core is missing: sh scripts/client.sh brings it")
    });
    &AXE
}

const RUN_AXE: &str = r"
    const done = arguments[arguments.length - 1];
    // Pages that fetch themselves anew say so, and every form on them is left alone while it is filled in.
    const rules = { 'meta-refresh': { enabled: false } };
    const short = ({ id, impact, help, nodes }) =>
        ({ id, impact, help, nodes: nodes.slice(0, 5).map((n) => `${n.target.join(' ')}: ${n.failureSummary}`) });
    axe.run(document, { resultTypes: ['violations'], rules }).then(
        ({ violations }) => done(violations.filter(({ impact }) => /serious|critical/.test(impact)).map(short)),
        (error) => done([String(error)]),
    );";

/// `target/browser`: pictures, downloads, archives.
pub fn left_behind(engine: Engine) -> PathBuf {
    target().join("browser").join(engine.to_string())
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| sources::root().join("target"), |folder| sources::root().join(folder))
}

fn capabilities(profile: &TempDir, folder: &std::path::Path, size: Size) -> Capabilities {
    let data = format!("--user-data-dir={}", profile.path().display());
    let mut options = json!({
        "binary": program("CHROMIUM", "chromium"),
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=zh-CN", "--window-size=1280,900", data,
        ],
        "prefs": { "download.default_directory": folder, "download.prompt_for_download": false },
    });
    if size == Size::Phone {
        // A window is never narrower than 500 pixels, so the phone is emulated.
        let phone = json!({ "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true });
        options["mobileEmulation"] = json!({ "deviceMetrics": phone });
    }
    let patience = u64::try_from(PATIENCE.as_millis()).unwrap();
    let wanted = json!({
        "browserName": "chrome", "pageLoadStrategy": "normal", "goog:chromeOptions": options,
        "timeouts": { "pageLoad": patience * 2, "script": patience },
    });
    wanted.as_object().unwrap().clone()
}

/// The program that the environment variable names, or the one of that name on PATH.
fn program(variable: &str, name: &str) -> PathBuf {
    let on_path = || {
        let path = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    env::var_os(variable).map(PathBuf::from).or_else(on_path).unwrap_or_else(|| {
        panic!("{name} is missing: make test installs it on Debian as root, elsewhere install it or set {variable}")
    })
}

type NoUrl = <Url as std::str::FromStr>::Err;

/// A command of the browser's own protocol, by way of chromedriver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, NoUrl> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// chromedriver on a port of its own choice.
struct Driver {
    process: Child,
    port: u16,
    /// A session that nobody has ended yet.
    session: Option<String>,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new(program("CHROMEDRIVER", "chromedriver"))
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver says on which port it listens");
        // Whatever it says later has somewhere to go.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, port, session: None }
    }

    /// Without the session's end Chromium would outlive a story that failed.
    fn end(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "DELETE /session/{session} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = self.session.take()
            && let Err(error) = self.end(&session)
        {
            eprintln!("Chromium may still be running: {error}");
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
