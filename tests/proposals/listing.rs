//! From the reserve pool to a sealed list: written by page, deliberated, put up, hashed with all that it came from.

use piaojue::{
    candidates::{self, Candidate},
    congress::{self, Session},
    ids::SessionId,
};
use sha2::{Digest, Sha256};

use super::{Asking, LIFT, Wish};
use crate::support::{
    TestApp,
    session::{FOUR, Hall},
    tracking::photo,
};

const LIST: &str = "/secretariat/candidates/list";
const SEAL: &str = "/secretariat/candidates/seal";
const REVIEW: &str = "/secretariat/review";
const OPINIONS: &str = "/secretariat/review/opinions";

/// What a candidate still lacks when it comes from the pool.
const WRITTEN: [(&str, &str); 12] = [
    ("summary", "为三幢、四幢加装电梯"),
    ("investment", "60万元，区级财政"),
    ("lead_unit", "区住建局"),
    ("deadline", "2024年11月底"),
    ("item", "加装电梯"),
    ("kind", "count"),
    ("operator", "ge"),
    ("target", "2"),
    ("unit", "台"),
    ("leads", "区住建局"),
    ("source", "加装电梯2台以上"),
    ("code", ""),
];

fn candidates_of(app: &TestApp) -> Vec<Candidate> {
    let session = app.session().id;
    app.reads(|conn| candidates::candidates(conn, session))
}

