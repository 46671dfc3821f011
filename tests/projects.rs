//! What was chosen, once it is announced.

use crate::support::{
    TestApp,
    session::{FOUR, Hall, session_file},
};

const CHOICES: [&str; 4] = ["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"];

on_both_databases! {
    async fn projects_are_public_from_the_announcement_on(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CHOICES).await;
        let file = session_file(4);
        let chosen = [&file.candidates[0], &file.candidates[2]];
        let projects = app.projects();
        let mut anybody = app.visitor();
        let list = anybody.visits("/projects").await;
        list.is(200);
        assert!(list.attributes("a", "href").iter().all(|href| !projects.iter().any(|p| href.contains(&p.id.to_string()))));
        for project in &projects {
            anybody.visits(&format!("/projects/{}", project.id)).await.is(404);
        }
        // Whoever works on it sees no more at the public address.
        hall.secretariat.browser().await.visits(&format!("/projects/{}", projects[0].id)).await.is(404);

        hall.secretariat.announces("示例第1号").await.is(200);
        let list = anybody.visits("/projects").await;
        assert_eq!(list.is(200).texts("ul.cards h2"), chosen.map(|candidate| candidate.title.clone()));
        for (link, (candidate, approvals)) in list.attributes("ul.cards h2 a", "href").iter().zip(chosen.iter().zip([4, 3])) {
            let page = anybody.visits(link).await;
            page.is(200).says(&candidate.summary).says(&app.certificate().hash).says(&app.certificate().number);
            page.says(&approvals.to_string());
            assert_eq!(page.title(), candidate.title);
            let names: Vec<&str> = candidate.sub_items.iter().map(|item| item.name.as_str()).collect();
            assert_eq!(page.texts("section[aria-labelledby=subs] tbody th"), names);
        }
        for nothing in ["x", "0", &uuid::Uuid::new_v4().to_string()] {
            anybody.visits(&format!("/projects/{nothing}")).await.is(404);
        }
        anybody.visits("/projects/fields/no-such-field").await.is(404);
    }
}
