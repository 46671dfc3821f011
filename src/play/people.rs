//! People who use the system over HTTP as real ones do: for the demonstration and for measuring.

use std::{
    collections::HashMap,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use reqwest::{
    Client, Response, Url,
    header::{HeaderMap, HeaderName, HeaderValue},
    multipart::Form,
    redirect::Policy,
};
use verifiable_ballots::{
    Ballot, CapProof, Credential, Election, EncryptedTally, Marks, Paper, PartialDecryption, Seed, hash,
    signature::sign_message, trustee::decryption_key_from,
};

use crate::ballots::{self, ANSWERS};

/// A browser without a screen: keeps cookies, follows no redirect, reads forms' tokens.
pub struct Person {
    client: Client,
    base: String,
}

/// A page that was answered.
pub struct Answered {
    pub status: u16,
    pub location: Option<String>,
    pub text: String,
}

impl Answered {
    async fn of(response: Response) -> anyhow::Result<Self> {
        let status = response.status().as_u16();
        let location = response.headers().get("location").and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
        Ok(Self { status, location, text: response.text().await? })
    }

    /// The value of the first element whose markup begins with `opening` and has `attribute="…"`.
    pub fn attribute(&self, opening: &str, attribute: &str) -> Option<String> {
        let from = self.text.find(opening)?;
        let element = self.text.get(from..)?;
        let start = element.find(&format!("{attribute}=\""))? + attribute.len() + 2;
        let value = element.get(start..)?.split('"').next()?;
        Some(
            value
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        )
    }
}

impl Person {
    pub fn new(base: &str) -> anyhow::Result<Self> {
        Self::with(base, HeaderMap::new())
    }

    /// Whose address a proxy tells.
    pub fn behind(base: &str, address: &str) -> anyhow::Result<Self> {
        let told = HeaderValue::from_str(address)?;
        Self::with(base, HeaderMap::from_iter([(HeaderName::from_static("x-forwarded-for"), told)]))
    }

    fn with(base: &str, headers: HeaderMap) -> anyhow::Result<Self> {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).no_proxy();
        // Takes no line up again that the server, which gives it up after five seconds, may be closing.
        let mut client = client.default_headers(headers).pool_idle_timeout(Duration::from_secs(2));
        // Names under localhost are this machine (RFC 6761), also where the resolver knows none of them.
        if let Some(host) = Url::parse(base)?.host_str().filter(|host| host.ends_with(".localhost")) {
            client = client.resolve(host, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        }
        Ok(Self { client: client.build()?, base: base.to_owned() })
    }

    pub async fn visits(&self, path: &str) -> anyhow::Result<Answered> {
        Answered::of(self.client.get(format!("{}{path}", self.base)).send().await?).await
    }

    pub async fn fetches(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let response = self.client.get(format!("{}{path}", self.base)).send().await?.error_for_status()?;
        Ok(response.bytes().await?.to_vec())
    }

    /// Fills in the form on the page at `shown_at` and sends it to `action`; answers where it led.
    pub async fn submits(&self, shown_at: &str, action: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let page = self.visits(shown_at).await?;
        anyhow::ensure!(page.status == 200, "{shown_at} answered {}", page.status);
        let mut form: HashMap<&str, String> = fields.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        for token in ["csrf", "key"] {
            let value = page.attribute(&format!("<input type=\"hidden\" name=\"{token}\""), "value");
            form.insert(token, value.ok_or_else(|| anyhow::anyhow!("{shown_at} has no form"))?);
        }
        if let Some(session) = page.attribute("<input type=\"hidden\" name=\"session\"", "value") {
            form.insert("session", session);
        }
        let sent = self.client.post(format!("{}{action}", self.base)).form(&form).send().await?;
        let answer = Answered::of(sent).await?;
        answer.location.ok_or_else(|| {
            let problem = answer.text.split("<div class=\"notice bad\"").nth(1).unwrap_or_default();
            let words: String = problem.chars().take(300).collect();
            anyhow::anyhow!("{action} answered {} {words}", answer.status)
        })
    }

    /// Sends fields as they are.
    pub async fn sends(&self, action: &str, fields: &[(String, String)]) -> anyhow::Result<Answered> {
        Answered::of(self.client.post(format!("{}{action}", self.base)).form(fields).send().await?).await
    }

    /// The same, as a form sends them that may have files.
    pub async fn sends_parts(&self, action: &str, fields: &[(String, String)]) -> anyhow::Result<Answered> {
        let parts = fields.iter().fold(Form::new(), |parts, (name, value)| parts.text(name.clone(), value.clone()));
        Answered::of(self.client.post(format!("{}{action}", self.base)).multipart(parts).send().await?).await
    }

    pub async fn signs_in(&self, login: &str, password: &str, code: &str) -> anyhow::Result<()> {
        let fields = [("login", login), ("password", password), ("code", code), ("next", "")];
        let landed = self.submits("/sign-in", "/sign-in", &fields).await?;
        anyhow::ensure!(!landed.starts_with("/sign-in"), "{login} could not sign in");
        Ok(())
    }

    /// 领票: makes a ballot code and hands in its public key.
    pub async fn takes_a_ballot(&self, round: &str, election_uuid: &str) -> anyhow::Result<Credential> {
        let credential = Credential::generate(&mut rand::rng());
        let key = credential.public(election_uuid).to_string();
        let path = format!("/deputy/rounds/{round}/issue");
        self.submits(&path, &path, &[("public_key", &key)]).await?;
        Ok(credential)
    }

    /// Sends a finished ballot, as a booth does; answers the tracker.
    pub async fn casts(&self, round: &str, body: String) -> anyhow::Result<String> {
        let sent = self
            .client
            .post(format!("{}/rounds/{round}/ballots", self.base))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await?;
        let status = sent.status();
        let answer: serde_json::Value = sent.json().await?;
        let tracker = answer.get("tracker").and_then(serde_json::Value::as_str);
        tracker.map(ToOwned::to_owned).ok_or_else(|| anyhow::anyhow!("casting answered {status}: {answer}"))
    }

    /// A scrutineer's signature before voting begins, made from the seed as the browser makes it.
    pub async fn signs_the_election(&self, round: &str, seed: &str) -> anyhow::Result<()> {
        let path = format!("/scrutineer/rounds/{round}/election");
        let election = Election::parse(self.fetches(&format!("/rounds/{round}/setup/election.json")).await?)?;
        let seed: Seed = seed.parse()?;
        let message = ballots::election_message(election.fingerprint());
        let signature = serde_json::to_string(&sign_message(&seed.signing_key(), &message, &mut rand::rng()))?;
        self.submits(&path, &path, &[("signature", &signature)]).await?;
        Ok(())
    }

    /// A scrutineer's share of the opening, made from the seed as the browser makes it.
    pub async fn opens_the_box(&self, round: &str, seed: &str, password: &str) -> anyhow::Result<()> {
        let path = format!("/scrutineer/rounds/{round}/open");
        let page = self.visits(&path).await?;
        let sealed = page
            .attribute("data-open-box", "data-sealed-key")
            .ok_or_else(|| anyhow::anyhow!("{path} shows no sealed key"))?;
        let election = Election::parse(self.fetches(&format!("/rounds/{round}/setup/election.json")).await?)?;
        let payload = self.fetches(&format!("/scrutineer/rounds/{round}/encrypted_tally.json")).await?;
        // The number of ballots plays no part in a share.
        let sized =
            format!("{{\"num_tallied\":0,\"total_weight\":0,\"encrypted_tally\":\"{}\"}}", hash::sha256_hex(&payload));
        let tally = EncryptedTally::parse(&payload, sized.as_bytes(), &election)?;
        let seed: Seed = seed.parse()?;
        let key = decryption_key_from(&seed, &sealed)?;
        let share = PartialDecryption::make(&election, &tally, &key, &mut rand::rng());
        let share = String::from_utf8(share.to_json())?;
        self.submits(&path, &path, &[("partial_decryption", &share), ("password", password)]).await?;
        Ok(())
    }

    pub async fn signs(&self, document: &str, hash: &str, seed: &str) -> anyhow::Result<()> {
        let path = format!("/scrutineer/documents/{document}");
        let seed: Seed = seed.parse()?;
        let signature = sign_message(&seed.signing_key(), &crate::documents::message_to_sign(hash), &mut rand::rng());
        let signature = serde_json::to_string(&signature)?;
        self.submits(&path, &path, &[("signature", &signature)]).await?;
        Ok(())
    }
}

/// What a deputy marks: a row a candidate, 0 赞成, 1 反对, 2 弃权.
pub type Choice = Vec<usize>;

/// The body of a cast: ballot and cap proof of an `approve_each` paper.
pub fn ballot_body(
    election: &Election,
    credential: &Credential,
    choice: &Choice,
    cap: Option<u32>,
) -> anyhow::Result<String> {
    let titles: Vec<String> = election.questions().iter().map(|q| q.question.clone()).collect();
    let paper = Paper::approve_each(&titles, &ANSWERS, cap)?;
    let choices = paper.choices(&Marks::Rows(choice.iter().map(|&mark| Some(mark)).collect()))?;
    let made = Ballot::make(election, credential, &choices, &mut rand::rng())?;
    let proof = cap.map(|max| CapProof::make(election, &made, max, &mut rand::rng())).transpose()?;
    let text = String::from_utf8(made.ballot.bytes().to_vec())?;
    Ok(serde_json::json!({ "ballot": text, "cap": proof }).to_string())
}
