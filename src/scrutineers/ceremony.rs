//! The key ceremony: which message it waits for, whose is there, and which one may join them.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};
use verifiable_ballots::{
    ThresholdParameters,
    trustee::{
        self, CeremonyError as Wrong, CertKeys, Certificate, Context, Polynomial, Vinput, Voutput, check_certificate,
        check_polynomial, check_voutput,
    },
};

use crate::{
    db::Ts,
    ids::{KeyCeremonyId, SessionId},
    word_enum,
};

word_enum! {
    /// Where a ceremony stands; see docs/states.md.
    CeremonyState {
        /// Each scrutineer makes a seed and sends the public keys that follow from it.
        Certificates = "certificates",
        /// Each deals every other one a part of a key, sealed.
        Polynomials = "polynomials",
        /// Each checks the parts received and adds them up.
        Verifications = "verifications",
        /// The key stands.
        Finished = "finished",
        /// Stopped by the secretariat: its messages are kept and never used.
        Void = "void",
    }
}

word_enum! {
    /// The three messages of each scrutineer.
    Step {
        Certificate = "certificate",
        Polynomial = "polynomial",
        Verification = "verification",
    }
}

word_enum! {
    /// How far a scrutineer has come, as everybody may read it aloud.
    Standing {
        Absent = "absent",
        Joined = "joined",
        Dealt = "dealt",
        /// The browser found something wrong and stopped.
        Refused = "refused",
        Checked = "checked",
        Copied = "copied",
    }
}

word_enum! {
    /// What a browser finds wrong in what the server brings it.
    Finding {
        /// The certificates are not those of this ceremony.
        Certificates = "certificates",
        /// A colleague's part does not follow from what that colleague signed.
        Part = "part",
        /// What the scrutineer itself sent came back changed.
        Own = "own",
    }
}

/// What a scrutineer's browser refused, and whose part it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedPart {
    pub finding: Finding,
    pub about: Option<i32>,
}

#[derive(Clone, Debug)]
pub struct Ceremony {
    pub id: KeyCeremonyId,
    pub session: SessionId,
    /// From 1; a ceremony begun anew is the next.
    pub number: i32,
    pub state: CeremonyState,
    pub size: i32,
    pub threshold: i32,
    pub started_at: Ts,
    pub ended_at: Option<Ts>,
    pub void_reason: Option<String>,
}

/// A step that does not follow from where the ceremony stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ceremony is {is}")]
pub struct WrongCeremonyState {
    pub is: CeremonyState,
}

impl Ceremony {
    /// The message it waits for.
    pub fn wanted(&self) -> Option<Step> {
        match self.state {
            CeremonyState::Certificates => Some(Step::Certificate),
            CeremonyState::Polynomials => Some(Step::Polynomial),
            CeremonyState::Verifications => Some(Step::Verification),
            CeremonyState::Finished | CeremonyState::Void => None,
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.wanted().is_some()
    }

    /// Every scrutineer's message of this step is there.
    pub fn complete(self, step: Step, at: Ts) -> Result<Self, WrongCeremonyState> {
        if self.wanted() != Some(step) {
            return Err(WrongCeremonyState { is: self.state });
        }
        Ok(match step {
            Step::Certificate => Self { state: CeremonyState::Polynomials, ..self },
            Step::Polynomial => Self { state: CeremonyState::Verifications, ..self },
            Step::Verification => Self { state: CeremonyState::Finished, ended_at: Some(at), ..self },
        })
    }

    pub fn void(self, reason: String, at: Ts) -> Result<Self, WrongCeremonyState> {
        if !self.is_under_way() {
            return Err(WrongCeremonyState { is: self.state });
        }
        Ok(Self { state: CeremonyState::Void, ended_at: Some(at), void_reason: Some(reason), ..self })
    }

    /// A refusal names somebody of the ceremony exactly if it is about a part.
    pub fn can_be_refused(&self, refused: &RefusedPart) -> bool {
        let named = refused.about.is_some_and(|place| (1..=self.size).contains(&place));
        self.is_under_way() && if refused.finding == Finding::Part { named } else { refused.about.is_none() }
    }

    fn context(&self, place: i32) -> Result<Context, Wrong> {
        let [size, threshold, index] = [self.size, self.threshold, place].map(|n| u32::try_from(n).unwrap_or(0));
        Context::new(size, threshold, index)
    }
}

/// Why a message is not taken. Scrutineers are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongMessage {
    #[error("the ceremony waits for another message")]
    OutOfTurn,
    #[error("the message is not readable: {0}")]
    Unreadable(String),
    #[error("scrutineer {0} has the same keys")]
    SameKeys(i32),
    #[error(transparent)]
    Wrong(#[from] Wrong),
}

/// What has come, by the scrutineers' places.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    certificates: BTreeMap<i32, Certificate>,
    polynomials: BTreeMap<i32, Polynomial>,
    verifications: BTreeMap<i32, Voutput>,
    refused: BTreeMap<i32, RefusedPart>,
}

