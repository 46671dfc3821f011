//! A congress, one of its yearly sessions, and what the session has adopted.

use jiff::civil::Date;

use super::voting_method::VotingMethod;
use crate::{
    db::Ts,
    ids::{CongressId, SessionId, VotingMethodId},
    web::{HostName, SiteName},
    word_enum,
};

/// 人大: 杭州市上城区第一届人民代表大会.
#[derive(Clone, Debug)]
pub struct Congress {
    pub id: CongressId,
    pub name: String,
    /// Whose requests are for its site; with one congress any name serves it.
    pub host: Option<HostName>,
}

impl Congress {
    /// How its site is called and reached. `known`: how many congresses are here; one alone is served at any host name.
    pub fn site_name(&self, known: usize, base_url: &str) -> SiteName {
        let origin = match &self.host {
            Some(host) if known > 1 => host.origin(base_url),
            _ => base_url.to_owned(),
        };
        SiteName { name: self.name.clone(), origin }
    }
}

/// 会议: the third session, its plenary that votes, and what it votes on.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub congress: CongressId,
    pub name: String,
    pub ordinal: i32,
    pub year: i32,
    /// 演练: a session of harmless questions beside the one of its year. Nothing follows from it, and the public never
    /// sees it.
    pub rehearsal: bool,
    pub date: Date,
    pub plenary: String,
    pub item: String,
    /// Where it meets, if that was said.
    pub place: Option<String>,
    /// What the code on the hall screen is derived from; without it nobody can check in by themselves.
    pub check_in_seed: Option<CheckInSeed>,
}

word_enum! {
    /// What a vote rests on, and what a round freezes when it begins.
    VotePart {
        /// 候选项目名单
        List = "list",
        /// 代表名册
        Roll = "roll",
        /// 票决办法
        Method = "method",
    }
}

/// The rehearsal of a congress, of which there is at most one.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    pub session: SessionId,
    /// Whether the back rooms and the hall screen work on it; else they work on the session of the year.
    pub current: bool,
    /// Name and seed of each scrutineer, where the server made practice keys.
    pub practice_seeds: Vec<(String, String)>,
    pub started_by: String,
    pub started_at: Ts,
}

/// 票决办法 with its version; adopted by the plenary or still a draft.
#[derive(Clone, Debug)]
pub struct VersionedMethod {
    pub id: VotingMethodId,
    pub version: i32,
    pub method: VotingMethod,
    /// SHA-256 of the canonical JSON, 64 hex digits.
    pub hash: String,
    pub adopted: Option<(Ts, String)>,
    /// The day of the plenary that adopted it; there with `adopted`.
    pub adopted_on: Option<Date>,
}

/// 大会通过: by which plenary, on which day, as the secretariat has it on paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Adoption {
    #[serde(default)]
    pub plenary: String,
    /// ISO 8601.
    #[serde(default)]
    pub adopted_on: String,
}

/// 人大常委会审议, without which no vote opens (浙江 2018, art. 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorReview {
    pub body: String,
    pub meeting: String,
    pub reviewed_on: Date,
    pub document_number: String,
}

/// Where the turning code of the hall begins; a new one makes every code of before worthless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckInSeed(String);

impl CheckInSeed {
    pub fn random(rng: &mut impl rand::RngExt) -> Self {
        Self(format!("{:016x}", rng.random::<u64>()))
    }

    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

word_enum! {
    /// What a session is for; the public sees the first kind only.
    SessionKind {
        Regular = "regular",
        Rehearsal = "rehearsal",
    }
}
