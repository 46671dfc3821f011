//! What is written to a follower.

use super::follower::Follower;
use crate::{
    post::Text,
    projects::News,
    web::{Lang, Message, SiteName},
};

/// What letters speak of besides their news.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub site: &'a SiteName,
    /// The project's title.
    pub title: &'a str,
}

/// News in one letter; the page has the rest.
const MOST_NEWS: usize = 20;

fn own_address(base_url: &str, follower: &Follower) -> String {
    format!("{base_url}/following/{}", follower.id)
}

/// The path where a POST stops all further letters.
pub fn stop_path(follower: &Follower) -> String {
    format!("/following/{}/stop", follower.id)
}

pub fn asks_to_confirm(follower: &Follower, about: About) -> Text {
    let said = |key| follower.lang.text(&Message::new(key).with("project", about.title).with("site", &about.site.name));
    let link = own_address(&about.site.origin, follower);
    let body = [said("letter-confirm"), link, said("letter-confirm-or-not"), about.site.name.clone()].join("\n\n");
    (said("letter-confirm-subject"), body + "\n")
}

pub fn tells_news(follower: &Follower, about: About, news: &[&News]) -> Text {
    let lang = follower.lang;
    let subject = Message::new("letter-news-subject").with("project", about.title).with("count", news.len());
    let mut parts: Vec<String> = news.iter().take(MOST_NEWS).map(|piece| told(lang, piece)).collect();
    parts.insert(0, lang.text(&Message::new("letter-news").with("project", about.title)));
    parts.push(format!(
        "{}\n{}/projects/{}",
        lang.text(&"letter-project-page".into()),
        &about.site.origin,
        follower.project
    ));
    parts.push(format!("{}\n{}", lang.text(&"letter-stop".into()), own_address(&about.site.origin, follower)));
    parts.push(about.site.name.clone());
    (lang.text(&subject), parts.join("\n\n") + "\n")
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
