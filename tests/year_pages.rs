//! The year as a resident finds it: at one look, by street, by unit, from the result to the project.

use crate::support::{
    TestApp,
    tracking::{HOUSING, Year},
};

on_both_databases! {
    async fn the_first_page_is_the_year_at_one_look(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        app.hears_of_what_is_public();
        let titles: Vec<String> = app.projects().iter().map(|project| project.title.clone()).collect();
        let page = year.anybody.visits("/").await;
        page.is(200).says("2024年度 2 件民生实事").says("公布第 1 版实施方案").says("2024-11-30");
        let shown = page.texts(".year h3 a");
        assert!(titles.iter().all(|title| shown.contains(title)), "{shown:?} shows {titles:?}");
        assert_eq!(page.texts(".year .stands .light").len(), 2, "each with its light");
        assert_eq!(page.texts(".year .progress svg").len(), 2, "and its bar");
        let stages = page.attributes(".stages a", "href");
        for stage in ["/proposals", "/candidates", "/results", "/projects", "/projects/supervision", "/ratings"] {
            assert!(stages.iter().any(|href| href == stage), "{stages:?} has {stage}");
            year.anybody.visits(stage).await.is(200);
        }
        year.reports(0, "2024-02-03", "1").await.is(200);
        app.hears_of_what_is_public();
        let item = app.projects()[0].sub_items[0].name.clone();
        year.anybody.visits("/").await.is(200).says(&format!("{item}：累计 1"));

        year.days_pass(9).await;
        let page = year.anybody.visits("/").await;
        assert!(!page.is(200).html.contains("公布第 1 版实施方案"), "what is older than a week is told no more");
    }

    async fn before_the_vote_the_first_page_names_no_promise(app: TestApp) {
        app.has_session(4);
        let page = app.visitor().visits("/").await;
        page.is(200).says("候选项目");
        assert!(page.texts(".year").is_empty());
        let links = page.attributes(".stages a", "href");
        assert!(!links.iter().any(|href| href == "/projects"), "what is not there yet is no link: {links:?}");
    }

    async fn what_was_chosen_leads_to_its_project(app: TestApp) {
        let mut year = Year::begins(&app).await;
        app.hears_of_what_is_public();
        let chosen = year.anybody.visits("/results/2024").await.attributes(".result .chosen th a", "href");
        assert_eq!(chosen.len(), 2);
        for (link, project) in chosen.iter().zip(app.projects()) {
            year.anybody.visits(link).await.is(200).says(&project.title);
        }
        year.anybody.visits("/projects/chosen/2024/99").await.is(404);
        year.anybody.visits("/projects/chosen/2023/1").await.is(404);
    }

    async fn a_unit_sees_what_it_answers_for_itself(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&format!("/projects/units/{HOUSING}")).await;
        let own = app.projects()[0].sub_items.len();
        page.is(200).says(&format!("负责 {own} 个子项"));
        assert_eq!(page.texts(".stack tbody tr").len(), own, "its own sub-items and nobody else's");
    }

    async fn the_leaf_of_a_project_begins_with_its_promise(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let page = year.seen_by_all().await;
        let sections = page.texts("h2");
        assert_eq!(sections[0], "代表的决定");
        page.says("下一节点").says("张副区长");
        assert_eq!(page.texts(".promise > .progress.large svg").len(), 1, "one big bar");
        assert!(!page.texts("#proof .hash").is_empty(), "the proof stands in a fold");
        assert!(page.attributes(".course .actual-line", "d").iter().all(String::is_empty), "nothing is drawn before a report");
        year.reports(0, "2024-02-03", "1").await.is(200);
        let page = year.seen_by_all().await;
        let drawn = page.attributes(".course .actual-line", "d");
        assert!(drawn[0].starts_with('M') && !drawn[0].starts_with("M0 "), "{drawn:?} begins with the report");
        assert!(page.texts(".actual-word")[0].starts_with('1'), "what is done stands at its line");
        assert!(!page.texts(".target-word").is_empty(), "and the target at its own");
    }
}