/// A key that all have made, and what each keeps of it in the order of their places.
#[derive(Clone, Debug)]
pub struct MadeKey {
    pub parameters: ThresholdParameters,
    pub encrypted_keys: Vec<String>,
}

impl Messages {
    /// Reads what the database kept.
    pub fn read<'a>(rows: impl IntoIterator<Item = (Step, i32, &'a str)>) -> Result<Self, serde_json::Error> {
        let mut messages = Self::default();
        for (step, place, text) in rows {
            messages.put(step, place, text)?;
        }
        Ok(messages)
    }

    /// Adds what browsers refused.
    pub fn with_refusals(mut self, refused: impl IntoIterator<Item = (i32, RefusedPart)>) -> Self {
        self.refused.extend(refused);
        self
    }

    /// What is still refused, by whom: whoever went on afterwards has found nothing wrong in the end.
    pub fn refusals(&self) -> impl Iterator<Item = (i32, RefusedPart)> {
        let open = |place: &i32| !self.verifications.contains_key(place);
        self.refused.iter().filter(move |(place, _)| open(place)).map(|(place, refused)| (*place, *refused))
    }

    pub fn has_refused(&self, place: i32) -> bool {
        self.refused.contains_key(&place)
    }

    fn put(&mut self, step: Step, place: i32, text: &str) -> Result<(), serde_json::Error> {
        match step {
            Step::Certificate => drop(self.certificates.insert(place, serde_json::from_str(text)?)),
            Step::Polynomial => drop(self.polynomials.insert(place, serde_json::from_str(text)?)),
            Step::Verification => drop(self.verifications.insert(place, serde_json::from_str(text)?)),
        }
        Ok(())
    }

    pub fn has(&self, step: Step, place: i32) -> bool {
        match step {
            Step::Certificate => self.certificates.contains_key(&place),
            Step::Polynomial => self.polynomials.contains_key(&place),
            Step::Verification => self.verifications.contains_key(&place),
        }
    }

    pub fn standing(&self, place: i32) -> Standing {
        match Step::ALL.iter().rev().find(|step| self.has(**step, place)) {
            Some(Step::Verification) => Standing::Checked,
            _ if self.has_refused(place) => Standing::Refused,
            Some(Step::Polynomial) => Standing::Dealt,
            Some(Step::Certificate) => Standing::Joined,
            None => Standing::Absent,
        }
    }

    /// The key that checks this scrutineer's signatures, as the certificate states it.
    pub fn verification_key(&self, place: i32) -> Option<String> {
        #[derive(Deserialize)]
        struct Stated {
            verification: String,
        }
        let certificate = self.certificates.get(&place)?;
        serde_json::from_str::<Stated>(&certificate.0.message).ok().map(|stated| stated.verification)
    }

    /// Whether a certificate sent again states other keys than the one that is there: a second device began anew.
    pub fn is_of_another_seed(&self, place: i32, step: Step, text: &str) -> bool {
        let mut sent = Self::default();
        step == Step::Certificate
            && (sent.put(step, place, text).is_err() || sent.verification_key(place) != self.verification_key(place))
    }

    /// All certificates, once all are there.
    pub fn certificates(&self, ceremony: &Ceremony) -> Option<Vec<Certificate>> {
        whole(&self.certificates, ceremony)
    }

    /// What a scrutineer needs to check and add up its parts, once all are dealt.
    pub fn for_verification(&self, ceremony: &Ceremony, place: i32) -> Option<Vinput> {
        let polynomials = whole(&self.polynomials, ceremony)?;
        trustee::vinput(&polynomials, u32::try_from(place).ok()?).ok()
    }

    /// Takes a message if it is the one waited for and right.
    pub fn take(&mut self, ceremony: &Ceremony, place: i32, step: Step, text: &str) -> Result<(), WrongMessage> {
        if ceremony.wanted() != Some(step) || self.has(step, place) {
            return Err(WrongMessage::OutOfTurn);
        }
        let index = u32::try_from(place).map_err(|_| Wrong::Context)?;
        let certificates: Vec<Certificate> = self.certificates.values().cloned().collect();
        let polynomials: Vec<Polynomial> = self.polynomials.values().cloned().collect();
        match step {
            Step::Certificate => {
                let sent: Certificate = read(text)?;
                let CertKeys { verification, .. } = check_certificate(&sent, &ceremony.context(place)?)?;
                let stated = Some(verification.to_string());
                if let Some(other) = self.certificates.keys().find(|other| self.verification_key(**other) == stated) {
                    return Err(WrongMessage::SameKeys(*other));
                }
            }
            Step::Polynomial => check_polynomial(&certificates, index, &read(text)?)?,
            Step::Verification => check_voutput(&certificates, &polynomials, index, &read(text)?)?,
        }
        self.put(step, place, text).map_err(unreadable)
    }

    pub fn is_complete(&self, ceremony: &Ceremony, step: Step) -> bool {
        (1..=ceremony.size).all(|place| self.has(step, place))
    }

    /// The key, once every message is there.
    pub fn key(&self, ceremony: &Ceremony) -> Result<MadeKey, Wrong> {
        let all = whole(&self.certificates, ceremony).zip(whole(&self.polynomials, ceremony));
        let (certificates, polynomials) = all.ok_or(Wrong::Incomplete)?;
        let verifications = whole(&self.verifications, ceremony).ok_or(Wrong::Incomplete)?;
        let parameters = trustee::threshold(&certificates, &polynomials, &verifications)?;
        Ok(MadeKey { parameters, encrypted_keys: verifications.into_iter().map(|sent| sent.private_key).collect() })
    }
}

