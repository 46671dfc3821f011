//! A scrutineer signs the election before it is opened.

use verifiable_ballots::Proof;

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{election_signature::ElectionSignature, round::RoundState, store},
    congress::Session,
    db::{Ts, Tx},
    ids::RoundId,
    scrutineers::Scrutineer,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum SignElectionError {
    #[error("the round is not waiting for signatures")]
    NotWaiting,
    #[error("this scrutineer has signed")]
    SignedAlready,
    #[error("the signature does not hold under this scrutineer's key of the election")]
    Wrong,
}

impl Refusal for SignElectionError {
    fn message(&self) -> Message {
        match self {
            Self::NotWaiting => "election-not-waiting".into(),
            Self::SignedAlready => "election-signed-already".into(),
            Self::Wrong => "election-signature-wrong".into(),
        }
    }
}

/// The scrutineer's browser has found the scrutineer's own key in the election. What it signed is checked once more.
pub fn sign_election(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
    round: RoundId,
    signature: &str,
) -> Result<(), Refused<SignElectionError>> {
    let found = store::round_by_id(tx, round)?;
    if found.session != scrutineer.session || found.state != RoundState::Issuing {
        return Err(SignElectionError::NotWaiting.into());
    }
    let owner = scrutineer.owner();
    if store::election_signers(tx, round)?.contains(&owner) {
        return Err(SignElectionError::SignedAlready.into());
    }
    let (election, trustees) = (store::election_of(tx, round)?, store::trustees_of(tx, round)?);
    let place = usize::try_from(scrutineer.position).unwrap_or(0).checked_sub(1);
    let key = place.and_then(|place| trustees.verification_keys().get(place).copied());
    let signature: Option<Proof> = serde_json::from_str(signature).ok();
    let (Some(verification_key), Some(signature)) = (key, signature) else {
        return Err(SignElectionError::Wrong.into());
    };
    let line = ElectionSignature { election: election.fingerprint().to_owned(), verification_key, signature };
    if !line.holds(&election, &trustees) {
        return Err(SignElectionError::Wrong.into());
    }
    store::insert_election_signature(tx, round, owner, &line)?;
    let detail = serde_json::json!({ "round": found.number, "owner": owner, "election": line.election });
    audit::record(tx, actor, at, &Act::new(Deed::ElectionSigned, &session.name).with(detail))?;
    Ok(())
}
