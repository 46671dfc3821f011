//! OpenID Connect: the authorization code with PKCE, state and nonce, and what the provider said of whom it sent back.

use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata},
};
use serde_json::Value;

use super::{provider::Provider, ticket::Ticket};
use crate::{db::Ts, fetch::fetch, ids::AccountId, web::Secret};

/// Told to the log; whoever signs in learns only that it did not work.
#[derive(Debug, thiserror::Error)]
pub enum ProtocolError {
    #[error("the provider cannot be asked: {0}")]
    Unreachable(String),
    #[error("the provider's secret was sealed under another one than the server's: set it anew")]
    Sealed,
    #[error("what the provider says of itself makes no sense: {0}")]
    Metadata(String),
    #[error("the provider does not take the code: {0}")]
    Code(String),
    #[error("what the provider says of the person is not to be believed: {0}")]
    Token(String),
    #[error("the provider says nothing of {0}")]
    NoClaim(String),
    #[error("the person did not sign in at the provider anew")]
    NotAnew,
}

/// The provider as this system's client sees it.
struct Known {
    metadata: CoreProviderMetadata,
    id: ClientId,
    secret: ClientSecret,
    back: RedirectUrl,
}

/// Asymmetric ones: nobody but the provider makes such a signature, also not whoever has the client's secret.
const SIGNATURES: [CoreJwsSigningAlgorithm; 6] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// A clock may be this far ahead of another.
const SKEW_SECONDS: i64 = 30;

impl Known {
    async fn of(provider: &Provider, secret: &Secret, back: &str) -> Result<Self, ProtocolError> {
        let sense = |e: &dyn std::fmt::Display| ProtocolError::Metadata(e.to_string());
        let client_secret = provider.client_secret(secret).ok_or(ProtocolError::Sealed)?;
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|e| sense(&e))?;
        let metadata = CoreProviderMetadata::discover_async(issuer, &fetch).await;
        Ok(Self {
            metadata: metadata.map_err(|e| ProtocolError::Unreachable(with_cause(&e)))?,
            id: ClientId::new(provider.client.clone()),
            secret: ClientSecret::new(client_secret),
            back: RedirectUrl::new(back.to_owned()).map_err(|e| sense(&e))?,
        })
    }
}

fn with_cause(error: &dyn std::error::Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", with_cause(cause))).unwrap_or_default();
    format!("{error}{cause}")
}

macro_rules! client {
    ($known:expr) => {
        CoreClient::from_provider_metadata($known.metadata.clone(), $known.id.clone(), Some($known.secret.clone()))
            .set_redirect_uri($known.back.clone())
    };
}

/// Where somebody is sent, and what their browser keeps meanwhile. Whoever shows once more who they are has to sign in there
/// anew, whatever the provider remembers.
pub async fn departs(
    provider: &Provider,
    secret: &Secret,
    back: &str,
    (next, at, again): (String, Ts, Option<AccountId>),
) -> Result<(String, Ticket), ProtocolError> {
    let known = Known::of(provider, secret, back).await?;
    let client = client!(known);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut asked = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge);
    if again.is_some() {
        asked = asked.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO);
    }
    let (address, state, nonce) = asked.url();
    let ticket = Ticket {
        state: state.secret().clone(),
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next,
        at,
        again,
    };
    Ok((address.to_string(), ticket))
}

/// What is believed of whoever came back.
#[derive(Clone, Debug)]
pub struct Said {
    /// The sign-in name here.
    pub login: String,
    pub second_factor: bool,
}

