//! A scrutineer and the share of the session's threshold key that is theirs.

use crate::{
    db::Ts,
    ids::{AccountId, ScrutineerId, SessionId, ThresholdKeyId},
};

#[derive(Clone, Debug)]
pub struct Scrutineer {
    pub id: ScrutineerId,
    pub session: SessionId,
    pub account: AccountId,
    pub name: String,
    /// The place in the threshold key, from 1.
    pub position: i32,
    /// 总监票人
    pub chief: bool,
    pub share: Option<KeyShare>,
    /// When the scrutineer said that the seed is written down.
    pub copy_confirmed: Option<Ts>,
}

/// What the server keeps of a scrutineer's keys: nothing that opens anything without the seed.
#[derive(Clone, Debug)]
pub struct KeyShare {
    /// 64 hex digits; checks what the scrutineer signs.
    pub verification_key: String,
    /// Encrypted to the scrutineer's seed.
    pub encrypted_decryption_key: String,
}

impl Scrutineer {
    /// The owner number in the election's `trustees.json`: the server is 1, the scrutineers follow.
    pub fn owner(&self) -> u32 {
        u32::try_from(self.position).unwrap_or(0).saturating_add(1)
    }
}

/// The threshold key of a session: made once, reused by its re-votes.
#[derive(Clone, Debug)]
pub struct SessionKey {
    pub id: ThresholdKeyId,
    pub threshold: i32,
    /// The `Pedersen` part of `trustees.json`.
    pub document: String,
    pub made_at: Ts,
}
