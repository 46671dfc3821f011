//! Appointing scrutineers, making the session's threshold key, confirming that a seed is written down.

use verifiable_ballots::{Seed, ThresholdKey};

use super::{
    scrutineer::{KeyShare, Scrutineer, SessionKey},
    store,
};
use crate::{
    audit::{self, Act, Actor},
    db::{Db, DbError, Ts, Tx},
    ids::{AccountId, ScrutineerId, SessionId, ThresholdKeyId},
    web::{Message, Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum AppointError {
    #[error("the session has a threshold key already; scrutineers stay as they are")]
    KeyExists,
    #[error("the session has a chief scrutineer already")]
    ChiefExists,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for AppointError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::KeyExists => Some("appoint-key-exists".into()),
            Self::ChiefExists => Some("appoint-chief-exists".into()),
            Self::Db(_) => None,
        }
    }
}

/// 主席团提名、大会通过监票人, recorded: the account becomes a scrutineer of the session.
pub fn appoint(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    account: AccountId,
    chief: bool,
) -> Result<ScrutineerId, AppointError> {
    if store::session_key(tx, session)?.is_some() {
        return Err(AppointError::KeyExists);
    }
    let known = store::scrutineers(tx, session)?;
    if chief && known.iter().any(|scrutineer| scrutineer.chief) {
        return Err(AppointError::ChiefExists);
    }
    let position = known.iter().map(|scrutineer| scrutineer.position).max().unwrap_or(0) + 1;
    let id = ScrutineerId::new();
    store::insert(tx, id, session, account, position, chief)?;
    let detail = serde_json::json!({ "position": position, "chief": chief });
    audit::record(tx, actor, at, &Act::new("scrutineer_appointed", account).with(detail))?;
    Ok(id)
}

#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    #[error("the session has a threshold key already")]
    KeyExists,
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

/// The key ceremony held at the command line: seeds for all scrutineers, of which `threshold` open the box. The seeds
/// are returned and kept nowhere; the database keeps what is encrypted to them.
pub fn hold_ceremony(
    db: &Db,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    threshold: u32,
) -> Result<Vec<HandedSeed>, CeremonyError> {
    let mut rng = rand::rng();
    let known = db.read(|conn| store::scrutineers(conn, session))?;
    if threshold < 1 || usize::try_from(threshold).is_ok_and(|t| t > known.len()) {
        return Err(CeremonyError::Threshold { threshold, scrutineers: known.len() });
    }
    let seeds: Vec<Seed> = known.iter().map(|_| Seed::generate(&mut rng)).collect();
    let key = ThresholdKey::ceremony(&seeds, threshold, &mut rng)?;
    let document = serde_json::to_string(&key.parameters).map_err(DbError::corrupt)?;
    db.write(|tx| {
        if store::session_key(tx, session)?.is_some() {
            return Err(CeremonyError::KeyExists);
        }
        let session_key = SessionKey {
            id: ThresholdKeyId::new(),
            threshold: i32::try_from(threshold).map_err(DbError::corrupt)?,
            document: document.clone(),
            made_at: at,
        };
        store::insert_session_key(tx, session, &session_key)?;
        for ((scrutineer, seed), encrypted) in known.iter().zip(&seeds).zip(&key.encrypted_keys) {
            let share = KeyShare {
                verification_key: seed.verification_key().to_string(),
                encrypted_decryption_key: encrypted.clone(),
            };
            store::set_share(tx, scrutineer.id, &share)?;
        }
        let detail = serde_json::json!({ "threshold": threshold, "scrutineers": known.len() });
        audit::record(tx, actor, at, &Act::new("threshold_key_made", session).with(detail))?;
        Ok(())
    })?;
    Ok(known.into_iter().zip(seeds).map(|(scrutineer, seed)| HandedSeed { scrutineer, seed }).collect())
}

/// 「密钥已抄存」: the secretariat sees who has said so.
pub fn confirm_copy(tx: &mut Tx, actor: &Actor, at: Ts, scrutineer: &Scrutineer) -> Result<(), DbError> {
    store::set_copy_confirmed(tx, scrutineer.id, at)?;
    audit::record(tx, actor, at, &Act::new("seed_copy_confirmed", &scrutineer.name))
}
