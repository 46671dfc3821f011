//! Sign-ins kept in the database, so that any instance knows them and any of them can be revoked.

use std::collections::HashMap;

use actix_session::{
    Session, SessionInsertError,
    storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError},
};
use actix_web::{HttpRequest, cookie::time::Duration, http::header::USER_AGENT};
use rand::distr::{Alphanumeric, SampleString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    account::{Account, Role},
    store::{self, SignInRow},
};
use crate::{
    clock::Clock,
    db::{Db, DbError, Ts},
    ids::AccountId,
};

/// The key under which a sign-in's state names its account.
pub const ACCOUNT: &str = "account";

/// Stands alone in a state that could not be read: nobody is taken for signed out because the database is gone, and what
/// needs no sign-in is served all the same.
pub const UNREAD: &str = "unread";

/// How a sign-in began, as its state keeps it.
const BEGUN: &str = "begun";

/// What its holder is shown of it, and how long it may rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    pub id: Uuid,
    pub at: Ts,
    /// 「Edge · Windows」; nothing of a browser that does not say.
    pub browser: String,
    pace: Pace,
    /// Of the password that let in: under another one the sign-in is nobody's, also where its row came after the change.
    password: String,
}

/// After how many minutes without a request a sign-in ends, and to how many minutes times are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pace {
    rests: i64,
    grain: i64,
}

impl Pace {
    /// A deputy sits through a meeting, and no time kept of a deputy may date a ballot.
    fn of(role: Role) -> Self {
        if role.is_staff() { Self { rests: 60, grain: 5 } } else { Self { rests: 240, grain: 60 } }
    }

    fn kept(self, at: Ts) -> Ts {
        at.down_to_minutes(self.grain)
    }

    /// A little more than `rests`, as times are kept roughly.
    fn has_rested(self, seen_at: Ts, now: Ts) -> bool {
        seen_at.plus_minutes(self.rests + self.grain) <= now
    }
}

impl Begun {
    pub fn by(account: &Account, request: &HttpRequest, now: Ts) -> Self {
        let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let (pace, browser) = (Pace::of(account.person.role), browser_of(agent));
        Self { id: Uuid::new_v4(), at: pace.kept(now), browser, pace, password: mark_of_password(account) }
    }

    pub fn is_under_the_password_of(&self, account: &Account) -> bool {
        self.password == mark_of_password(account)
    }

    pub fn of_session(session: &Session) -> Option<Self> {
        session.get(BEGUN).ok().flatten()
    }

    fn of_state(state: &HashMap<String, String>) -> Option<Self> {
        state.get(BEGUN).and_then(|json| serde_json::from_str(json).ok())
    }
}

/// The session is that of the account from now on.
pub fn begin(session: &Session, account: AccountId, begun: &Begun) -> Result<(), SessionInsertError> {
    session.insert(ACCOUNT, account)?;
    session.insert(BEGUN, begun)
}

/// Whoever changed the own password goes on.
pub fn go_on_under_the_password_of(session: &Session, account: &Account) -> Result<(), SessionInsertError> {
    match Begun::of_session(session) {
        Some(begun) => session.insert(BEGUN, Begun { password: mark_of_password(account), ..begun }),
        None => Ok(()),
    }
}

/// The hash of a password has a salt of its own.
fn mark_of_password(account: &Account) -> String {
    let hash = Sha256::digest(format!("piaojue-sign-in|{}", account.password_hash));
    hash.iter().take(12).map(|b| format!("{b:02x}")).collect()
}

