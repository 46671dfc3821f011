//! Letters: what they say, how they travel, and when nobody writes any more.

use jiff::SignedDuration;

use crate::{
    followers::with_mail,
    support::{People, TestApp, catcher::Catcher, tracking::Year},
};

/// What came for somebody.
fn letters_to(catcher: &Catcher, address: &str) -> Vec<crate::support::catcher::Caught> {
    catcher.empties().into_iter().filter(|letter| letter.to == address).collect()
}

on_both_databases! {
    async fn a_letter_says_what_was_promised_how_far_it_came_and_its_light(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.somebody_follows(&catcher, "zhou@example.org").await;
        let target = year.app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-02-03", "4").await.is(200);
        year.reports(0, "2024-02-03", &target).await.is(200);
        year.days_pass(1).await;
        year.letters_go_out();
        let letter = letters_to(&catcher, "zhou@example.org").remove(0);
        assert_eq!(letter.header("MIME-Version"), "1.0");
        let reported = format!("更正为累计 {target} / {target}");
        assert!(letter.body.contains(&reported) && letter.body.contains("100%"), "{}", letter.body);
        assert!(letter.body.contains("· 按序推进"), "{}", letter.body);
        assert!(!letter.body.contains("累计 4 /"), "what was corrected is not told: {}", letter.body);
        let title = year.app.projects()[0].title.clone();
        assert!(letter.body.contains(&format!("《{title}》")) && !letter.body.contains("““"), "{}", letter.body);
    }

    async fn into_red_and_out_of_it_is_news(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.somebody_follows(&catcher, "zhou@example.org").await;
        year.days_pass(53).await;
        year.letters_go_out();
        let red = letters_to(&catcher, "zhou@example.org");
        assert!(red.iter().any(|letter| letter.body.contains("进度滞后") && letter.body.contains("3 月没有报送进展")), "{red:?}");
        let target = year.app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-03-27", &target).await.is(200);
        year.days_pass(1).await;
        year.letters_go_out();
        let better = letters_to(&catcher, "zhou@example.org");
        assert!(better.iter().any(|letter| letter.body.contains("不再滞后 · 按序推进")), "{better:?}");
    }

    async fn what_is_followed_up_is_news(app: TestApp) {
        let (year, [finder, closer]) = Year::supervised(&app).await;
        let catcher = Catcher::opens();
        let with_letters = year.app.can_write_letters(&catcher.url).await;
        let (mut year, [mut finder, _closer]) = (year, [finder, closer]).goes_on(&with_letters);
        year.somebody_follows(&catcher, "zhou@example.org").await;
        year.opens(&mut finder, "现场没有围挡", "2024-02-10").await;
        year.days_pass(1).await;
        year.letters_go_out();
        let opened = letters_to(&catcher, "zhou@example.org").remove(0);
        assert!(opened.body.contains("督办第 1 号") && opened.body.contains("2024-02-10"), "{}", opened.body);
        year.days_pass(8).await;
        year.letters_go_out();
        let overdue = letters_to(&catcher, "zhou@example.org");
        assert!(overdue.iter().any(|letter| letter.body.contains("逾期未整改（期限 2024-02-10）")), "{overdue:?}");
        let feed = year.anybody.asks("GET", &format!("/projects/{}/feed.xml", year.project), &[]).await;
        assert!(feed.is(200).html.contains("督办第 1 号"), "{}", feed.html);
    }

    async fn nobody_goes_on_writing_where_no_letter_arrives(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        let mut reader = year.somebody_follows(&catcher, "gone@example.org").await;
        year.somebody_follows(&catcher, "zhou@example.org").await;
        for (round, day) in ["2024-02-03", "2024-02-04", "2024-02-05"].into_iter().enumerate() {
            year.reports(0, day, &(round + 1).to_string()).await.is(200);
            year.days_pass(1).await;
            catcher.refuses("gone@example.org");
            year.letters_go_out();
        }
        assert_eq!(letters_to(&catcher, "zhou@example.org").len(), 3, "the others are told all the same");
        reader.moves_to(&year.app.origin);
        reader.visits(&year.follow_path()).await.is(200).says("现有 1 人用邮箱关注");
        assert_eq!(year.letters(), (0, 0), "what was given up is forgotten with the address");
    }

    async fn a_mail_server_that_does_not_let_us_in_loses_no_letter(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.somebody_follows(&catcher, "zhou@example.org").await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.days_pass(1).await;
        for (step, no) in [
            ("greeting", "554 nobody is served here"),
            ("AUTH", "535 5.7.8 the password has expired"),
            ("MAIL", "550 not under that name"),
            ("RCPT", "554 5.7.1 relay access denied"),
        ] {
            catcher.answers_at(step, Some(no));
            assert_eq!((year.letters_go_out(), year.letters()), (0, (1, 0)), "after {no} it waits");
            catcher.answers_at(step, None);
            year.moves_to(year.app.restarts(SignedDuration::from_hours(2)).await).await;
        }
        assert_eq!((year.letters_go_out(), year.letters()), (1, (0, 0)));
        let letter = letters_to(&catcher, "zhou@example.org").remove(0);
        assert!(letter.body.contains("截至 2024-02-03"), "{}", letter.body);
    }

    async fn holidays_without_a_mail_server_cost_nobody_who_follows(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        let mut reader = year.somebody_follows(&catcher, "zhou@example.org").await;
        catcher.answers_at("AUTH", Some("535 5.7.8 the password has expired"));
        for (round, day) in ["2024-02-03", "2024-02-04", "2024-02-05"].into_iter().enumerate() {
            year.reports(0, day, &(round + 1).to_string()).await.is(200);
            year.days_pass(1).await;
        }
        for _ in 0..9 {
            year.letters_go_out();
            year.moves_to(year.app.restarts(SignedDuration::from_hours(25)).await).await;
        }
        assert_eq!(year.letters(), (0, 3), "news of days gone by is given up");
        catcher.answers_at("AUTH", None);
        year.days_pass(1).await;
        reader.moves_to(&year.app.origin);
        reader.visits(&year.follow_path()).await.is(200).says("现有 1 人用邮箱关注");
        year.reports(0, "2024-02-06", "4").await.is(200);
        year.days_pass(1).await;
        year.letters_go_out();
        let told = letters_to(&catcher, "zhou@example.org");
        assert!(told.iter().any(|letter| letter.body.contains("截至 2024-02-06")), "{told:?}");
        assert_eq!(year.letters(), (0, 0), "what was given up counts no more");
    }
}
