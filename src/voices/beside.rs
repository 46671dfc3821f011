//! What stands beside a message: its author's additions, why the author asks again, and what deputies remark.

use crate::{
    db::Ts,
    ids::{AccountId, VoiceId, VoiceWordsId},
    word_enum,
};

pub const LONGEST_BESIDE: usize = 800;

word_enum! {
    BesideKind {
        Addition = "addition",
        Again = "again",
        Deputy = "deputy",
    }
}

word_enum! {
    /// Each is looked at before everybody sees it.
    BesideState {
        Waiting = "waiting",
        Public = "public",
        Aside = "aside",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    pub id: VoiceWordsId,
    pub voice: VoiceId,
    pub kind: BesideKind,
    pub state: BesideState,
    /// Of a deputy.
    pub account: Option<AccountId>,
    pub name: String,
    pub words: String,
    pub at: Ts,
}
