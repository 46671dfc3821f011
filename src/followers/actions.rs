//! Beginning to follow, confirming, changing, stopping; writing the day's letters.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    follower::{FollowError, Followed, Follower, FollowerState, MOST_FOLLOWED, PENDING_HOURS},
    letter::{asks_to_confirm, stop_path, tells_news},
    store,
};
use crate::{
    congress,
    db::{DbError, Ts, Tx},
    ids::{CongressId, FollowedId, FollowerId, ProjectId},
    post::{self, Address, NewLetter, Text},
    projects::{self, Project, Subject, Subjects, Touched},
    supervision,
    web::{Lang, Refused},
};

/// News asked for at a time, of one congress.
const MOST_NEWS: i64 = 10_000;

/// Writes the letter that asks whether the address's owner wants this, where the limits let it.
pub fn ask_to_follow(
    tx: &mut Tx,
    congress: CongressId,
    subject: &Subject,
    typed: &str,
    lang: Lang,
    base_url: &str,
    at: Ts,
) -> Result<(), Refused<FollowError>> {
    let address = Address::parse(typed).map_err(FollowError::from)?;
    let subjects = projects::subjects(tx, congress)?;
    if !subjects.holds(subject) {
        return Err(Refused::Missing);
    }
    let follower = store::by_address(tx, congress, &address)?;
    let follows = match &follower {
        Some(follower) => store::followed_by(tx, follower.id)?,
        None => Vec::new(),
    };
    let before = follows.iter().find(|one| one.subject == *subject);
    if !store::known(tx, &address, before, at.plus_minutes(-60))?.asks_for_letter(at)? || follows.len() >= MOST_FOLLOWED
    {
        return Ok(());
    }
    let follower = match follower {
        Some(known) => known,
        None => {
            let new = Follower { id: FollowerId::timeless(), congress, address, lang };
            store::insert(tx, &new)?;
            new
        }
    };
    match before {
        Some(before) => store::set_asked(tx, before.id, at)?,
        None => {
            let wish = Followed::new(follower.id, subject.clone(), FollowerState::Pending, at);
            store::insert_followed(tx, &wish)?;
        }
    }
    let site = congress::site_name(tx, congress, base_url)?;
    Ok(write_to(tx, &follower, &asks_to_confirm(&follower, &site, &subjects.called(subject)), at)?)
}

fn write_to(tx: &mut Tx, to: &Follower, text: &Text, at: Ts) -> Result<(), DbError> {
    let stop = stop_path(to);
    let (congress, about) = (to.congress, to.id.uuid());
    post::write(tx, &NewLetter { congress, about, to: &to.address, text, stop: Some(&stop) }, at)
}

/// All that waits of this follower. `false` where there is nobody.
pub fn confirm(tx: &mut Tx, id: FollowerId, at: Ts) -> Result<bool, DbError> {
    store::set_confirmed(tx, id, at)?;
    Ok(store::by_id(tx, id)?.is_some())
}

/// One thing more for an address that was confirmed.
pub fn add(tx: &mut Tx, id: FollowerId, subject: &Subject, at: Ts) -> Result<(), Refused<FollowError>> {
    let follower = store::by_id(tx, id)?.ok_or(Refused::Missing)?;
    let follows = store::followed_by(tx, id)?;
    let is_confirmed = follows.iter().any(|one| one.state == FollowerState::Confirmed);
    if !is_confirmed || !projects::subjects(tx, follower.congress)?.holds(subject) {
        return Err(Refused::Missing);
    }
    match follows.iter().find(|one| one.subject == *subject) {
        Some(known) if known.state == FollowerState::Confirmed => return Ok(()),
        Some(waits) => store::delete_followed(tx, id, waits.id).map(|_| ())?,
        None if follows.len() >= MOST_FOLLOWED => return Err(FollowError::Enough.into()),
        None => {}
    }
    Ok(store::insert_followed(tx, &Followed::new(id, subject.clone(), FollowerState::Confirmed, at))?)
}

/// One thing less; with the last one the address goes. Whether anything is left.
pub fn remove(tx: &mut Tx, id: FollowerId, followed: FollowedId) -> Result<bool, DbError> {
    store::delete_followed(tx, id, followed)?;
    let is_left = !store::followed_by(tx, id)?.is_empty();
    if !is_left {
        stop(tx, id)?;
    }
    Ok(is_left)
}

/// The address is gone, and so are the letters that waited for it.
pub fn stop(tx: &mut Tx, id: FollowerId) -> Result<(), DbError> {
    post::forget(tx, &[id.uuid()])?;
    store::delete(tx, id).map(|_| ())
}

/// One letter for everybody who follows something of which there is news since the last.
pub fn write_news_letters(tx: &mut Tx, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = 0;
    let followers = store::confirmed(tx)?;
    for of_one in followers.chunk_by(|(a, _), (b, _)| a.congress == b.congress) {
        written += write_of_congress(tx, of_one[0].0.congress, of_one, base_url, at)?;
    }
    store::set_told(tx, at)?;
    Ok(written)
}

fn write_of_congress(
    tx: &mut Tx,
    congress: CongressId,
    followers: &[(Follower, Vec<Followed>)],
    base_url: &str,
    at: Ts,
) -> Result<usize, DbError> {
    let public = projects::public_projects(tx, congress)?;
    let all = projects::overview(tx, public)?;
    let touched: HashMap<ProjectId, Touched> = all.iter().map(|one| (one.project.id, Touched::by(one))).collect();
    let follows = || followers.iter().flat_map(|(_, follows)| follows);
    let wanted: Vec<Project> = all
        .into_iter()
        .map(|one| one.project)
        .filter(|project| touched.get(&project.id).is_some_and(|by| follows().any(|one| one.subject.holds(by))))
        .collect();
    let since = follows().map(|one| one.told_until).min().unwrap_or(at);
    let news = supervision::news_since(tx, wanted, since, MOST_NEWS)?;
    if news.is_empty() {
        return Ok(0);
    }
    let (site, subjects): (_, Subjects) =
        (congress::site_name(tx, congress, base_url)?, projects::subjects(tx, congress)?);
    let mut written = 0;
    for (follower, follows) in followers {
        let is_news = |piece: &&projects::News| {
            let wants = |one: &Followed| {
                piece.at > one.told_until && touched.get(&piece.project).is_some_and(|by| one.subject.holds(by))
            };
            piece.at <= at && follows.iter().any(wants)
        };
        let new: Vec<_> = news.iter().filter(is_news).collect();
        if !new.is_empty() {
            let called: Vec<_> = follows.iter().map(|one| subjects.called(&one.subject)).collect();
            write_to(tx, follower, &tells_news(follower, &site, &called, &new), at)?;
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

/// Forgets what nobody confirmed, and addresses that follow nothing else.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<usize, DbError> {
    let mut gone = 0;
    for id in store::delete_pending(tx, now.plus_hours(-PENDING_HOURS))? {
        if store::followed_by(tx, id)?.is_empty() {
            stop(tx, id)?;
            gone += 1;
        }
    }
    Ok(gone)
}
