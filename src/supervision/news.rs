//! What supervision has to tell of projects, beside their own news.

use super::follow_ups::{self, ActKind, FollowUp, Step};
use crate::{
    db::{Conn, DbError, Ts},
    projects::{self, News, Project},
    web::Message,
};

/// News of projects with what was followed up of them, newest first: at most `most` reports and as many changes of lights.
pub fn news_since(conn: &mut Conn, found: Vec<Project>, since: Ts, most: i64) -> Result<Vec<News>, DbError> {
    let ids: Vec<_> = found.iter().map(|project| project.id).collect();
    let follow_ups = follow_ups::store::follow_ups(conn, &ids)?;
    let of: Vec<_> = follow_ups.iter().map(|one| one.id).collect();
    let steps = follow_ups::store::steps_of(conn, &of)?;
    let told = told(&found, &follow_ups, &steps);
    let mut news = projects::news_since(conn, found, since, most)?;
    news.extend(told.into_iter().filter(|piece| piece.at > since));
    news.sort_by_key(|piece| std::cmp::Reverse((piece.at, piece.id)));
    Ok(news)
}

/// Opened, overdue, closed.
fn told(projects: &[Project], follow_ups: &[FollowUp], steps: &[Step]) -> Vec<News> {
    let piece = |step: &Step| {
        let follow_up = follow_ups.iter().find(|one| one.id == step.follow_up)?;
        let project = projects.iter().find(|one| one.id == follow_up.project)?;
        let said = match step.act {
            ActKind::Opened => "news-follow-up-opened",
            ActKind::Escalated => "news-follow-up-overdue",
            ActKind::Closed => "news-follow-up-closed",
            ActKind::Answered | ActKind::Checked | ActKind::Returned => return None,
        };
        let deadline = step.deadline.unwrap_or(follow_up.deadline);
        Some(News {
            id: step.id.uuid(),
            project: project.id,
            title: project.title.clone(),
            at: step.at,
            said: Message::new(said).with("number", follow_up.number).with("deadline", deadline),
            words: if step.act == ActKind::Escalated { follow_up.finding.clone() } else { step.words.clone() },
            why: None,
            light: None,
            place: "supervision",
        })
    };
    steps.iter().filter_map(piece).collect()
}
