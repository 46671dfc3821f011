//! What is written to a follower, and when a letter that did not get through is tried again.

use super::follower::{Address, Follower};
use crate::{
    db::Ts,
    ids::LetterId,
    projects::News,
    web::{Lang, Message, SiteName},
};

/// A letter to be sent, with the address that stops all further ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The same at every attempt, so that a receiver recognises a letter that came twice.
    pub id: LetterId,
    pub to: Address,
    pub subject: String,
    pub body: String,
    pub stop: String,
}

/// Why a letter did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server says that it never will.
    Refused(String),
    Unreachable(String),
}

/// Subject and body.
pub type Text = (String, String);

/// What letters speak of besides their news.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub site: &'a SiteName,
    /// The project's title.
    pub title: &'a str,
}

/// News in one letter; the page has the rest.
const MOST_NEWS: usize = 20;

/// Minutes until the next attempt, by how many there were; after the last a letter is given up.
const PAUSES: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1_440];

/// A letter that was handed out is not handed out again before so many minutes.
pub const LEASE_MINUTES: i64 = 5;

pub fn own_address(base_url: &str, follower: &Follower) -> String {
    format!("{base_url}/following/{}", follower.id)
}

pub fn stop_address(base_url: &str, follower: &Follower) -> String {
    format!("{}/stop", own_address(base_url, follower))
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
    let head = format!("{}  {}", piece.at.to_date(), lang.text(&piece.said));
    let why = piece.why.as_ref().map(|why| lang.text(why));
    match why.unwrap_or_else(|| piece.words.clone()) {
        words if words.is_empty() => head,
        words => format!("{head}\n{words}"),
    }
}

/// When a letter that did not get through is due again; `None`: given up.
pub fn next_attempt(attempts: usize, failure: &Failure, now: Ts) -> Option<Ts> {
    match failure {
        Failure::Refused(_) => None,
        Failure::Unreachable(_) => attempts.checked_sub(1).and_then(|at| PAUSES.get(at)).map(|p| now.plus_minutes(*p)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_again_for_two_days_and_then_given_up() {
        let now = Ts::default();
        let lost = Failure::Unreachable("gone".to_owned());
        let pauses: Vec<_> = (1..).map_while(|attempts| next_attempt(attempts, &lost, now)).collect();
        assert_eq!(pauses.len(), 8);
        assert!(pauses.is_sorted() && pauses[0] == now.plus_minutes(1));
        assert_eq!(next_attempt(1, &Failure::Refused("550".to_owned()), now), None);
    }
}
