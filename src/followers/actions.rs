//! Beginning to follow, confirming, stopping; writing the day's letters and handing them out.

use super::{
    follower::{Address, FollowError, Follower, FollowerState, PENDING_HOURS},
    letter::{About, Failure, LEASE_MINUTES, Letter, asks_to_confirm, next_attempt, stop_address, tells_news},
    store,
};
use crate::{
    congress,
    db::{Db, DbError, Ts, Tx},
    ids::{CongressId, FollowerId, LetterId, ProjectId},
    projects::{self, Project},
    web::{Lang, Refused},
};

/// News asked for at a time, of one project.
const MOST_NEWS: i64 = 100;

/// Writes the letter that asks whether the address's owner wants this, where the limits let it.
pub fn ask_to_follow(
    tx: &mut Tx,
    congress: CongressId,
    project: ProjectId,
    typed: &str,
    lang: Lang,
    base_url: &str,
    at: Ts,
) -> Result<(), Refused<FollowError>> {
    let address = Address::parse(typed)?;
    let project = projects::project_by_id(tx, project)?
        .filter(|project| project.public && project.congress == congress)
        .ok_or(Refused::Missing)?;
    let before = store::by_address(tx, project.id, &address)?;
    if !store::known(tx, &address, before.as_ref(), at.plus_minutes(-60))?.asks_for_letter(at)? {
        return Ok(());
    }
    let follower = match before {
        Some(before) => {
            store::set_asked(tx, before.id, at)?;
            before
        }
        None => {
            let new = Follower {
                id: FollowerId::timeless(),
                project: project.id,
                address,
                lang,
                state: FollowerState::Pending,
                asked_at: at,
                told_until: at,
            };
            store::insert(tx, &new)?;
            new
        }
    };
    let site = congress::site_name(tx, project.congress, base_url)?;
    let text = asks_to_confirm(&follower, About { site: &site, title: &project.title });
    Ok(store::insert_letter(tx, follower.id, &text, at)?)
}

/// `false` where there is nothing to confirm any more.
pub fn confirm(tx: &mut Tx, id: FollowerId, at: Ts) -> Result<bool, DbError> {
    match store::by_id(tx, id)? {
        Some(follower) if follower.state == FollowerState::Pending => {
            store::set_confirmed(tx, id, at)?;
            Ok(true)
        }
        follower => Ok(follower.is_some()),
    }
}

/// The address is gone, and so are the letters that waited for it.
pub fn stop(tx: &mut Tx, id: FollowerId) -> Result<(), DbError> {
    store::delete(tx, id).map(|_| ())
}

/// One letter for everybody whose project has news since the last.
pub fn write_news_letters(tx: &mut Tx, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = 0;
    let followers = store::confirmed(tx)?;
    for of_one in followers.chunk_by(|a, b| a.project == b.project) {
        let Some(project) = projects::project_by_id(tx, of_one[0].project)? else { continue };
        written += write_of_project(tx, &project, of_one, base_url, at)?;
    }
    Ok(written)
}

fn write_of_project(
    tx: &mut Tx,
    project: &Project,
    followers: &[Follower],
    base_url: &str,
    at: Ts,
) -> Result<usize, DbError> {
    let since = followers.iter().map(|follower| follower.told_until).min().unwrap_or(at);
    let news = projects::news_since(tx, vec![project.clone()], since, MOST_NEWS)?;
    let site = congress::site_name(tx, project.congress, base_url)?;
    let about = About { site: &site, title: &project.title };
    let mut written = 0;
    for follower in followers {
        let new: Vec<_> = news.iter().filter(|piece| piece.at > follower.told_until && piece.at <= at).collect();
        if !new.is_empty() {
            store::insert_letter(tx, follower.id, &tells_news(follower, about, &new), at)?;
            store::set_told(tx, follower.id, at)?;
            written += 1;
        }
    }
    Ok(written)
}

/// The next letter that is due, for whoever asks first: nobody else gets it before the lease is over.
fn take_due(tx: &mut Tx, base_url: &str, now: Ts) -> Result<Option<(Letter, usize)>, DbError> {
    let Some((id, follower, (subject, body), attempts)) = store::due_letter(tx, now)? else { return Ok(None) };
    let follower = store::by_id(tx, follower)?.ok_or_else(|| DbError::corrupt("a letter to nobody"))?;
    store::set_due(tx, id, now.plus_minutes(LEASE_MINUTES), attempts + 1)?;
    let project =
        projects::project_by_id(tx, follower.project)?.ok_or_else(|| DbError::corrupt("a letter about nothing"))?;
    let stop = stop_address(&congress::site_name(tx, project.congress, base_url)?.origin, &follower);
    let attempts = usize::try_from(attempts + 1).map_err(DbError::corrupt)?;
    Ok(Some((Letter { id, to: follower.address, subject, body, stop }, attempts)))
}

fn settle(tx: &mut Tx, id: LetterId, attempts: usize, sent: &Result<(), Failure>, now: Ts) -> Result<(), DbError> {
    let failure = match sent {
        Ok(()) => return store::delete_letter(tx, id),
        Err(failure) => failure,
    };
    match next_attempt(attempts, failure, now) {
        Some(due) => store::set_due(tx, id, due, i32::try_from(attempts).map_err(DbError::corrupt)?),
        None => store::set_given_up(tx, id),
    }
}

/// Hands out what is due, `most` letters; how many got through. A letter is sent outside any transaction, so a crash
/// between sending and noting it may send it once more, under the same identifier.
pub fn send_due(
    db: &Db,
    base_url: &str,
    now: Ts,
    most: usize,
    mut send: impl FnMut(&Letter) -> Result<(), Failure>,
) -> Result<usize, DbError> {
    let mut through = 0;
    for _ in 0..most {
        let Some((letter, attempts)) = db.write(|tx| take_due(tx, base_url, now))? else { break };
        let sent = send(&letter);
        if let Err(failure) = &sent {
            tracing::warn!(?failure, attempts, letter = %letter.id, "a letter did not get through");
        }
        db.write(|tx| settle(tx, letter.id, attempts, &sent, now))?;
        through += usize::from(sent.is_ok());
    }
    Ok(through)
}

/// Forgets addresses that nobody confirmed.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<usize, DbError> {
    store::delete_pending(tx, now.plus_hours(-PENDING_HOURS))
}
