//! chromedriver, and Chromium behind it.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{PATIENCE, Size};

pub(super) fn capabilities(profile: &TempDir, folder: &std::path::Path, size: Size) -> Capabilities {
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
    if size == Size::Tablet {
        let tablet = json!({ "width": 810, "height": 1080, "pixelRatio": 1.0, "touch": true, "mobile": true });
        options["mobileEmulation"] = json!({ "deviceMetrics": tablet });
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
pub(super) struct DevTools {
    pub(super) command: &'static str,
    pub(super) parameters: Value,
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
pub(super) struct Driver {
    process: Child,
    pub(super) port: u16,
    /// A session that nobody has ended yet.
    pub(super) session: Option<String>,
}

impl Driver {
    /// The port that it finds free for one kind of address may be taken for the other by a server of another story: it then ends.
    pub(super) fn start() -> Self {
        (0..5).find_map(|_| Self::started()).expect("chromedriver says on which port it listens")
    }

    fn started() -> Option<Self> {
        let mut process = Command::new(program("CHROMEDRIVER", "chromedriver"))
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.strip_prefix("ChromeDriver was started successfully on port ")?.trim_end_matches('.').parse().ok()
        });
        let Some(port) = port else {
            let _ = process.wait();
            return None;
        };
        // Whatever it says later has somewhere to go.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { process, port, session: None })
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
