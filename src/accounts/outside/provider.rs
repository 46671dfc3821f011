//! Where else people of a congress sign in, and as what they may.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    accounts::{account::Role, sealed},
    ids::CongressId,
    web::{ReachedBy, Secret},
};

/// A provider of OpenID Connect as the operator set it up for one congress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub congress: CongressId,
    /// What people call it.
    pub label: String,
    pub issuer: String,
    /// By what the provider knows this system.
    pub client: String,
    pub(super) sealed_secret: String,
    /// The claim that is the sign-in name here.
    pub claim: String,
    /// Who may come that way.
    pub roles: Vec<Role>,
    /// Who may come no other way: passwords are switched off for them.
    pub only_there: Vec<Role>,
    /// Values of `amr` or `acr` by which the provider says that two factors were shown.
    pub second_factor: Vec<String>,
}

/// The same before it is kept.
#[derive(Clone, Debug)]
pub struct NewProvider {
    pub congress: CongressId,
    pub label: String,
    pub issuer: String,
    pub client: String,
    pub client_secret: String,
    pub claim: String,
    pub roles: Vec<Role>,
    pub second_factor: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    #[error("the label is what people call it, 1 to 20 characters: 浙政钉")]
    Label,
    #[error("the issuer is an https address, as the provider's /.well-known/openid-configuration names it: {0:?}")]
    Issuer(String),
    #[error("the name and the secret that the provider gave this system are missing")]
    Client,
    #[error("a claim, and each word for a second factor, is one word of letters, digits and _ - . : /, not {0:?}")]
    Word(String),
    #[error("name at least one role that may come that way")]
    NoRole,
    #[error("operators always come by password: somebody must get in when the provider is gone")]
    Operators,
    #[error("the secret cannot be sealed")]
    Unsealed,
}

const PURPOSE: &str = "secret at the sign-in provider";

fn is_word(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte))
}

impl NewProvider {
    pub fn checked(self, secret: &Secret, only_there: Vec<Role>) -> Result<Provider, ProviderFault> {
        let label = self.label.trim().to_owned();
        if !(1..=20).contains(&label.chars().count()) || label.chars().any(char::is_control) {
            return Err(ProviderFault::Label);
        }
        let here = ReachedBy::at(&self.issuer) == ReachedBy::ThisMachineOnly;
        let is_address = self.issuer.starts_with("https://") || (here && self.issuer.starts_with("http://"));
        if !is_address || self.issuer.contains(['?', '#', ' ']) || self.issuer.len() > 500 {
            return Err(ProviderFault::Issuer(self.issuer));
        }
        let client_secret = self.client_secret.trim();
        if self.client.trim().is_empty() || client_secret.is_empty() {
            return Err(ProviderFault::Client);
        }
        if let Some(word) = self.second_factor.iter().chain([&self.claim]).find(|word| !is_word(word)) {
            return Err(ProviderFault::Word(word.clone()));
        }
        if self.roles.is_empty() {
            return Err(ProviderFault::NoRole);
        }
        if self.roles.contains(&Role::Admin) {
            return Err(ProviderFault::Operators);
        }
        let sealed = sealed::seal(secret, PURPOSE, &self.congress.to_string(), client_secret.as_bytes());
        Ok(Provider {
            congress: self.congress,
            label,
            issuer: self.issuer,
            client: self.client.trim().to_owned(),
            sealed_secret: STANDARD.encode(sealed.ok_or(ProviderFault::Unsealed)?),
            claim: self.claim,
            only_there: only_there.into_iter().filter(|role| self.roles.contains(role)).collect(),
            roles: self.roles,
            second_factor: self.second_factor,
        })
    }
}

impl Provider {
    pub fn is_for(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    pub fn is_the_only_way_of(&self, role: Role) -> bool {
        self.only_there.contains(&role)
    }

    /// `None` under another server's secret.
    pub(super) fn client_secret(&self, secret: &Secret) -> Option<String> {
        let sealed = STANDARD.decode(&self.sealed_secret).ok()?;
        String::from_utf8(sealed::open(secret, PURPOSE, &self.congress.to_string(), &sealed)?).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn given() -> NewProvider {
        NewProvider {
            congress: CongressId::new(),
            label: " 浙政钉 ".into(),
            issuer: "https://sso.example/realms/hz".into(),
            client: "piaojue".into(),
            client_secret: "s3cret\n".into(),
            claim: "employee_number".into(),
            roles: vec![Role::Secretariat, Role::Deputy],
            second_factor: vec!["mfa".into(), "urn:loa:3".into()],
        }
    }

    #[test]
    fn its_secret_is_read_by_the_server_alone_that_sealed_it() {
        let secret = Secret::new([7; 32]);
        let provider = given().checked(&secret, vec![Role::Secretariat, Role::Auditor]).unwrap();
        assert_eq!(provider.only_there, [Role::Secretariat], "nobody is shut out who may not come that way");
        assert_eq!(provider.label, "浙政钉");
        assert!(!provider.sealed_secret.contains("s3cret"));
        assert_eq!(provider.client_secret(&secret).as_deref(), Some("s3cret"));
        assert_eq!(provider.client_secret(&Secret::new([8; 32])), None);
        let moved = Provider { congress: CongressId::new(), ..provider };
        assert_eq!(moved.client_secret(&secret), None, "another congress's");
    }

    #[test]
    fn what_is_wrong_with_a_provider_is_named() {
        let fault = |change: &dyn Fn(&mut NewProvider)| {
            let mut new = given();
            change(&mut new);
            new.checked(&Secret::new([7; 32]), Vec::new()).unwrap_err()
        };
        assert_eq!(fault(&|new| new.label.clear()), ProviderFault::Label);
        for issuer in ["http://sso.example", "sso.example", "https://sso.example/?x", "ftp://localhost"] {
            assert_eq!(fault(&|new| new.issuer = issuer.into()), ProviderFault::Issuer(issuer.into()));
        }
        assert_eq!(fault(&|new| new.client_secret = " ".into()), ProviderFault::Client);
        assert_eq!(fault(&|new| new.claim = "a b".into()), ProviderFault::Word("a b".into()));
        assert_eq!(fault(&|new| new.roles.clear()), ProviderFault::NoRole);
        assert_eq!(fault(&|new| new.roles.push(Role::Admin)), ProviderFault::Operators);
    }
}
