//! What happened to projects, one piece of news an event, for feeds and letters.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    adjustments::AdjustmentState,
    lights::{Filed, Light, LightRecord},
    quantity::target_of,
    reports::Report,
    tracked::Tracked,
};
use crate::{
    candidates::Goal,
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
    /// As it stands now, of the sub-item whose newest report this is.
    pub light: Option<Light>,
    /// Where on the project's page it stands.
    pub place: &'static str,
}

/// A light as it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightChange {
    pub at: Ts,
    pub record: LightRecord,
    /// The colour that it had.
    pub before: Option<Light>,
}

/// Newest first. `reports` are filed ones, `lights` changes of these projects.
pub fn news(tracked: &[Tracked], reports: &[Report], lights: &[LightChange]) -> Vec<News> {
    let mut news: Vec<News> = tracked.iter().flat_map(of_its_own).collect();
    let project = |id: ProjectId| tracked.iter().find(|one| one.project.id == id);
    // What a later report about the same day corrects is not told any more.
    let newest = |report: &&Report| {
        let same = |other: &&Report| (other.sub_item, other.as_of) == (report.sub_item, report.as_of);
        reports.iter().filter(same).all(|other| other.filed_at <= report.filed_at)
    };
    news.extend(reports.iter().filter(newest).filter_map(|report| reported(project(report.project)?, report)));
    news.extend(lights.iter().filter_map(|change| turned(project(change.record.project)?, change)));
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
        light: None,
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
    let about = |filed: &&(SubItemId, Filed)| filed.0 == item.id && filed.1.as_of == report.as_of;
    let corrects = one.filed.iter().filter(about).count() > 1;
    let key = match (&item.goal, corrects) {
        (Goal::Zero, false) => "news-reported-left",
        (Goal::Zero, true) => "news-corrected-left",
        (_, false) => "news-reported",
        (_, true) => "news-corrected",
    };
    let said = Message::new(key)
        .with("item", &item.name)
        .with("quantity", report.quantity.grouped())
        .with("target", one.target(item).grouped())
        .with("share", one.share(item, report.quantity))
        .with("unit", target_of(&item.goal).1)
        .with("day", report.as_of);
    let is_newest = one.actual(item.id).is_some_and(|newest| newest.as_of == report.as_of);
    Some(News {
        id: report.id.uuid(),
        project: one.project.id,
        title: one.project.title.clone(),
        at: report.filed_at?,
        said,
        words: report.narrative.words.clone(),
        why: None,
        light: one.recorded_light(item.id).filter(|_| is_newest).map(|record| record.light),
        place: "progress",
    })
}

/// Into red, or out of it.
fn turned(one: &Tracked, change: &LightChange) -> Option<News> {
    let item = one.sub_item(change.record.sub_item)?;
    let (said, why, light) = match (change.record.light, change.before) {
        (Light::Red, before) if before != Some(Light::Red) => ("news-behind", Some(change.record.why.message()), None),
        (light, Some(Light::Red)) if light != Light::Red => ("news-recovered", None, Some(light)),
        _ => return None,
    };
    Some(News {
        id: made_of("light", item.id, change.at),
        project: one.project.id,
        title: one.project.title.clone(),
        at: change.at,
        said: Message::new(said).with("item", &item.name),
        words: String::new(),
        why,
        light,
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
    use crate::projects::{reports::Narrative, samples};

    fn at(text: &str) -> Ts {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    fn change(record: &LightRecord, light: Light, before: Option<Light>) -> LightChange {
        LightChange { at: at("2024-07-01T00:00:00Z"), record: LightRecord { light, ..record.clone() }, before }
    }

    #[test]
    fn the_newest_comes_first_and_keeps_its_name() {
        let tracked = samples::tracked();
        let lights: Vec<LightChange> =
            tracked[1].lights.iter().map(|light| change(light, Light::Red, Some(Light::Green))).collect();
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
    fn only_the_way_into_red_and_out_of_it_is_news() {
        let tracked = samples::tracked();
        let record = &tracked[1].lights[0];
        let quiet = news(&tracked, &[], &[]).len();
        for (light, before, told) in [
            (Light::Red, None, Some("news-behind")),
            (Light::Red, Some(Light::Yellow), Some("news-behind")),
            (Light::Red, Some(Light::Red), None),
            (Light::Yellow, Some(Light::Red), Some("news-recovered")),
            (Light::Done, Some(Light::Red), Some("news-recovered")),
            (Light::Green, Some(Light::Yellow), None),
            (Light::Yellow, None, None),
        ] {
            let found = news(&tracked, &[], &[change(record, light, before)]);
            let turned = found.iter().find(|piece| ["news-behind", "news-recovered"].contains(&piece.said.key));
            assert_eq!(turned.map(|piece| piece.said.key), told, "{before:?} {light:?}");
            assert_eq!(found.len(), quiet + usize::from(told.is_some()));
        }
    }

    #[test]
    fn a_report_that_was_corrected_is_told_once() {
        let [_, mut one] = samples::tracked();
        one.plans[1].published_at = Some(Ts::default());
        let item = one.project.sub_items[0].id;
        let report = |quantity: &str, filed: &str| Report {
            id: crate::ids::ReportId::new(),
            project: one.project.id,
            sub_item: item,
            as_of: "2024-07-20".parse().unwrap(),
            quantity: quantity.parse().unwrap(),
            paid: None,
            narrative: Narrative { words: "完成".to_owned(), ..Narrative::default() },
            unit: String::new(),
            made_by_account: crate::ids::AccountId::new(),
            made_by: String::new(),
            saved_at: at(filed),
            filed_at: Some(at(filed)),
        };
        let reports = [report("50", "2024-07-20T06:00:00Z"), report("60", "2024-07-20T03:00:00Z")];
        let filed =
            |report: &Report| (item, Filed { as_of: report.as_of, filed_on: report.as_of, quantity: report.quantity });
        let told = |one: &Tracked, reports: &[Report]| {
            let found = news(std::slice::from_ref(one), reports, &[]);
            let of = found.into_iter().filter(|piece| piece.place == "progress" && piece.words == "完成");
            of.map(|piece| (piece.said.key, piece.said.args)).collect::<Vec<_>>()
        };
        one.filed = vec![filed(&reports[1])];
        assert_eq!(told(&one, &reports[1..])[0].0, "news-reported");
        one.filed.push(filed(&reports[0]));
        let found = told(&one, &reports);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "news-corrected");
        let arg = |name: &str| found[0].1.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!((arg("quantity"), arg("target"), arg("share")), ("50".into(), "100".into(), "50".into()));
    }
}
