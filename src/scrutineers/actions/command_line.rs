//! The key ceremony held at the command line, for a hall without scrutineers' devices: one machine sees all seeds.

use verifiable_ballots::{Seed, ThresholdKey};

use crate::{
    audit::{self, Act, Actor, Deed},
    db::{Db, DbError, Ts, Tx},
    ids::{SessionId, ThresholdKeyId},
    scrutineers::{
        ceremony::Ceremony,
        scrutineer::{KeyShare, Scrutineer, SessionKey},
        store,
    },
};

#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    #[error("the session has a threshold key already")]
    KeyExists,
    #[error("a ceremony is under way in the scrutineers' browsers; the secretariat stops it first")]
    UnderWay,
    #[error("a threshold of {threshold} is not possible with {scrutineers} scrutineers")]
    Threshold { threshold: u32, scrutineers: usize },
    #[error(transparent)]
    Protocol(#[from] verifiable_ballots::CeremonyError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A seed as it is handed to its scrutineer, once.
pub struct HandedSeed {
    pub scrutineer: Scrutineer,
    pub seed: Seed,
}

/// [`make_keys`] by itself.
pub fn hold_ceremony(
    db: &Db,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    threshold: u32,
) -> Result<Vec<HandedSeed>, CeremonyError> {
    db.write(|tx| make_keys(tx, actor, at, session, threshold))
}

/// Seeds for all scrutineers, of which `threshold` open the box. The seeds are returned and kept nowhere; the database
/// keeps what is encrypted to them.
pub fn make_keys(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    threshold: u32,
) -> Result<Vec<HandedSeed>, CeremonyError> {
    let mut rng = rand::rng();
    let known = store::scrutineers(tx, session)?;
    if threshold < 1 || usize::try_from(threshold).is_ok_and(|t| t > known.len()) {
        return Err(CeremonyError::Threshold { threshold, scrutineers: known.len() });
    }
    if store::session_key(tx, session)?.is_some() {
        return Err(CeremonyError::KeyExists);
    }
    if store::latest_ceremony(tx, session)?.as_ref().is_some_and(Ceremony::is_under_way) {
        return Err(CeremonyError::UnderWay);
    }
    let seeds: Vec<Seed> = known.iter().map(|_| Seed::generate(&mut rng)).collect();
    let key = ThresholdKey::ceremony(&seeds, threshold, &mut rng)?;
    let session_key = SessionKey {
        id: ThresholdKeyId::new(),
        threshold: i32::try_from(threshold).map_err(DbError::corrupt)?,
        document: serde_json::to_string(&key.parameters).map_err(DbError::corrupt)?,
        made_at: at,
    };
    store::insert_session_key(tx, session, &session_key)?;
    for ((scrutineer, seed), encrypted) in known.iter().zip(&seeds).zip(key.encrypted_keys) {
        let verification_key = seed.verification_key().to_string();
        let share = KeyShare { verification_key, encrypted_decryption_key: encrypted };
        store::set_share(tx, scrutineer.id, &share)?;
    }
    let detail = serde_json::json!({ "threshold": threshold, "scrutineers": known.len() });
    audit::record(tx, actor, at, &Act::new(Deed::ThresholdKeyMade, session).with(detail))?;
    Ok(known.into_iter().zip(seeds).map(|(scrutineer, seed)| HandedSeed { scrutineer, seed }).collect())
}
