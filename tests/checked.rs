//! 自己核验: owners who say that they found their ballot, and how many.

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall, Plan},
};

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];
const VERIFY: &str = "/results/2024/verify";
const CHECKED: &str = "/results/2024/checked";

async fn looks_up(somebody: &mut Visitor, tracker: &str) -> Page {
    let query: String = tracker.bytes().map(|b| format!("%{b:02X}")).collect();
    somebody.visits(&format!("{VERIFY}?tracker={query}")).await
}

on_both_databases! {
    async fn an_owner_says_that_the_ballot_is_there_and_is_counted_once(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let receipt = hall.deputies[0].casts(CHOICES[0]).await.receipt();
        let mut owner = app.visitor();
        looks_up(&mut owner, &receipt).await.is(200).says("这张选票已在票箱中");
        let form = owner.page().form(CHECKED);
        let (first, second) = (owner.sends(CHECKED, &form).await, owner.sends(CHECKED, &form).await);
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        first.is(200).says("已记下");
        assert!(!first.text().contains("1 张选票的主人"), "no number before the announcement");
        let page = looks_up(&mut owner, &receipt).await;
        page.says("这张选票的主人已经核对过");
        assert!(page.attributes("form", "action").iter().all(|action| action != CHECKED));
        let again = form.with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        owner.sends(CHECKED, &again).await.is(200);

        for (deputy, choice) in hall.deputies[1..].iter().zip(&CHOICES[1..]) {
            deputy.casts(choice).await.receipt();
        }
        hall.voting_ends();
        finishes(&mut hall).await;
        app.hears_of_what_is_public();
        app.visitor().visits(VERIFY).await.is(200).says("1 张选票的主人核对过");
    }

    async fn what_anybody_can_press_after_publication_is_counted_apart(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let mut receipts = Vec::new();
        for (deputy, choice) in hall.deputies.iter().zip(CHOICES) {
            receipts.push(deputy.casts(choice).await.receipt());
        }
        hall.voting_ends();
        finishes(&mut hall).await;
        for receipt in &receipts[..3] {
            let mut anybody = app.visitor();
            looks_up(&mut anybody, receipt).await.says("已经计入结果");
            anybody.submits(CHECKED, &[]).await.is(200).says("已记下");
        }
        let page = app.visitor().visits(VERIFY).await;
        page.says("0 张选票的主人核对过").says("又有 3 张被核对").says("只作参考");
    }

    async fn where_only_the_list_is_published_receipts_stay_with_their_owners(app: TestApp) {
        let mut hall = Hall::voting(&app, Plan { publish_counts: "list_only", ..FOUR });
        let receipt = hall.deputies[0].casts(CHOICES[0]).await.receipt();
        for (deputy, choice) in hall.deputies[1..].iter().zip(&CHOICES[1..]) {
            deputy.casts(choice).await.receipt();
        }
        hall.voting_ends();
        finishes(&mut hall).await;
        let mut owner = app.visitor();
        looks_up(&mut owner, &receipt).await;
        owner.submits(CHECKED, &[]).await.is(200).says("1 张选票的主人核对过");
    }

    async fn what_is_not_in_the_box_is_not_counted(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let receipt = hall.deputies[0].casts(CHOICES[0]).await.receipt();
        let mut somebody = app.visitor();
        looks_up(&mut somebody, &receipt).await;
        let form = somebody.page().form(CHECKED);
        for tracker in ["", "x", &"A".repeat(43), "<script>"] {
            let other = form.clone().with(&[("tracker", tracker), ("key", &uuid::Uuid::new_v4().to_string())]);
            somebody.sends(CHECKED, &other).await.is(422).says("票箱里没有这个回执");
        }
        let expired = form.without("csrf");
        somebody.sends(CHECKED, &expired).await.is(422);
        assert_eq!(looks_up(&mut somebody, &receipt).await.form(CHECKED).fields.len(), 3, "it is still to be confirmed");
    }

    async fn the_page_names_every_script_with_its_hash_and_serves_it_to_be_read(app: TestApp) {
        app.has_session(4);
        let page = app.visitor().visits(VERIFY).await;
        let links = page.attributes("th a[href^='/static/js/']", "href");
        assert!(links.iter().any(|link| link.starts_with("/static/js/booth.js?")), "{links:?}");
        for link in links {
            let script = app.visitor().asks("GET", &link, &[]).await;
            assert!(script.is(200).html.lines().count() > 40, "{link} is minified");
        }
    }
}

async fn finishes(hall: &mut Hall) {
    for scrutineer in &mut hall.scrutineers[..2] {
        scrutineer.opens_the_box().await.is(200);
    }
    hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
    for scrutineer in &mut hall.scrutineers {
        scrutineer.signs().await.is(200);
    }
    hall.secretariat.certifies().await.is(200);
    hall.secretariat.announces("示例第1号").await.is(200);
}
