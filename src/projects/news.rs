//! What happened to projects, one piece of news an event, for feeds and letters.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    adjustment::AdjustmentState, light::LightRecord, progress::Report, quantity::target_of, schedule::Light,
    tracked::Tracked,
};
use crate::{
    db::Ts,
    ids::{ProjectId, SubItemId},
    web::Message,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The same for the same event for ever.
    pub id: Uuid,
    pub project: ProjectId,
    /// The project's title.
    pub title: String,
    pub at: Ts,
    /// What happened, in one line.
    pub said: Message,
    /// In the words of whoever reported it; empty where nobody wrote any.
    pub words: String,
    /// Why a light is red.
    pub why: Option<Message>,
    /// Where on the project's page it stands.
    pub place: &'static str,
}

/// A light as it changed, at the moment of the change.
pub type LightChange = (Ts, LightRecord);

/// Newest first. `reports` are filed ones, `lights` changes of these projects.
pub fn news(tracked: &[Tracked], reports: &[Report], lights: &[LightChange]) -> Vec<News> {
    let mut news: Vec<News> = tracked.iter().flat_map(of_its_own).collect();
    let project = |id: ProjectId| tracked.iter().find(|one| one.project.id == id);
    news.extend(reports.iter().filter_map(|report| reported(project(report.project)?, report)));
    let red = lights.iter().filter(|(_, record)| record.light == Light::Red);
    news.extend(red.filter_map(|(at, record)| fell_behind(project(record.project)?, *at, record)));
    news.sort_by_key(|piece| std::cmp::Reverse((piece.at, piece.id)));
    news
}

/// Plans, acceptances, what was given back, and adjustments hang on the project itself.
fn of_its_own(one: &Tracked) -> Vec<News> {
    let piece = |id: Uuid, at: Ts, said: Message, words: &str, place: &'static str| News {
        id,
        project: one.project.id,
        title: one.project.title.clone(),
        at,
        said,
        words: words.to_owned(),
        why: None,
        place,
    };
    let plans = one.plans.iter().filter_map(|plan| {
        let said = Message::new("news-plan").with("version", plan.version);
        Some(piece(plan.id.uuid(), plan.published_at?, said, "", "plan"))
    });
    let acceptances = one.acceptances.iter().map(|acceptance| {
        let said = Message::new("news-accepted").with("item", item_name(one, acceptance.sub_item));
        let id = made_of("acceptance", acceptance.sub_item, acceptance.accepted_at);
        piece(id, acceptance.accepted_at, said, &acceptance.words, "subs")
    });
    let refusals = one.refusals.iter().map(|refusal| {
        let said = Message::new("news-not-accepted").with("item", item_name(one, refusal.sub_item));
        let id = made_of("refusal", refusal.sub_item, refusal.refused_at);
        piece(id, refusal.refused_at, said, &refusal.words, "progress")
    });
    let adjustments = one.adjustments.iter().filter(|a| a.state == AdjustmentState::Effective).filter_map(|a| {
        let said = Message::new("news-adjusted").with("kind", a.kind);
        Some(piece(a.id.uuid(), a.settled_at?, said, &a.reason, "adjustments"))
    });
    plans.chain(acceptances).chain(refusals).chain(adjustments).collect()
}

fn reported(one: &Tracked, report: &Report) -> Option<News> {
    let item = one.sub_item(report.sub_item)?;
    let said = Message::new("news-reported")
        .with("item", &item.name)
        .with("quantity", report.quantity.grouped())
        .with("unit", target_of(&item.goal).1)
        .with("day", report.as_of);
    Some(News {
        id: report.id.uuid(),
        project: one.project.id,
        title: one.project.title.clone(),
        at: report.filed_at?,
        said,
        words: report.words.clone(),
        why: None,
        place: "progress",
    })
}

fn fell_behind(one: &Tracked, at: Ts, record: &LightRecord) -> Option<News> {
    let item = one.sub_item(record.sub_item)?;
    Some(News {
        id: made_of("light", record.sub_item, at),
        project: one.project.id,
        title: one.project.title.clone(),
        at,
        said: Message::new("news-behind").with("item", &item.name),
        words: String::new(),
        why: Some(record.why.message()),
        place: "subs",
    })
}

fn item_name(one: &Tracked, id: SubItemId) -> &str {
    one.sub_item(id).map_or("", |item| item.name.as_str())
}

/// For an event that is no row with an identifier of its own.
fn made_of(kind: &str, sub_item: SubItemId, at: Ts) -> Uuid {
    let digest = Sha256::digest(format!("{kind}|{sub_item}|{}", at.timestamp().as_microsecond()));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    #[test]
    fn the_newest_comes_first_and_keeps_its_name() {
        let tracked = samples::tracked();
        let lights: Vec<LightChange> = tracked[1]
            .lights
            .iter()
            .map(|light| {
                let at: jiff::Timestamp = "2024-07-01T00:00:00Z".parse().unwrap();
                (at.into(), LightRecord { light: Light::Red, ..light.clone() })
            })
            .collect();
        let found = news(&tracked, &[], &lights);
        assert!(found.len() > lights.len(), "plans and acceptances are news too");
        assert!(found.is_sorted_by(|a, b| a.at >= b.at));
        assert_eq!(found, news(&tracked, &[], &lights), "told twice, it is the same news");
        let mut ids: Vec<_> = found.iter().map(|piece| piece.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), found.len());
    }

    #[test]
    fn only_what_turned_red_is_news() {
        let tracked = samples::tracked();
        let at: jiff::Timestamp = "2024-07-01T00:00:00Z".parse().unwrap();
        let calm: Vec<LightChange> = tracked[1]
            .lights
            .iter()
            .map(|light| (at.into(), LightRecord { light: Light::Green, ..light.clone() }))
            .collect();
        assert_eq!(news(&tracked, &[], &calm), news(&tracked, &[], &[]));
    }
}
