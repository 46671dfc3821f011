//! Beginning to follow, confirming, stopping; writing the day's letters.

use uuid::Uuid;

use super::{
    follower::{FollowError, Follower, FollowerState, PENDING_HOURS},
    letter::{About, asks_to_confirm, stop_path, tells_news},
    store,
};
use crate::{
    congress,
    db::{DbError, Ts, Tx},
    ids::{CongressId, FollowerId, ProjectId},
    post::{self, Address, NewLetter, Text},
    projects::{self, Project},
    supervision,
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
    let address = Address::parse(typed).map_err(FollowError::from)?;
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
    Ok(write_to(tx, congress, &follower, &text, at)?)
}

fn write_to(tx: &mut Tx, congress: CongressId, to: &Follower, text: &Text, at: Ts) -> Result<(), DbError> {
    let stop = stop_path(to);
    post::write(tx, &NewLetter { congress, about: to.id.uuid(), to: &to.address, text, stop: Some(&stop) }, at)
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
    post::forget(tx, &[id.uuid()])?;
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
    let news = supervision::news_since(tx, vec![project.clone()], since, MOST_NEWS)?;
    let site = congress::site_name(tx, project.congress, base_url)?;
    let about = About { site: &site, title: &project.title };
    let mut written = 0;
    for follower in followers {
        let new: Vec<_> = news.iter().filter(|piece| piece.at > follower.told_until && piece.at <= at).collect();
        if !new.is_empty() {
            write_to(tx, project.congress, follower, &tells_news(follower, about, &new), at)?;
            store::set_told(tx, follower.id, at)?;
            written += 1;
        }
    }
    Ok(written)
}

/// Nobody goes on writing where no letter arrives: the address is gone, as if its owner had stopped.
pub fn give_up(tx: &mut Tx, hopeless: &[Uuid]) -> Result<usize, DbError> {
    let mut stopped = 0;
    for about in hopeless {
        stopped += store::delete(tx, (*about).into())?;
    }
    Ok(stopped)
}

/// Forgets addresses that nobody confirmed.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<usize, DbError> {
    let unconfirmed = store::pending(tx, now.plus_hours(-PENDING_HOURS))?;
    for id in &unconfirmed {
        stop(tx, *id)?;
    }
    Ok(unconfirmed.len())
}