fn whole<T: Clone>(messages: &BTreeMap<i32, T>, ceremony: &Ceremony) -> Option<Vec<T>> {
    (1..=ceremony.size).map(|place| messages.get(&place).cloned()).collect()
}

/// A message is a few kilobytes a scrutineer.
const LARGEST_MESSAGE: usize = 256 * 1024;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, WrongMessage> {
    if text.len() > LARGEST_MESSAGE {
        return Err(WrongMessage::Unreadable("too long".to_owned()));
    }
    serde_json::from_str(text).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> WrongMessage {
    WrongMessage::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn ceremony(state: CeremonyState) -> Ceremony {
        Ceremony {
            id: KeyCeremonyId::new(),
            session: SessionId::new(),
            number: 1,
            state,
            size: 3,
            threshold: 2,
            started_at: Ts::default(),
            ended_at: None,
            void_reason: None,
        }
    }

    /// The whole table of docs/states.md.
    #[test]
    fn every_step_has_the_states_it_leaves_and_one_to_reach() {
        use CeremonyState::{Certificates, Finished, Polynomials, Verifications, Void};
        type Move = fn(Ceremony) -> Result<Ceremony, WrongCeremonyState>;
        let moves: [(Move, &[CeremonyState], CeremonyState); 4] = [
            (|c| c.complete(Step::Certificate, Ts::default()), &[Certificates], Polynomials),
            (|c| c.complete(Step::Polynomial, Ts::default()), &[Polynomials], Verifications),
            (|c| c.complete(Step::Verification, Ts::default()), &[Verifications], Finished),
            (|c| c.void("one left".into(), Ts::default()), &[Certificates, Polynomials, Verifications], Void),
        ];
        for (step, from, to) in moves {
            for &state in CeremonyState::ALL {
                match step(ceremony(state)) {
                    Ok(reached) => {
                        assert!(from.contains(&state), "{state} → {}", reached.state);
                        assert_eq!(reached.state, to);
                        assert_eq!(reached.ended_at.is_some(), !reached.is_under_way());
                        assert_eq!(reached.void_reason.is_some(), to == Void);
                    }
                    Err(refused) => {
                        assert!(!from.contains(&state));
                        assert_eq!(refused, WrongCeremonyState { is: state });
                    }
                }
            }
        }
    }

    #[test]
    fn only_the_message_waited_for_is_taken() {
        let none = Messages::default;
        for &state in CeremonyState::ALL {
            for &step in Step::ALL {
                let taken = none().take(&ceremony(state), 1, step, "no JSON");
                let in_turn = ceremony(state).wanted() == Some(step);
                assert_eq!(taken == Err(WrongMessage::OutOfTurn), !in_turn, "{step} in {state}: {taken:?}");
            }
        }
    }

    #[test]
    fn a_message_that_is_too_long_is_not_read() {
        let long = format!("\"{}\"", "x".repeat(LARGEST_MESSAGE));
        let taken = Messages::default().take(&ceremony(CeremonyState::Certificates), 1, Step::Certificate, &long);
        assert_eq!(taken, Err(WrongMessage::Unreadable("too long".to_owned())));
    }

    #[test]
    fn a_key_needs_every_message() {
        assert_eq!(Messages::default().key(&ceremony(CeremonyState::Finished)).err(), Some(Wrong::Incomplete));
        assert!(!Messages::default().is_complete(&ceremony(CeremonyState::Certificates), Step::Certificate));
        assert_eq!(Messages::default().standing(1), Standing::Absent);
    }
}