/// What people call their browser and their machine.
fn browser_of(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("HuaweiBrowser", "华为浏览器"),
        ("Edg", "Edge"),
        ("QQBrowser", "QQ浏览器"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const MACHINES: [(&str, &str); 8] = [
        ("OpenHarmony", "HarmonyOS"),
        ("HarmonyOS", "HarmonyOS"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(said, _)| agent.contains(said)).map(|found| found.1);
    [first(&BROWSERS), first(&MACHINES)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A sign-in that goes on, as its holder sees it.
#[derive(Clone, Debug)]
pub struct Going {
    pub begun: Begun,
    pub seen_at: Ts,
    pub token_hash: String,
}

/// Those of an account, the newest first.
pub fn going(conn: &mut crate::db::Conn, account: AccountId, now: Ts) -> Result<Vec<Going>, DbError> {
    let rows = store::sign_ins_of(conn, account, now)?;
    let mut going: Vec<Going> = rows
        .into_iter()
        .filter_map(|row| {
            let begun = Begun::of_state(&state_of(&row).ok()?)?;
            let goes_on = !begun.pace.has_rested(row.seen_at, now);
            goes_on.then_some(Going { begun, seen_at: row.seen_at, token_hash: row.token_hash })
        })
        .collect();
    going.sort_by_key(|sign_in| std::cmp::Reverse(sign_in.seen_at));
    Ok(going)
}

fn state_of(row: &SignInRow) -> Result<HashMap<String, String>, serde_json::Error> {
    serde_json::from_str(&row.state)
}

#[derive(Clone)]
pub struct SignIns {
    db: Db,
    clock: Clock,
}

impl SignIns {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Db, Ts) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, anyhow::Error> {
        let (db, now) = (self.db.clone(), self.clock.now());
        Ok(actix_web::web::block(move || f(&db, now)).await??)
    }
}

impl SignIns {
    async fn keep(&self, state: HashMap<String, String>, row: SignInRow, ttl: Duration) -> Result<(), anyhow::Error> {
        self.blocking(move |db, now| db.write(|tx| store::save_sign_in(tx, account_of(&state), &row, after(now, ttl))))
            .await
    }
}

/// Only a hash is stored: a copy of the database signs nobody in.
fn token_hash(key: &SessionKey) -> String {
    Sha256::digest(key.as_ref().as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn account_of(state: &HashMap<String, String>) -> Option<AccountId> {
    state.get(ACCOUNT).and_then(|json| serde_json::from_str(json).ok())
}

/// The full hour by then: what is kept of a sign-in dates nothing that lies beside it.
fn after(now: Ts, ttl: Duration) -> Ts {
    now.plus_minutes(ttl.whole_minutes() + 59).down_to_minutes(60)
}

fn row_of(key: &SessionKey, state: &HashMap<String, String>, now: Ts) -> Result<SignInRow, serde_json::Error> {
    let pace = Begun::of_state(state).map_or(Pace::of(Role::Deputy), |begun| begun.pace);
    Ok(SignInRow { token_hash: token_hash(key), state: serde_json::to_string(state)?, seen_at: pace.kept(now) })
}

impl SessionStore for SignIns {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let hash = token_hash(key);
        let read = self.blocking(move |db, now| Ok((db.read(|conn| store::sign_in(conn, &hash, now))?, now))).await;
        let (row, now) = match read {
            Ok((Some(row), now)) => (row, now),
            Ok((None, _)) => return Ok(None),
            Err(error) => {
                tracing::warn!(%error, "a sign-in could not be read");
                return Ok(Some(HashMap::from([(UNREAD.to_owned(), "true".to_owned())])));
            }
        };
        let state = state_of(&row).map_err(|e| LoadError::Deserialization(e.into()))?;
        let Some(Begun { pace, .. }) = Begun::of_state(&state) else { return Ok(Some(state)) };
        if pace.has_rested(row.seen_at, now) {
            return Ok(None);
        }
        let seen_at = pace.kept(now);
        if row.seen_at < seen_at && !self.db.is_read_only() {
            let noted =
                self.blocking(move |db, _| db.write(|tx| store::sign_in_was_seen(tx, &row.token_hash, seen_at)));
            if let Err(error) = noted.await {
                tracing::warn!(%error, "that a sign-in goes on could not be noted");
            }
        }
        Ok(Some(state))
    }

    async fn save(&self, state: HashMap<String, String>, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let text = Alphanumeric.sample_string(&mut rand::rng(), 64);
        let key = SessionKey::try_from(text).map_err(|e| SaveError::Other(e.into()))?;
        let row = row_of(&key, &state, self.clock.now()).map_err(|e| SaveError::Serialization(e.into()))?;
        self.keep(state, row, *ttl).await.map_err(SaveError::Other)?;
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let row = row_of(&key, &state, self.clock.now()).map_err(|e| UpdateError::Serialization(e.into()))?;
        self.keep(state, row, *ttl).await.map_err(UpdateError::Other)?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        let (hash, ttl) = (token_hash(key), *ttl);
        self.blocking(move |db, now| db.write(|tx| store::extend_sign_in(tx, &hash, after(now, ttl)))).await
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = token_hash(key);
        self.blocking(move |db, _| db.write(|tx| store::delete_sign_in(tx, &hash))).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        const EDGE: &str =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        const WECHAT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0";
        assert_eq!(browser_of(EDGE), "Edge · Windows");
        assert_eq!(browser_of(WECHAT), "微信 · iPhone");
        assert_eq!(browser_of("curl/8"), "");
    }

    #[test]
    fn staff_rest_for_an_hour_and_deputies_for_a_meeting_and_a_deputys_times_are_whole_hours() {
        let at = |text: &str| -> Ts { text.parse::<jiff::Timestamp>().unwrap().into() };
        let (staff, deputy) = (Pace::of(Role::Secretariat), Pace::of(Role::Deputy));
        let seen = at("2024-02-03T04:02:10Z");
        assert_eq!(deputy.kept(seen), at("2024-02-03T04:00:00Z"));
        assert_eq!(staff.kept(seen), at("2024-02-03T04:00:00Z"));
        assert!(!staff.has_rested(staff.kept(seen), at("2024-02-03T05:02:09Z")));
        assert!(staff.has_rested(staff.kept(seen), at("2024-02-03T05:07:10Z")));
        assert!(!deputy.has_rested(deputy.kept(seen), at("2024-02-03T08:02:09Z")));
        assert!(deputy.has_rested(deputy.kept(seen), at("2024-02-03T09:02:10Z")));
        assert_eq!(after(seen, Duration::hours(12)), at("2024-02-03T17:00:00Z"));
    }
}
