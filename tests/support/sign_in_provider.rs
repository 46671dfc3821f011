//! A real provider of OpenID Connect in a process of its own: tests/support/sign_in_provider.mjs says what it can be told.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};

use reqwest::{Client, Url, redirect::Policy};
use serde_json::{Value, json};

use super::sources;

pub struct SignInProvider {
    child: Child,
    /// Closed with the story, which ends the process.
    _story: Option<ChildStdin>,
    pub issuer: String,
    pub secret: &'static str,
}

impl SignInProvider {
    /// Sends people back to those sites.
    pub fn started(sites: &[&str]) -> Self {
        let script = sources::root().join("tests/support/sign_in_provider.mjs");
        let back = sites.iter().map(|site| format!("{site}/sign-in/outside/return"));
        let mut node = Command::new("node");
        node.arg(script).args(back).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("Node.js runs the provider");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let issuer = lines.next().expect("the provider starts: scripts/client.sh installs it").unwrap();
        let story = child.stdin.take();
        Self { child, _story: story, issuer, secret: "a secret of the provider and this system alone" }
    }

    /// Who sits at the provider's page, and what is wrong with the next tokens.
    pub async fn is_told(&self, what: Value) {
        Client::new().post(format!("{}/story", self.issuer)).body(what.to_string()).send().await.unwrap();
    }

    pub async fn sits_there(&self, login: &str) {
        self.is_told(json!({ "login": login, "amr": ["pwd"] })).await;
    }
}

impl Drop for SignInProvider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser at the provider: cookies of the provider, none of this system.
pub struct AtTheProvider(Client);

impl AtTheProvider {
    pub fn new() -> Self {
        Self(Client::builder().cookie_store(true).redirect(Policy::none()).no_proxy().build().unwrap())
    }

    /// Follows the provider from the address that this system sent the browser to, until it sends it back: path and query there.
    pub async fn goes_through(&self, address: &str) -> String {
        let mut at: Url = address.parse().unwrap();
        for _ in 0..12 {
            let answer = self.0.get(at.clone()).send().await.unwrap();
            let to = answer.headers().get("location");
            let to = to.map(|to| at.join(to.to_str().unwrap()).unwrap());
            let Some(to) = to else { panic!("{at}: {} {}", answer.status(), answer.text().await.unwrap()) };
            if to.path().starts_with("/sign-in/outside/return") {
                return to.as_str()[to.origin().ascii_serialization().len()..].to_owned();
            }
            at = to;
        }
        panic!("the provider sends in circles: {at}")
    }
}
