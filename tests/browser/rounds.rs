//! Bad days at the desk, in Chromium: ties, shortfalls, a void round, an objection, a correction. The deputies vote
//! without a browser.

use super::{
    Browser, Size,
    whole_vote::{signs_in, signs_out},
};
use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan, SECOND, Scrutineer},
};

const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

async fn at_the_desk(app: &TestApp, story: &str) -> Browser {
    let desk = Browser::open(app, story, Size::Desktop).await;
    desk.visits("/sign-in").await;
    signs_in(&desk, "MISHU", PASSWORD).await;
    desk.is_at("/secretariat").await;
    desk
}

/// The secretary asks for it in the browser, the colleague confirms.
async fn by_two(desk: &Browser, hall: &mut Hall, button: &str) {
    desk.visits("/secretariat").await;
    desk.confirms(button, PASSWORD).await;
    desk.sees("等候第二人确认").await;
    hall.secretariat.second_confirms().await.is(200);
    desk.visits("/secretariat").await;
}

async fn is_counted(desk: &Browser, hall: &mut Hall) {
    for scrutineer in &mut hall.scrutineers[..2] {
        scrutineer.opens_the_box().await.is(200);
    }
    desk.visits("/secretariat").await;
}

/// A whole round of the paper now issued, opened and closed at the desk.
async fn is_held(desk: &Browser, hall: &mut Hall, choices: &[&str]) {
    hall.everybody_takes_a_ballot();
    by_two(desk, hall, "开始投票").await;
    hall.casts(choices).await;
    by_two(desk, hall, "封箱").await;
    is_counted(desk, hall).await;
}

async fn is_ordered(desk: &Browser, record: &str) {
    desk.types("主席团的决定", record).await;
    desk.presses_the_button("开始新的一轮").await;
    desk.sees("新的一轮已开始发票").await;
}

async fn is_drawn_up(desk: &Browser) {
    desk.clicks("查看结果").await;
    desk.sees("以下由票箱算出").await;
    desk.is_accessible().await;
    desk.presses_the_button("出具计票报告单").await;
    desk.sees("计票报告单已出具").await;
}

async fn as_scrutineer(browser: &Browser, scrutineer: &Scrutineer) {
    browser.visits("/sign-in").await;
    signs_in(browser, &scrutineer.login, PASSWORD).await;
    browser.is_at("/scrutineer").await;
}

async fn signs(browser: &Browser, scrutineer: &Scrutineer) {
    as_scrutineer(browser, scrutineer).await;
    browser.clicks("核对并签署").await;
    browser.types("您的密钥", &scrutineer.seed.to_string()).await;
    browser.presses_the_button("签署").await;
    browser.sees("您已签署").await;
    signs_out(browser).await;
}

async fn is_certified_and_announced(desk: &Browser) {
    desk.visits("/secretariat").await;
    desk.confirms("核验确认", PASSWORD).await;
    desk.sees("通过的项目已经立项").await;
    desk.types("公告编号", "3").await;
    desk.presses_the_button("预览公告").await;
    desk.sees("现予公告：").await;
    desk.is_accessible().await;
    desk.confirms("发布公告", PASSWORD).await;
    desk.sees("结果已公告").await;
}

/// Everybody downloads the files of all rounds and checks them.
async fn everything_agrees(app: &TestApp, archives: &[&str]) {
    let files = app.published_files().await;
    let rest = ["--caps", "caps.jsonl", "--certificate", "certificate.json"];
    let all: Vec<&str> = archives.iter().chain(&rest).copied().collect();
    assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
}

