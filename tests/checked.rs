//! 自己核验: owners who say that they found their ballot, and how many.

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall, Plan},
};

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];
const VERIFY: &str = "/results/2024/verify";
const CHECKED: &str = "/results/2024/checked";
const RECEIPTS: &str = "/results/2024/receipts";

async fn looks_up(somebody: &mut Visitor, tracker: &str) -> Page {
    somebody.looks_up(tracker).await
}

on_both_databases! {
    async fn an_owner_says_that_the_ballot_is_there_and_is_counted_once(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let receipt = hall.deputies[0].casts(CHOICES[0]).await.receipt();
        let mut owner = app.visitor();
        looks_up(&mut owner, &receipt).await.found("这张选票已在票箱中");
        let form = owner.page().form(CHECKED);
        let (first, second) = (owner.sends(CHECKED, &form).await, owner.sends(CHECKED, &form).await);
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        first.is(200).says("已记下");
        assert!(!first.text().contains("1 张选票的主人"), "no number before the announcement");
        let page = looks_up(&mut owner, &receipt).await;
        assert_eq!(page.texts("[data-confirmed]:not([hidden])"), ["这张选票的主人已经核对过。"]);
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
            looks_up(&mut anybody, receipt).await.found("已经计入结果");
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

    async fn a_receipt_is_found_without_telling_which_it_is(app: TestApp) {
        use piaojue::ballots::shadow;
        let mut hall = Hall::voting(&app, FOUR);
        let receipt = hall.deputies[0].casts(CHOICES[0]).await.receipt();
        // Neither link nor form leads the receipt through an address.
        let round = app.round().id;
        let booth = app.visitor().visits(&format!("/deputy/rounds/{round}/booth")).await;
        let link = booth.attributes("[data-lookup-url]", "data-lookup-url").remove(0);
        assert!(link.ends_with("/results/2024/verify#receipt="), "{link}");
        let page = hall.deputies[0].browser().await.visits(VERIFY).await;
        assert_eq!(page.attributes("form[data-look-up]", "method"), ["post"]);
        let asked = app.visitor().visits(&format!("{VERIFY}?tracker={}", "A".repeat(43))).await;
        assert!(asked.texts("[data-found]:not([hidden])").is_empty(), "the address is not read");

        // What a script does: nothing but the year is sent, and no cookie.
        let nobody = app.visitor();
        let list = nobody.asks("GET", RECEIPTS, &[]).await;
        assert_eq!(list.is(200).header("set-cookie"), None);
        let all: serde_json::Value = serde_json::from_str(&list.html).unwrap();
        assert_eq!(all["in_the_box"], serde_json::json!([shadow(&receipt)]));
        assert!(!list.html.contains(&receipt[..20]), "whoever has no receipt learns none");
        for (tracker, status) in [("A".repeat(43), 422), (receipt, 200)] {
            let body = serde_json::json!({ "tracker": tracker }).to_string();
            assert_eq!(app.is_sent(RECEIPTS, body).await.status, status);
        }
        let confirmed: serde_json::Value = serde_json::from_str(&nobody.asks("GET", RECEIPTS, &[]).await.html).unwrap();
        assert_eq!(confirmed["confirmed"], all["in_the_box"]);
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
            let text = &script.is(200).html;
            assert!(text.len() / text.lines().count() < 80, "{link} is minified");
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