on_both_databases! {
    async fn a_candidate_is_written_by_page_with_all_that_a_deputy_asks(app: TestApp) {
        let _hall = Hall::ready(&app, FOUR);
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.decides(LIFT.title, "pool").await;
        asking.takes_from_the_pool(LIFT.title, "").await;
        let number = candidates_of(&app).len();
        let path = format!("{LIST}/{number}");
        asking.secretary.visits(LIST).await.is(200).says("还没有写：").says("投资、完成时限、牵头单位、子项");
        let page = asking.secretary.visits(&path).await;
        page.is(200).says("来自 1 件建议");
        assert_eq!(page.attributes("#title", "value"), [LIFT.title]);
        assert_eq!(page.attributes("#place", "value"), ["望江街道 · 始版桥社区"]);

        let bad = WRITTEN.map(|(name, value)| (name, if name == "target" { "很多" } else { value }));
        let refused = asking.secretary.submits(&path, &bad).await;
        refused.is(422).says("子项 1：目标要填大于 0 的数");
        assert_eq!(refused.attributes("#target1", "value"), ["很多"], "nothing typed is lost");
        asking.secretary.submits(&path, &WRITTEN).await.is(200).says("已保存");
        let public = app.visitor().visits(&format!("/candidates/{number}")).await;
        public.is(200).says("60万元，区级财政").says("不少于 2").says("区住建局").says("2024年11月底");
        asking.secretary.visits(&path).await.is(200);
        let same = [("title", candidates_of(&app)[0].title.clone())];
        let same = same.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        asking.secretary.submits(&path, &same).await.is(422).says("与第 1 号重名");

        asking.secretary.visits(&path).await.is(200);
        let pictures = format!("{path}/pictures");
        asking.secretary.uploads(&pictures, &[], ("photo", "坏.jpg", b"no picture")).await.is(422).says("坏.jpg");
        asking.secretary.visits(&path).await.is(200);
        asking.secretary.uploads(&pictures, &[], ("photo", "楼.png", &photo(800, 600))).await.is(200);
        let seen = asking.secretary.page().attributes("img.thumb", "src").remove(0);
        assert!(app.visitor().downloads(&seen).await.starts_with(&[0xff, 0xd8]));
        assert_eq!(app.visitor().visits(&format!("/candidates/{number}")).await.attributes("img.thumb", "src"), [seen]);

        // One up, one off: numbers go on without a gap, and the need waits in the pool again.
        asking.secretary.visits(LIST).await.is(200);
        let typed = number.to_string();
        asking.secretary.submits(LIST, &[("number", typed.as_str()), ("do", "up")]).await.is(200).says("次序已改");
        let at = (number - 1).to_string();
        app.visitor().visits(&format!("/candidates/{at}")).await.says(LIFT.title);
        asking.secretary.submits(LIST, &[("number", at.as_str()), ("do", "off")]).await.is(200).says("已撤下");
        assert_eq!(candidates_of(&app).len(), number - 1);
        assert!(candidates_of(&app).iter().map(|candidate| candidate.number).eq(1..i32::try_from(number).unwrap()));
        app.visitor().visits("/proposals?state=pool").await.says(LIFT.title);
    }

    async fn a_list_is_deliberated_put_up_and_sealed_with_all_that_it_came_from(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        asking.puts_together("四幢也装电梯", LIFT.title).await.is(200);
        asking.decides(LIFT.title, "pool").await;
        asking.takes_from_the_pool(LIFT.title, "1").await;
        let desk = asking.secretary.visits("/secretariat").await;
        desk.is(200).says("须经审议、公示后封存");

        // An opinion without an outcome stands in the way, and is not public.
        asking.secretary.visits(REVIEW).await.is(200);
        let opinion = [("opinion", "写明完成时限"), ("do", "save")];
        asking.secretary.submits(OPINIONS, &opinion).await.is(200).says("还没有写明");
        let half = [("position", "1"), ("opinion", "写明完成时限"), ("outcome", "taken"), ("do", "save")];
        asking.secretary.submits(OPINIONS, &half).await.is(422).says("结果和怎样处理要一起写明");
        asking.secretary.visits(LIST).await.is(200).says("审议意见有 1 条还没有写明如何处理").says("还没有公示");
        let put_up = "/secretariat/candidates/notice";
        let sealing = asking.secretary.page().form(put_up).with(&[("do", "seal")]);
        asking.secretary.sends(SEAL, &sealing).await.is(422).says("审议意见有 1 条");
        assert!(!app.visitor().visits("/candidates").await.text().contains("写明完成时限"));
        asking.secretary.visits(REVIEW).await.is(200);
        let whole = [half[0], half[1], half[2], ("done", "已写明11月底"), half[3]];
        asking.secretary.submits(OPINIONS, &whole).await.is(200).says("已采纳");
        app.visitor().visits("/candidates").await.says("写明完成时限").says("已采纳").says("已写明11月底");

        asking.secretary.visits(LIST).await.is(200);
        let notice = |until: &'static str| [("until", until), ("words", "请向区人大常委会反映")];
        asking.secretary.submits(put_up, &notice("2024-02-05")).await.is(422).says("公示最早到 2024-02-10");
        asking.secretary.submits(put_up, &notice("2024-02-10")).await.is(200).says("正在公示");
        asking.secretary.sends(SEAL, &sealing).await.is(422).says("公示到 2024-02-10 才期满");
        app.visitor().visits("/candidates").await.says("2024-02-03 至 2024-02-10").says("请向区人大常委会反映");
        asking.was_put_up();
        asking.secretary.visits(LIST).await.is(200).says("条件齐备");
        app.visitor().visits("/candidates/files/list.json").await.is(404);
        asking.secretary.submits(SEAL, &[("do", "seal")]).await.is(200).says("名单已封存");

        let sealed = app.visitor().downloads("/candidates/files/list.json").await;
        let hash: String = Sha256::digest(&sealed).iter().map(|byte| format!("{byte:02x}")).collect();
        let list: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert_eq!(list["candidates"][0]["origins"]["all"], 2);
        assert_eq!(list["candidates"][0]["origins"]["streets"], 2);
        assert!(list["candidates"][1].get("origins").is_none(), "it came by file");
        app.visitor().visits("/candidates").await.shows_in_groups(&hash);

        // Sealed: neither page nor file nor pool changes it; unsealed by the presidium, it is sealed anew.
        let path = format!("{LIST}/1");
        asking.secretary.visits(&path).await.is(200).says("名单已封存，只能查看");
        asking.secretary.visits(LIST).await.is(200);
        asking.secretary.submits(SEAL, &[("do", "open"), ("reason", "")]).await.is(422).says("请写明理由");
        asking.secretary.submits(SEAL, &[("do", "open"), ("reason", "主席团决定")]).await.is(200).says("已拆封");
        asking.secretary.visits("/secretariat").await.says("须经审议、公示后封存");
        asking.secretary.visits(&path).await.is(200);
        asking.secretary.submits(&path, &[("deadline", "2024年12月底")]).await.is(200).says("已保存");
        asking.secretary.visits(LIST).await.is(200).says("公示开始后名单有改动");
        asking.secretary.submits(SEAL, &[("do", "seal")]).await.is(200);
        let sealed_anew = app.visitor().downloads("/candidates/files/list.json").await;
        assert_ne!(sealed, sealed_anew);
        let hash: String = Sha256::digest(&sealed_anew).iter().map(|byte| format!("{byte:02x}")).collect();

        hall.everybody_checks_in();
        hall.issuing_begins();
        let election = app.visitor().downloads(&format!("/rounds/{}/setup/election.json", app.round().id)).await;
        assert!(String::from_utf8(election).unwrap().contains(&format!("候选项目名单 {hash}")));
    }

    async fn what_was_sealed_and_altered_in_the_data_is_not_voted_on(app: TestApp) {
        let _hall = Hall::ready(&app, FOUR);
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.decides(LIFT.title, "pool").await;
        asking.takes_from_the_pool(LIFT.title, "1").await;
        asking.was_put_up();
        asking.secretary.visits(LIST).await.is(200);
        asking.secretary.submits(SEAL, &[("do", "seal")]).await.is(200).says("名单已封存");
        asking.secretary.visits("/secretariat").await.says("名单已封存");
        app.db().maintenance("UPDATE candidates SET investment = '1亿元' WHERE number = 2").unwrap();
        asking.secretary.visits("/secretariat").await.says("名单与封存的不一致");
        asking.secretary.visits(LIST).await.says("封存以后有人改动过数据");
    }

    async fn what_was_not_chosen_comes_up_again_next_year(app: TestApp) {
        let this_year = app.has_session(4);
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.lists(LIFT).await;
        asking.decides(LIFT.title, "pool").await;
        asking.takes_from_the_pool(LIFT.title, "1").await;
        let (actor, now) = (app.operator(), app.now());
        let others_are_chosen = || {
            app.db().write(|tx| candidates::vote_is_announced(tx, &actor, now, &this_year, &[])).unwrap();
            app.hears_of_what_is_public();
        };
        others_are_chosen();
        proposed.looks().await.says("票决未当选");

        let next = Session {
            id: SessionId::new(),
            year: 2025,
            name: "第四次会议".to_owned(),
            date: jiff::civil::date(2025, 1, 10),
            ..this_year.clone()
        };
        app.db().write(|tx| congress::open_session(tx, &actor, now, &next)).unwrap();
        asking.takes_from_the_pool(LIFT.title, "").await;
        proposed.looks().await.says("已列入第四次会议的候选项目名单");
        app.visitor().visits("/candidates/1").await.is(200).says(LIFT.title).says("来自 1 件建议");
        // A later paper of last year's vote says nothing of it.
        others_are_chosen();
        app.visitor().visits("/proposals?state=candidate").await.is(200).says(LIFT.title);
    }
}