in_a_browser! {
    async fn after_a_void_round_another_list_is_voted_on(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&["赞反反反", "赞赞反反", "", ""]).await;
        hall.secretariat.annuls("名单有误").await.is(200);
        let desk = at_the_desk(&app, "another-list").await;
        desk.clicks("名单、名册或票决办法有误").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.clicks("候选项目名单").await;
        desk.types("由谁决定", "主席团第三次会议").await;
        desk.types("决定日期", "2024-02-03").await;
        desk.types("理由", "第3号与第2号重复，撤下第3号").await;
        desk.whole_page("asked").await;
        desk.presses_the_button("提出更改").await;
        desk.sees("等候第二人确认").await;
        hall.secretariat.second_confirms().await.is(200).says("更改决定已登记");
        desk.visits("/secretariat").await;
        desk.sees("第1轮作废后的更改").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("desk-changed", true).await;
        let secretary = hall.secretariat.browser().await;
        secretary.visits("/secretariat/candidates/list").await.is(200);
        secretary.submits("/secretariat/candidates/list", &[("number", "3"), ("do", "off")]).await.is(200);
        desk.visits("/secretariat").await;
        is_ordered(&desk, "主席团第三次会议决定重新投票").await;
        is_held(&desk, &mut hall, &["赞赞反", "赞赞反", "赞赞反", "赞反反"]).await;
        is_drawn_up(&desk).await;
        let phone = Browser::open(&app, "another-list", Size::Phone).await;
        for path in ["/candidates", "/candidates?lang=en"] {
            phone.visits(path).await;
            phone.sees("主席团第三次会议").await;
            phone.is_accessible().await;
            phone.fits_its_width().await;
            phone.whole_page("candidates").await;
        }
        phone.close().await;
        desk.close().await;
    }

    async fn a_tie_for_the_last_seat_with_two_revotes(app: TestApp) {
        let plan = Plan { candidates: 5, seats: "2", max_approvals: "5", pass_mark: "none", ..FOUR };
        let tied = ["赞赞赞赞反", "赞赞赞反反", "赞赞反赞反", "赞反赞赞反"];
        let mut hall = Hall::counted(&app, plan, &tied).await;
        let desk = at_the_desk(&app, "two-revotes").await;
        desk.sees("2、3、4 号票数相等").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("desk-revote", true).await;
        is_ordered(&desk, "主席团第二次会议决定再次投票").await;

        // One deputy votes in the browser: the rows keep the numbers of the first paper.
        hall.everybody_takes_a_ballot();
        by_two(&desk, &mut hall, "开始投票").await;
        let deputy = Browser::open(&app, "two-revotes-booth", Size::Phone).await;
        let code = hall.deputies[0].credential().to_string();
        deputy.visits(&format!("/deputy/rounds/{}/booth#code={code}", app.round().id)).await;
        deputy.sees("已标 0 / 3").await;
        deputy.marks(1, 0).await;
        deputy.marks(2, 0).await;
        deputy.sees("赞成已满 1 项").await;
        deputy.marks(2, 1).await;
        deputy.clicks("查看并投票").await;
        deputy.sees("第 4 项未标").await;
        deputy.sees("幼有善育").await;
        let numbers = deputy.evaluates("return [...document.querySelectorAll('[data-review-list] .no')].map(e => e.textContent).join()").await;
        assert_eq!(numbers, "2,3,4");
        deputy.whole_page("review").await;
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("已投票").await;
        deputy.close().await;
        for (deputy, choice) in hall.deputies[1..].iter().zip(["赞反反", "反赞反", "反赞反"]) {
            deputy.casts(choice).await.receipt();
        }
        by_two(&desk, &mut hall, "封箱").await;
        is_counted(&desk, &mut hall).await;
        desk.sees("2、3 号票数相等").await;
        is_ordered(&desk, "主席团第三次会议决定再次投票").await;
        is_held(&desk, &mut hall, &["反赞", "反赞", "反赞", "赞反"]).await;
        is_drawn_up(&desk).await;
        let scrutineer = Browser::open(&app, "two-revotes-signing", Size::Phone).await;
        for signer in &hall.scrutineers {
            signs(&scrutineer, signer).await;
        }
        scrutineer.close().await;
        is_certified_and_announced(&desk).await;
        desk.close().await;

        let public = Browser::without_scripts(&app, "two-revotes-public", Size::Desktop).await;
        for (path, name) in [
            ("/results/2024", "result-rounds"), ("/results/2024/certificate", "certificate-rounds"),
            ("/results/2024/notice", "notice"), ("/results/2024/timeline", "timeline"),
        ] {
            public.visits(path).await;
            public.fits_its_width().await;
            public.picture_for_docs(name, true).await;
        }
        public.visits("/results/2024/timeline?lang=en").await;
        public.sees("re-vote").await;
        public.whole_page("timeline-in-english").await;
        public.close().await;
        let phone = Browser::open(&app, "two-revotes-phone", Size::Phone).await;
        for path in ["/results/2024", "/results/2024/certificate", "/results/2024/timeline"] {
            phone.visits(path).await;
            phone.is_accessible().await;
            phone.fits_its_width().await;
            phone.whole_page(path.rsplit('/').next().unwrap()).await;
        }
        phone.close().await;
        everything_agrees(&app, &["1.bel", "2.bel", "3.bel"]).await;
    }

    async fn nine_pass_and_the_presidium_accepts(app: TestApp) {
        let plan = Plan { candidates: 12, seats: "10", max_approvals: "10", ..FOUR };
        let choices = ["赞赞赞赞赞赞赞赞赞反反反"; 4];
        let mut hall = Hall::counted(&app, plan, &choices).await;
        let desk = at_the_desk(&app, "nine-pass").await;
        desk.sees("通过的项目少于应选数").await;
        desk.is_accessible().await;
        desk.whole_page("desk").await;
        desk.clicks("查看结果并登记决定").await;
        desk.sees("过半数的有 9 项，少于应选的 10 项").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("decision").await;
        desk.types("主席团的决定和理由", "主席团第二次会议决定不再投票，以九项为结果").await;
        desk.presses_the_button("以此为结果").await;
        desk.sees("计票报告单已出具").await;
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        is_certified_and_announced(&desk).await;
        desk.visits("/results/2024").await;
        desk.sees("9 个项目获得通过").await;
        desk.visits("/results/2024/certificate").await;
        desk.sees("主席团第二次会议决定不再投票，以九项为结果").await;
        desk.whole_page("certificate").await;
        desk.close().await;
        assert_eq!(app.projects().len(), 9);
        everything_agrees(&app, &["1.bel"]).await;
    }

    async fn a_void_round_is_annulled_by_two_and_held_again(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&["赞反反反", "赞反反反", "", ""]).await;
        let desk = at_the_desk(&app, "void-round").await;
        desk.clicks("本轮作废").await;
        desk.types("主席团决定作废的理由", "会场断电，主席团决定本轮作废").await;
        desk.is_accessible().await;
        desk.whole_page("annulling").await;
        desk.confirms("提出作废", PASSWORD).await;
        desk.sees("等候第二人确认").await;
        desk.whole_page("asked-for").await;

        let colleague = Browser::open(&app, "void-round-second", Size::Phone).await;
        colleague.visits("/sign-in").await;
        hall.secretariat.has_a_colleague();
        signs_in(&colleague, SECOND, PASSWORD).await;
        colleague.sees("会场断电，主席团决定本轮作废").await;
        colleague.is_accessible().await;
        colleague.fits_its_width().await;
        colleague.whole_page("to-confirm").await;
        colleague.confirms("确认作废", PASSWORD).await;
        colleague.sees("本轮已作废").await;

        desk.visits("/secretariat").await;
        desk.sees("第1轮已作废").await;
        desk.is_accessible().await;
        desk.whole_page("annulled").await;
        is_ordered(&desk, "主席团决定重新投票").await;
        hall.everybody_takes_a_ballot();
        desk.visits("/secretariat").await;
        desk.confirms("开始投票", PASSWORD).await;
        desk.sees("等候第二人确认").await;
        colleague.visits("/secretariat").await;
        colleague.confirms("确认开始投票", PASSWORD).await;
        colleague.sees("投票已开始").await;
        hall.casts(&CLEAR).await;

        // The chief scrutineer is a second person too.
        desk.visits("/secretariat").await;
        desk.confirms("封箱", PASSWORD).await;
        desk.sees("等候第二人确认").await;
        colleague.visits("/secretariat").await;
        signs_out(&colleague).await;
        as_scrutineer(&colleague, &hall.scrutineers[0]).await;
        colleague.is_accessible().await;
        colleague.whole_page("chief").await;
        colleague.confirms("确认封箱", PASSWORD).await;
        colleague.sees("票箱已封").await;
        colleague.close().await;
        is_counted(&desk, &mut hall).await;
        is_drawn_up(&desk).await;
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        is_certified_and_announced(&desk).await;
        desk.visits("/results/2024").await;
        desk.sees("会场断电，主席团决定本轮作废").await;
        desk.fits_its_width().await;
        desk.whole_page("result").await;
        desk.close().await;
        everything_agrees(&app, &["1.bel", "2.bel"]).await;
    }

    async fn an_objection_is_overruled_and_a_mistake_corrected(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &CLEAR).await;
        let desk = at_the_desk(&app, "objection").await;
        is_drawn_up(&desk).await;
        let scrutineer = Browser::open(&app, "objection-scrutineer", Size::Phone).await;
        signs(&scrutineer, &hall.scrutineers[0]).await;
        signs(&scrutineer, &hall.scrutineers[1]).await;
        as_scrutineer(&scrutineer, &hall.scrutineers[2]).await;
        scrutineer.clicks("核对并签署").await;
        scrutineer.types("异议和理由", "会议日期与议程不符").await;
        scrutineer.is_accessible().await;
        scrutineer.fits_its_width().await;
        scrutineer.whole_page("objecting").await;
        scrutineer.presses_the_button("提出异议").await;
        scrutineer.sees("异议已记录").await;
        signs_out(&scrutineer).await;

        desk.visits("/secretariat").await;
        desk.sees("主席团裁定之前不能核验确认").await;
        desk.is_accessible().await;
        desk.picture_for_docs("desk-objection", true).await;
        desk.types("主席团不采纳的理由", "日期另行更正，不影响结果").await;
        desk.presses_the_button("登记裁定").await;
        desk.sees("等候第二人确认").await;
        hall.secretariat.second_signs_in().await;
        hall.secretariat.second_confirms().await.is(200);
        desk.visits("/secretariat").await;
        desk.sees("异议未采纳").await;
        desk.whole_page("overruled").await;
        is_certified_and_announced(&desk).await;
        everything_agrees(&app, &["1.bel"]).await;

        desk.clicks("发现错误").await;
        desk.types("更正之处", "会议日期").await;
        desk.types("原文", "2024-02-03").await;
        desk.types("应为", "2024-02-04").await;
        desk.types("理由", "录入会议日期有误").await;
        desk.is_accessible().await;
        desk.presses_the_button("出具更正").await;
        desk.sees("更正已出具").await;
        desk.whole_page("corrigendum").await;
        for signer in &hall.scrutineers {
            as_scrutineer(&scrutineer, signer).await;
            scrutineer.clicks("核对更正").await;
            scrutineer.types("您的密钥", &signer.seed.to_string()).await;
            scrutineer.is_accessible().await;
            scrutineer.fits_its_width().await;
            scrutineer.whole_page("corrigendum").await;
            scrutineer.presses_the_button("签署").await;
            scrutineer.sees("您已签署更正").await;
            signs_out(&scrutineer).await;
        }
        scrutineer.close().await;
        signs_out(&desk).await;
        desk.visits("/sign-in").await;
        hall.secretariat.has_a_colleague();
        signs_in(&desk, SECOND, PASSWORD).await;
        desk.clicks("发现错误").await;
        desk.confirms("确认更正", PASSWORD).await;
        desk.sees("更正已生效").await;
        desk.visits("/results/2024/certificate").await;
        desk.sees("更正第 1 号").await;
        desk.sees("会议日期与议程不符").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("certificate-corrected", true).await;
        desk.close().await;

        let files = app.published_files().await;
        let file = app.visitor().asks("GET", "/results/2024/files/corrigendum-1.json", &[]).await;
        std::fs::write(files.path().join("corrigendum-1.json"), &file.is(200).html).unwrap();
        let all = ["1.bel", "--certificate", "certificate.json", "--corrigendum", "corrigendum-1.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }

    async fn the_method_is_drafted_looked_at_and_adopted(app: TestApp) {
        Hall::ready(&app, FOUR);
        let desk = Browser::open(&app, "method", Size::Phone).await;
        desk.visits("/sign-in").await;
        signs_in(&desk, "MISHU", PASSWORD).await;
        desk.is_at("/secretariat").await;
        desk.visits("/secretariat/method").await;
        desk.sees("选票样张").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("adopted").await;
        desk.clicks("修改，另存为新版本").await;
        desk.sees("地方组织法第二十五条").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("editor").await;
        desk.types("应选数", "3").await;
        desk.presses_the_button("保存草案").await;
        desk.sees("已存为新的一版草案").await;
        desk.types("通过日期", "2024年2月2日").await;
        desk.is_accessible().await;
        desk.whole_page("draft").await;
        desk.presses_the_button("登记大会已通过").await;
        desk.sees("2024-02-02").await;
        desk.visits("/secretariat/method?lang=en").await;
        desk.sees("The ballot paper").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.visits("/secretariat").await;
        desk.sees("The secretariat acts.").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("desk-in-english").await;
        desk.close().await;

        let desk = Browser::open(&app, "method", Size::Desktop).await;
        desk.visits("/sign-in").await;
        signs_in(&desk, "MISHU", PASSWORD).await;
        desk.is_at("/secretariat").await;
        desk.visits("/secretariat/method").await;
        desk.sees("选票样张").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("adopted").await;
        desk.clicks("修改，另存为新版本").await;
        desk.sees("地方组织法第二十五条").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("editor").await;
        desk.close().await;
    }
}
