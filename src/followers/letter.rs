//! What is written to a follower.

use super::follower::Follower;
use crate::{
    ids::ProjectId,
    post::Text,
    projects::News,
    web::{Lang, Message, SiteName},
};

/// News in one letter; the pages have the rest.
const MOST_NEWS: usize = 30;

fn own_address(site: &SiteName, follower: &Follower) -> String {
    format!("{}/following/{}", site.origin, follower.id)
}

/// The path where a POST stops all further letters.
pub fn stop_path(follower: &Follower) -> String {
    format!("/following/{}/stop", follower.id)
}

/// `what` is to be followed.
pub fn asks_to_confirm(follower: &Follower, site: &SiteName, what: &Message) -> Text {
    let lang = follower.lang;
    let what = lang.text(what);
    let said = |key| lang.text(&Message::new(key).with("what", &what).with("site", &site.name));
    let body = [said("letter-confirm"), own_address(site, follower), said("letter-confirm-or-not"), site.name.clone()];
    (said("letter-confirm-subject"), body.join("\n\n") + "\n")
}

/// All of a day in one letter, newest first, those of a project together. `follows` is why it comes.
pub fn tells_news(follower: &Follower, site: &SiteName, follows: &[Message], news: &[&News]) -> Text {
    let lang = follower.lang;
    let by_project = by_project(news);
    let subject = match by_project.as_slice() {
        [(_, pieces)] => {
            let title = pieces.first().map_or("", |piece| piece.title.as_str());
            Message::new("letter-news-subject").with("project", title).with("count", news.len())
        }
        several => Message::new("letter-news-subject-many").with("count", news.len()).with("projects", several.len()),
    };
    let (mut parts, mut left) = (Vec::new(), MOST_NEWS);
    for (project, pieces) in &by_project {
        let title = pieces.first().map_or("", |piece| piece.title.as_str());
        parts.push(lang.text(&Message::new("letter-news").with("project", title)));
        let shown = pieces.len().min(left);
        parts.extend(pieces.iter().take(shown).map(|piece| told(lang, piece)));
        if shown < pieces.len() {
            parts.push(lang.text(&Message::new("letter-news-more").with("count", pieces.len() - shown)));
        }
        left -= shown;
        parts.push(format!("{}\n{}/projects/{project}", lang.text(&"letter-project-page".into()), site.origin));
    }
    let follows: Vec<String> = follows.iter().map(|what| lang.text(what)).collect();
    let listed = follows.join(&lang.text(&"letter-comma".into()));
    parts.push(lang.text(&Message::new("letter-why").with("what", listed)));
    parts.push(format!("{}\n{}", lang.text(&"letter-stop".into()), own_address(site, follower)));
    parts.push(site.name.clone());
    (lang.text(&subject), parts.join("\n\n") + "\n")
}

fn by_project<'a>(news: &[&'a News]) -> Vec<(ProjectId, Vec<&'a News>)> {
    let mut found: Vec<(ProjectId, Vec<&News>)> = Vec::new();
    for piece in news {
        match found.iter_mut().find(|(project, _)| *project == piece.project) {
            Some((_, pieces)) => pieces.push(piece),
            None => found.push((piece.project, vec![piece])),
        }
    }
    found
}

fn told(lang: Lang, piece: &News) -> String {
    let mut head = format!("{}  {}", piece.at.to_date(), lang.text(&piece.said));
    if let Some(light) = piece.light {
        head.push_str(&format!(" · {}", lang.text(&light.message())));
    }
    let why = piece.why.as_ref().map(|why| lang.text(why));
    match why.unwrap_or_else(|| piece.words.clone()) {
        words if words.is_empty() => head,
        words => format!("{head}\n{words}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{
        db::Ts,
        ids::{CongressId, FollowerId},
        post::Address,
    };

    #[test]
    fn a_day_is_one_letter_however_much_there_is() {
        let follower = Follower {
            id: FollowerId::timeless(),
            congress: CongressId::new(),
            address: Address::parse("zhou@example.org").unwrap(),
            lang: Lang::Chinese,
        };
        let site = SiteName { name: "上城区人大".to_owned(), origin: "https://vote.example".to_owned() };
        let (one, other) = (ProjectId::new(), ProjectId::new());
        let piece = |project: ProjectId, title: &str| News {
            id: uuid::Uuid::new_v4(),
            project,
            title: title.to_owned(),
            at: Ts::default(),
            said: Message::new("news-plan").with("version", 1),
            words: String::new(),
            why: None,
            light: None,
            place: "plan",
        };
        let news: Vec<News> =
            (0..40).map(|_| piece(one, "和美宜居")).chain([piece(other, "学有优教"), piece(one, "和美宜居")]).collect();
        let news: Vec<&News> = news.iter().collect();
        let follows = [Message::new("subject-street").with("name", "望江街道"), "subject-all".into()];
        let (subject, body) = tells_news(&follower, &site, &follows, &news);
        assert_eq!(subject, "2 个项目有 42 条新进展");
        assert!(body.contains("另有 11 条") && body.contains("望江街道、全部项目"), "{body}");
        assert_eq!(body.matches("/projects/").count(), 2);
        assert_eq!(body.matches("/following/").count(), 1);
        let (subject, _) = tells_news(&follower, &site, &follows, &news[..2]);
        assert_eq!(subject, "和美宜居：2 条新进展");
    }
}
