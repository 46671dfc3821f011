//! What is told to those who proposed what a project came from: begun, milestones, late, accepted. That all is done, the
//! acceptance itself says to them.

use crate::{
    candidates::{self, Goal},
    db::{DbError, Ts, Tx},
    projects::{self, News, Tracked, target_of},
    proposals::{self, NeedProgress},
    web::{Message, Secret},
};

/// Reports, and changes of lights, that are looked at.
const MOST_NEWS: i64 = 10_000;

/// Of all the news of a project those that whoever proposed it waits for, oldest first.
fn told(one: &Tracked, news: &[News]) -> Vec<(Ts, Message)> {
    let of_it = news.iter().filter(|piece| piece.project == one.project.id);
    let matters = |piece: &News| match piece.said.key {
        "news-plan" => {
            let is_first = piece.said.args.iter().any(|(name, value)| *name == "version" && value == "1");
            is_first.then(|| "progress-begun".into())
        }
        "news-behind" | "news-recovered" | "news-accepted" | "news-adjusted" => Some(piece.said.clone()),
        _ => None,
    };
    let mut told: Vec<(Ts, Message)> = of_it.filter_map(|piece| Some((piece.at, matters(piece)?))).collect();
    for passed in one.milestones_passed() {
        let key = match passed.item.goal {
            Goal::Measured(_) => "progress-milestone",
            _ => "progress-milestone-plain",
        };
        let said = Message::new(key)
            .with("item", &passed.item.name)
            .with("quantity", passed.milestone.quantity.grouped())
            .with("unit", target_of(&passed.item.goal).1)
            .with("day", passed.milestone.on);
        // Whatever hour it was: with the day that follows.
        told.push((Ts::beginning_of(passed.filed_on).next_day(), said));
    }
    told.sort_by_key(|(at, _)| *at);
    told
}

/// Of every congress, once a day.
pub fn tell_proposers(tx: &mut Tx, secret: &Secret, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = 0;
    for congress in crate::congress::congresses(tx)? {
        let public = projects::public_projects(tx, congress.id)?;
        let mut sessions: Vec<_> = public.iter().map(|project| project.session).collect();
        sessions.dedup();
        let mut origins = Vec::new();
        for session in sessions {
            origins.extend(candidates::origins(tx, session)?);
        }
        let need_of = |one: &projects::Project| {
            origins.iter().find(|origin| origin.candidate == one.candidate).map(|origin| origin.need)
        };
        let asked_for: Vec<_> = public.into_iter().filter(|one| need_of(one).is_some()).collect();
        let Some(since) = asked_for.iter().map(|one| one.promoted_at).min() else { continue };
        let all = projects::tracked(tx, asked_for.clone())?;
        let news = projects::news_since(tx, asked_for, since, MOST_NEWS)?;
        let progress = |one: &Tracked| {
            Some(NeedProgress {
                need: need_of(&one.project)?,
                project: one.project.id,
                title: one.project.title.clone(),
                chosen_at: one.project.promoted_at,
                told: told(one, &news),
            })
        };
        let all: Vec<NeedProgress> = all.iter().filter_map(progress).collect();
        written += proposals::write_progress(tx, secret, congress.id, &all, base_url, at)?;
    }
    Ok(written)
}
