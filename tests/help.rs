//! Everybody finds the steps of their own work, in both languages.

use std::collections::{BTreeMap, BTreeSet};

use piaojue::{accounts::Role, home::Audience};

use crate::support::{
    Page, TestApp,
    session::{FOUR, Hall},
    sources,
};

/// Where the foot of a page sends somebody who needs help.
fn help_of(page: &Page) -> String {
    let links = page.is(200).attributes("footer a", "href");
    links.into_iter().find(|link| link.starts_with("/help/")).unwrap_or_else(|| panic!("{} offers no help", page.path))
}

on_both_databases! {
    async fn everybody_is_led_to_the_help_of_their_own_work(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        assert_eq!(help_of(&app.visitor().visits("/").await), "/help/public");
        assert_eq!(help_of(&hall.deputies[0].browser().await.visits("/deputy").await), "/help/deputy");
        assert_eq!(help_of(&hall.scrutineers[0].browser().await.visits("/scrutineer").await), "/help/scrutineer");
        for path in ["/secretariat", "/secretariat/roll", "/secretariat/issuing", "/secretariat/rehearsal"] {
            assert_eq!(help_of(&hall.secretariat.browser().await.visits(path).await), "/help/secretariat");
        }
        for role in [Role::Department, Role::Supervisor] {
            let mut person = app.signed_in(role).await;
            let page = person.visits(role.home()).await;
            assert_eq!(help_of(&page), format!("/help/{role}"));
            person.visits(&help_of(&page)).await.is(200);
        }
    }

    async fn the_steps_are_there_in_both_languages(app: TestApp) {
        let mut anybody = app.visitor();
        for audience in Audience::ALL {
            let chinese = anybody.visits(&format!("/help/{audience}?lang=zh-CN")).await.is(200).clone();
            let english = anybody.visits(&format!("/help/{audience}?lang=en")).await.is(200).clone();
            let steps = chinese.texts("section h2").len();
            assert!(steps >= 3, "{audience}");
            assert_eq!(english.texts("section h2").len(), steps);
            for (zh, en) in chinese.texts("section p").iter().zip(english.texts("section p")) {
                assert!(zh.chars().count() > 10 && en.chars().all(|c| !matches!(u32::from(c), 0x4e00..=0x9fff)), "{en}");
            }
        }
        anybody.visits("/help/nobody").await.is(404);
    }
}

/// Messages of one line by name, of all files of a language.
fn messages(lang: &str) -> BTreeMap<String, String> {
    let files = sources::root().join("locales").join(lang).read_dir().unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let lines: Vec<String> = texts.flat_map(|text| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>()).collect();
    let pairs = lines.iter().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once(" = "));
    pairs.map(|(name, words)| (name.to_owned(), words.to_owned())).collect()
}

#[test]
fn what_the_help_puts_in_quotation_marks_stands_on_a_page() {
    for lang in ["zh-CN", "en"] {
        let (help, pages): (BTreeMap<_, _>, BTreeMap<_, _>) =
            messages(lang).into_iter().partition(|(name, _)| name.starts_with("help-"));
        // English titles are followed by the Chinese word in brackets.
        let shown: BTreeSet<&str> = pages.values().map(|words| words.split(" (").next().unwrap()).collect();
        let quoted: Vec<(&String, &str)> = help
            .iter()
            .flat_map(|(name, words)| words.split('“').skip(1).map(move |rest| (name, rest.split('”').next().unwrap())))
            .collect();
        assert!(quoted.len() > 10, "{lang}: {quoted:?}");
        let nowhere: Vec<_> = quoted.iter().filter(|(_, words)| !shown.contains(words)).collect();
        assert!(nowhere.is_empty(), "{lang}: no page says so: {nowhere:?}");
    }
}