/// Trades the code for what the provider says, and checks signature, issuer, audience, time and nonce.
pub async fn arrives(
    provider: &Provider,
    secret: &Secret,
    back: &str,
    (ticket, code): (&Ticket, String),
    now: Ts,
) -> Result<Said, ProtocolError> {
    let known = Known::of(provider, secret, back).await?;
    let client = client!(known);
    let traded = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|e| ProtocolError::Metadata(e.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(ticket.verifier.clone()))
        .request_async(&fetch)
        .await
        .map_err(|e| ProtocolError::Code(with_cause(&e)))?;
    let token = traded.id_token().ok_or_else(|| ProtocolError::Token("there is none".to_owned()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims =
        token.claims(&verifier, &Nonce::new(ticket.nonce.clone())).map_err(|e| ProtocolError::Token(with_cause(&e)))?;
    let mut said = payload(&token.to_string()).ok_or_else(|| ProtocolError::Token("it has no claims".to_owned()))?;
    if ticket.again.is_some() && !is_anew(&said, ticket, now) {
        return Err(ProtocolError::NotAnew);
    }
    let second_factor = names_a_second_factor(&said, &provider.second_factor);
    if text_of(&said, &provider.claim).is_none()
        && let Some(more) = known.metadata.userinfo_endpoint()
    {
        let more = user_info(more.as_str(), traded.access_token().secret()).await?;
        // Of the same person, or it could be anybody's (OpenID Connect Core 5.3.2).
        if more.get("sub").and_then(Value::as_str) == Some(claims.subject().as_str()) {
            said = more;
        }
    }
    let login = text_of(&said, &provider.claim).ok_or_else(|| ProtocolError::NoClaim(provider.claim.clone()))?;
    Ok(Said { login, second_factor })
}

/// The claims of a token whose signature was checked.
fn payload(token: &str) -> Option<Value> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?).ok()
}

/// Numbers are sign-in names too.
fn text_of(said: &Value, claim: &str) -> Option<String> {
    match said.get(claim)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn names_a_second_factor(said: &Value, words: &[String]) -> bool {
    let is_one = |value: &Value| value.as_str().is_some_and(|value| words.iter().any(|word| word == value));
    let methods = said.get("amr").and_then(Value::as_array).into_iter().flatten();
    methods.chain(said.get("acr")).any(is_one)
}

/// Whether the person signed in at the provider since they were sent there, by the provider's own clock.
fn is_anew(said: &Value, ticket: &Ticket, now: Ts) -> bool {
    let seconds = |claim: &str| said.get(claim).and_then(Value::as_i64);
    let under_way = now.timestamp().duration_since(ticket.at.timestamp()).as_secs();
    match (seconds("auth_time"), seconds("iat")) {
        (Some(signed_in), Some(issued)) => signed_in >= issued - under_way - SKEW_SECONDS,
        _ => false,
    }
}

async fn user_info(address: &str, access: &str) -> Result<Value, ProtocolError> {
    let unreachable = |e: &dyn std::fmt::Display| ProtocolError::Unreachable(e.to_string());
    let request = http::Request::get(address).header("authorization", format!("Bearer {access}")).body(Vec::new());
    let answer = fetch(request.map_err(|e| unreachable(&e))?).await.map_err(|e| unreachable(&e))?;
    if !answer.status().is_success() {
        return Err(unreachable(&answer.status()));
    }
    serde_json::from_slice(answer.body()).map_err(|e| unreachable(&e))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_second_factor_is_what_the_operator_said_it_is() {
        let words = ["mfa".to_owned(), "urn:loa:3".to_owned()];
        for (said, is_one) in [
            (r#"{"amr":["pwd","mfa"]}"#, true),
            (r#"{"acr":"urn:loa:3"}"#, true),
            (r#"{"amr":["pwd"],"acr":"urn:loa:1"}"#, false),
            (r#"{"amr":"mfa"}"#, false),
            (r"{}", false),
        ] {
            assert_eq!(names_a_second_factor(&serde_json::from_str(said).unwrap(), &words), is_one, "{said}");
        }
        assert!(!names_a_second_factor(&serde_json::from_str(r#"{"amr":["mfa"]}"#).unwrap(), &[]));
    }

    #[test]
    fn whoever_shows_it_once_more_has_signed_in_since_they_left() {
        let at: Ts = "2024-02-03T01:00:00Z".parse::<Timestamp>().unwrap().into();
        let ticket = Ticket {
            state: String::new(),
            nonce: String::new(),
            verifier: String::new(),
            next: String::new(),
            at,
            again: Some(AccountId::new()),
        };
        let anew = |said: &str| is_anew(&serde_json::from_str(said).unwrap(), &ticket, at.plus_minutes(2));
        assert!(anew(r#"{"iat":100000,"auth_time":99990}"#));
        assert!(anew(r#"{"iat":100000,"auth_time":99860}"#));
        assert!(!anew(r#"{"iat":100000,"auth_time":99800}"#), "before they left");
        assert!(!anew(r#"{"iat":100000}"#), "nothing is said of it");
    }
}
