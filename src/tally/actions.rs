//! Counting together, drawing up the certificate, certifying, announcing, correcting; annulling a round.

mod annulling;
mod certifying;
mod changing;
mod correcting;
mod deciding;
mod drafting;

pub use annulling::{AnnulError, annul_round, ask_to_annul, pending_requests};
pub use certifying::{AnnounceError, announce, certify};
pub use changing::{ChangeError, ask_to_change, change, changes, is_changed_after, may_change, scope_anew};
pub use correcting::{certify_corrigendum, correct};
pub use deciding::{RenewError, RulingError, ask_to_overrule, ask_to_renew_key, overrule, renew_key};
pub use drafting::{
    DraftError, OrderError, certificate_for, draft_certificate, next_key, order_checks, order_round, sealed_box,
    signers_of,
};

use verifiable_ballots::{CheckedBallot, PartialDecryption, TallyAccumulator, tally::combine};

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{self, BoxHead, RoundState, WrongState},
    congress::Session,
    db::{Db, DbError, Ts, Tx},
    ids::RoundId,
    scrutineers::Scrutineer,
    tally::{opening, store},
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum BeginCountError {
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error("the server's secret is not the one under which this round was prepared: its share opens nothing")]
    WrongSecret,
}

impl Refusal for BeginCountError {
    fn message(&self) -> Message {
        match self {
            Self::AnnulmentWaits => ballots::ANNULMENT_WAITS.into(),
            Self::WrongState(_) => "begin-count-wrong-state".into(),
            Self::WrongSecret => "begin-count-wrong-secret".into(),
        }
    }
}

/// Publishes the product of all ballots and the server's share of the opening. The product is made before the box is
/// locked: a closed box does not change.
pub fn begin_count(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    round: RoundId,
) -> Result<(), Refused<BeginCountError>> {
    let (tally, share) = db.read(|conn| {
        let found = ballots::round_by_id(conn, round)?;
        found.must_be(RoundState::Closed).map_err(BeginCountError::from)?;
        if ballots::annulment_waits(conn, round)? {
            return Err(BeginCountError::AnnulmentWaits.into());
        }
        let election = ballots::election_of(conn, round)?;
        let mut product = TallyAccumulator::new(&election);
        for ballot in ballots::ballots_in_order(conn, round)? {
            let ballot = CheckedBallot::checked_before(ballot).map_err(DbError::corrupt)?;
            product.add(&ballot).map_err(DbError::corrupt)?;
        }
        let tally = product.finish();
        let key = ballots::server_key(secret, round, &ballots::server_key_salt(conn, round)?);
        let share = PartialDecryption::make(&election, &tally, key.private(), &mut rand::rng());
        // What is in the box stays there: a share that opens nothing would make it unreadable for good.
        let trustees = ballots::trustees_of(conn, round)?;
        share.clone().check(&election, &tally, &trustees, SERVER).map_err(|_| BeginCountError::WrongSecret)?;
        Ok::<_, Refused<BeginCountError>>((tally, share))
    })?;
    db.write_row_locked(|tx| {
        let before = ballots::lock_head(tx, round)?;
        let found = ballots::round_by_id(tx, round)?.begin_count().map_err(BeginCountError::from)?;
        let mut chain = before.chain.clone();
        let mut records = chain.append_encrypted_tally(&tally).map_err(DbError::corrupt)?;
        records.extend(chain.append_partial_decryption(SERVER, &share).map_err(DbError::corrupt)?);
        let after = BoxHead { chain, records: before.records, ballots: before.ballots };
        ballots::append_records(tx, round, &before, after, &records)?;
        ballots::save_round(tx, &found)?;
        let detail = serde_json::json!({ "round": found.number, "tallied": tally.num_tallied() });
        audit::record(tx, actor, at, &Act::new(Deed::CountBegun, &session.name).with(detail))?;
        Ok(())
    })
}

/// The server's owner number in `trustees.json`.
const SERVER: u32 = 1;

#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    #[error("the count is not waiting for shares")]
    NotCounting,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error("this scrutineer's share is in the box already")]
    GivenAlready,
    #[error("this share does not open this box: {0}")]
    Wrong(String),
}

impl Refusal for ShareError {
    fn message(&self) -> Message {
        match self {
            Self::NotCounting => "share-not-counting".into(),
            Self::AnnulmentWaits => ballots::ANNULMENT_WAITS.into(),
            Self::GivenAlready => "share-given-already".into(),
            Self::Wrong(why) => Message::new("share-wrong").with("why", why),
        }
    }
}

/// A scrutineer's browser refused a second box of one election: what it said of both, so that nobody can say it was quiet.
pub fn report_second_box(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    round: i32,
    [first, second]: [&str; 2],
) -> Result<(), DbError> {
    let code = |typed: &str| typed.chars().filter(char::is_ascii_hexdigit).take(64).collect::<String>();
    let detail = serde_json::json!({ "round": round, "first": code(first), "second": code(second) });
    audit::record(tx, actor, at, &Act::new(Deed::SecondBoxReported, &session.name).with(detail))?;
    Ok(())
}

/// 开箱: a scrutineer's share, made in the browser from the seed. The one that completes the threshold opens the box:
/// the result follows in the same transaction.
pub fn give_share(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
    round: RoundId,
    share: &str,
) -> Result<(), Refused<ShareError>> {
    let before = ballots::lock_head(tx, round)?;
    let found = ballots::round_by_id(tx, round)?;
    if found.session != scrutineer.session || found.state != RoundState::Counting {
        return Err(ShareError::NotCounting.into());
    }
    if ballots::annulment_waits(tx, round)? {
        return Err(ShareError::AnnulmentWaits.into());
    }
    let owner = scrutineer.owner();
    let mut so_far = opening::opening(tx, round)?;
    if so_far.partials.iter().any(|given| given.owner() == owner) {
        return Err(ShareError::GivenAlready.into());
    }
    let share = PartialDecryption::parse(share.as_bytes()).map_err(|e| ShareError::Wrong(e.to_string()))?;
    let checked = share
        .clone()
        .check(&so_far.election, &so_far.tally, &so_far.trustees, owner)
        .map_err(|e| ShareError::Wrong(e.to_string()))?;

    let mut chain = before.chain.clone();
    let mut records = chain.append_partial_decryption(owner, &share).map_err(DbError::corrupt)?;
    so_far.partials.push(checked);
    let threshold = so_far.trustees.threshold().ok_or_else(|| DbError::corrupt("no threshold key"))?;
    let scrutineers = u32::try_from(so_far.partials.len() - 1).map_err(DbError::corrupt)?;
    let complete = scrutineers >= threshold;
    if complete {
        let result = combine(&so_far.trustees, &so_far.tally, &so_far.partials).map_err(DbError::corrupt)?;
        records.extend(chain.append_result(&result).map_err(DbError::corrupt)?);
        store::insert_tally(tx, round, &result, at)?;
    }
    let after = BoxHead { chain, records: before.records, ballots: before.ballots };
    ballots::append_records(tx, round, &before, after, &records)?;
    let number = found.number;
    if complete {
        let counted = found.finish_count().map_err(DbError::corrupt)?;
        ballots::save_round(tx, &counted)?;
    }
    let detail = serde_json::json!({ "round": number, "owner": owner, "opened": complete });
    audit::record(tx, actor, at, &Act::new(Deed::ShareGiven, &session.name).with(detail))?;
    Ok(())
}
