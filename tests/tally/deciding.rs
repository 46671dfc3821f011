//! Where the count alone settles nothing.

use piaojue::documents;

use super::counts_shown;
use crate::support::{
    TestApp,
    session::{FOUR, Hall, Plan, counted_by_hand},
};

on_both_databases! {
    async fn a_tie_at_the_cut_asks_for_another_round(app: TestApp) {
        // 4, 3 and 3 of four: the second seat is between two.
        let choices = ["赞赞反反", "赞赞反反", "赞反赞反", "赞反赞反"];
        let plan = Plan { candidates: 3, seats: "2", max_approvals: "3", pass_mark: "none", ..FOUR };
        let choices = choices.map(|choice| choice.chars().take(3).collect::<String>());
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        let mut hall = Hall::counted(&app, plan, &choices).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let page = hall.secretariat.browser().await.visits(&path).await;
        page.is(200).says("须再次投票");
        assert!(!page.attributes("form", "action").contains(&path), "there is no button");
        let tokens = page.form("/sign-out");
        hall.secretariat.browser().await.sends(&path, &tokens).await.is(422).says("须先再次投票");
        let made_up = page.form("/sign-out").with(&[
            ("decision", "choose_tied"), ("chosen", "2"), ("reason", "主席团决定"),
            ("key", &uuid::Uuid::new_v4().to_string()),
        ]);
        hall.secretariat.browser().await.sends(&path, &made_up).await.is(422).says("现在不能出具计票报告单");
        let round = app.round().id;
        assert!(app.reads(|conn| documents::of_round(conn, round)).is_none());
    }

    async fn the_presidium_decides_a_tie_where_the_method_says_so(app: TestApp) {
        let choices = ["赞赞反", "赞赞反", "赞反赞", "赞反赞"];
        let plan = Plan {
            candidates: 3, seats: "2", max_approvals: "3", pass_mark: "none", tie_at_cut: "presidium_decides", ..FOUR
        };
        let mut hall = Hall::counted(&app, plan, &choices).await;
        let reason = ("reason", "主席团会议决定:先办第三项");
        hall.secretariat.draws_up_the_certificate(&[reason]).await.is(422);
        let both = [("chosen", "2"), ("chosen", "3"), reason];
        let page = hall.secretariat.draws_up_the_certificate(&both).await;
        page.is(422).says("现在不能出具计票报告单");
        assert!(page.text().contains(reason.1) || page.html.contains(reason.1), "the reason is still there");
        assert_eq!(page.attributes("input[name=chosen][checked]", "value"), ["2", "3"], "and so are the ticks");
        hall.secretariat.draws_up_the_certificate(&[("chosen", "1"), reason]).await.is(422);
        hall.secretariat.draws_up_the_certificate(&[("chosen", "3"), ("reason", " ")]).await.is(422);
        hall.secretariat.draws_up_the_certificate(&[("chosen", "3"), reason]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        let file = crate::support::session::session_file(3);
        let titles: Vec<String> = app.projects().into_iter().map(|project| project.title).collect();
        assert_eq!(titles, [file.candidates[0].title.clone(), file.candidates[2].title.clone()]);
        assert!(app.certificate().text.contains(reason.1));
    }

    async fn fewer_than_the_seats_need_the_presidiums_word(app: TestApp) {
        // Only the first is over half of all.
        let choices = ["赞反反反", "赞反反反", "赞反反反", "反赞反反"];
        let mut hall = Hall::counted(&app, FOUR, &choices).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let page = hall.secretariat.browser().await.visits(&path).await;
        page.is(200).says("通过的项目少于应选数，须由主席团决定是否再次投票");
        let undecided = page.form(&path).without("decision");
        hall.secretariat.browser().await.sends(&path, &undecided).await.is(422).says("须由主席团决定");
        hall.secretariat.draws_up_the_certificate(&[("reason", "")]).await.is(422).says("现在不能出具计票报告单");
        let round = app.round().id;
        assert!(app.reads(|conn| documents::of_round(conn, round)).is_none());
        hall.secretariat.draws_up_the_certificate(&[("reason", "主席团决定不再投票")]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("示例第1号").await.is(200);
        assert_eq!(app.projects().len(), 1);
        let page = app.visitor().visits("/results/2024").await;
        assert_eq!(counts_shown(&page), counted_by_hand(&choices));
        assert!(app.certificate().text.contains("主席团决定不再投票"));
    }
}
