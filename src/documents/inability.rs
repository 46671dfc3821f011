//! 不能签署: a scrutineer whose seed is lost, or who is not there, says so with the reason, or the secretariat does. Confirmed by
//! another scrutineer, it stands for the signature, which is given by hand on the printed form.

use super::hex::VerificationKey;
use crate::{db::Ts, ids::ScrutineerId};

#[derive(Clone, Debug)]
pub struct Inability {
    pub scrutineer: ScrutineerId,
    pub name: String,
    pub chief: bool,
    pub verification_key: VerificationKey,
    pub reason: String,
    pub declared_by: String,
    pub declared_at: Ts,
    /// By whom and when.
    pub confirmed: Option<(String, Ts)>,
}

impl Inability {
    /// The chief confirms what concerns the others; what concerns the chief, any of the others.
    pub fn may_be_confirmed_by(&self, scrutineer: ScrutineerId, is_chief: bool) -> bool {
        self.confirmed.is_none() && self.scrutineer != scrutineer && (is_chief || self.chief)
    }
}
