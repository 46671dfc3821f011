//! A whole vote by clicking: from the sign-in page to the projects, and the check that anybody can repeat.

use std::{
    path::Path,
    process::{Command, Output},
};

use super::{
    Browser, Size,
    ceremony::{begins, comes_to_make_the_key, confirms_the_copy},
    left_behind,
};
use crate::support::{Choice, Engine, Official, PASSWORD, PreparedSession, Record, TestApp};

/// Of sixty deputies three are away, one leaves with a ballot in hand.
const AWAY: usize = 3;
const NOT_CAST: usize = 1;

on_both_databases! {
    async fn from_the_sign_in_page_to_tracked_projects(app: TestApp) {
        let size = if app.engine() == Engine::Sqlite { Size::Phone } else { Size::Desktop };
        // Once with a key that the scrutineers make in their browsers, once with one handed to them.
        let in_browsers = app.engine() == Engine::Sqlite;
        let mut vote = if in_browsers { PreparedSession::without_key(&app) } else { PreparedSession::of(&app) };
        let desk = Browser::open(&app, "desk", size).await;
        desk.visits("/sign-in").await;
        signs_in(&desk, vote.secretary.login, PASSWORD).await;
        desk.is_at("/secretariat").await;
        if in_browsers {
            the_key_is_made(&app, &desk, &mut vote.scrutineers).await;
        }
        let roll = vote.deputies();
        let (me, others) = (&roll[0], &roll[1..roll.len() - AWAY]);
        let card = vote.login_card_of(me);
        vote.check_in(others);
        let deputy = Browser::open(&app, "deputy", size).await;

        deputy.visits("/").await;
        deputy.is_accessible().await;
        deputy.whole_page("home").await;
        deputy.clicks("登录").await;
        deputy.is_accessible().await;
        signs_in(&deputy, &card.login, &card.password).await;
        deputy.is_at("/deputy").await;
        deputy.whole_page("check-in").await;
        deputy.is_accessible().await;
        deputy.types("会场签到码", &app.hall_code()).await;
        deputy.presses_the_button("签到").await;
        deputy.sees("请等候领票").await;
        deputy.whole_page("checked-in").await;

        desk.visits("/secretariat").await;
        desk.is_accessible().await;
        desk.whole_page("before-issuing").await;
        desk.presses_the_button("开始发票").await;
        desk.sees("已开始发票").await;
        let mut codes = vote.issue_to(others);

        // The page of a deputy who waits turns by itself.
        deputy.sees("每位代表一轮一张").await;
        deputy.is_accessible().await;
        deputy.whole_page("issue").await;
        deputy.presses_the_button("领取选票").await;
        deputy.sees("选票码已存在这台设备里").await;
        deputy.is_at("/deputy").await;
        deputy.whole_page("issued").await;
        deputy.clicks("换一台设备投票").await;
        deputy.sees("返回会议页等候").await;
        deputy.clicks("换一台设备投票").await;
        let code = deputy.reads("[data-code]").await.split_whitespace().collect::<String>();
        let scanned = deputy.scans("[data-qr=booth]").await;
        assert_eq!(scanned, format!("{}/deputy/rounds/{}/booth#code={code}", app.origin, app.round().id));
        deputy.clicks("返回会议页等候").await;
        deputy.sees("请等主持人宣布开始投票").await;

        desk.visits("/secretariat").await;
        desk.whole_page("before-opening").await;
        desk.confirms("开始投票", PASSWORD).await;
        desk.sees("已提出，等候第二人确认").await;
        desk.is_accessible().await;
        desk.whole_page("opening-asked-for").await;
        let mut second = vote.second_person().await;
        vote.second_person_confirms(&mut second).await;
        desk.visits("/secretariat").await;
        desk.sees("还有").await;
        desk.whole_page("voting").await;

        let mine = votes(&deputy, &vote).await;
        let tracker = deputy.reads("[data-slot=tracker]").await;
        shows_no_marks_again(&deputy).await;
        deputy.clicks("自己核验").await;
        deputy.sees("这张选票已在票箱中").await;
        let title = deputy.evaluates("return document.title").await;
        assert!(title.as_str().is_some_and(|title| title.starts_with("在票箱里")), "{title}");
        deputy.is_accessible().await;
        deputy.whole_page("looked-up").await;

        let mut record = Record::of_candidates(mine.len());
        record.counts(&mine);
        for _ in 0..NOT_CAST {
            codes.pop();
        }
        for (voter, code) in codes.iter().enumerate() {
            let choice = choice_of(voter, mine.len());
            vote.casts(code, &choice).await;
            record.counts(&choice);
        }
        let returned = codes.len() + 1;

        desk.visits("/secretariat").await;
        desk.is_accessible().await;
        desk.confirms("封箱", PASSWORD).await;
        desk.sees("等候第二人确认").await;
        vote.second_person_confirms(&mut second).await;
        desk.visits("/secretariat").await;
        desk.sees("名监票人开箱").await;
        desk.whole_page("closed").await;

        deputy.visits("/deputy").await;
        signs_out(&deputy).await;
        let scrutineer = deputy;
        opens_the_box(&scrutineer, &vote).await;

        desk.visits("/secretariat").await;
        desk.clicks("查看结果").await;
        desk.sees("以下由票箱算出").await;
        desk.is_accessible().await;
        desk.whole_page("count").await;
        desk.presses_the_button("出具计票报告单").await;
        desk.sees("计票报告单已出具").await;

        for (i, official) in vote.scrutineers.iter().enumerate() {
            signs_the_certificate(&scrutineer, official, i == 0).await;
        }
        scrutineer.close().await;

        desk.visits("/secretariat").await;
        desk.sees("3 名签署").await;
        desk.is_accessible().await;
        desk.whole_page("to-certify").await;
        desk.confirms("核验确认", "not-the-password").await;
        desk.sees("有 1 处需要改正").await;
        desk.whole_page("refused").await;
        desk.confirms("核验确认", PASSWORD).await;
        desk.sees("通过的项目已经立项").await;
        desk.whole_page("certified").await;
        let visitor = app.visitor();
        assert_eq!(visitor.asks("GET", "/results/2024/certificate", &[]).await.status, 404, "not announced yet");
        desk.types("公告编号", "3").await;
        desk.presses_the_button("预览公告").await;
        desk.sees("现予公告：").await;
        desk.is_accessible().await;
        desk.confirms("发布公告", PASSWORD).await;
        desk.sees("结果已公告").await;
        desk.is_accessible().await;
        desk.whole_page("announced").await;
        desk.close().await;

        shows_the_result(&app, size, &record, returned, &tracker).await;
        anybody_can_verify(&app).await;
    }
}

/// The secretariat begins from the desk's list of what blocks, and watches; each scrutineer has a browser.
async fn the_key_is_made(app: &TestApp, desk: &Browser, scrutineers: &mut [Official]) {
    desk.clicks("监票人密钥还没有生成").await;
    desk.is_accessible().await;
    desk.whole_page("scrutineers").await;
    desk.presses_the_button("开始制作密钥").await;
    desk.sees("第 1 次制作密钥正在进行").await;
    let mut browsers = Vec::new();
    for (place, official) in scrutineers.iter_mut().enumerate() {
        let browser = Browser::open(app, &format!("key-{}", place + 1), Size::Phone).await;
        comes_to_make_the_key(&browser, official.login).await;
        official.seed = begins(&browser).await;
        browsers.push(browser);
    }
    desk.is_accessible().await;
    for (browser, official) in browsers.into_iter().zip(scrutineers.iter()) {
        browser.sees("三步都已完成，密钥已经做成").await;
        confirms_the_copy(&browser, &official.seed).await;
        browser.close().await;
    }
    desk.sees("每位监票人都已确认抄存").await;
    desk.is_accessible().await;
    desk.fits_its_width().await;
    desk.picture_for_docs("scrutineers", true).await;
}

pub(super) async fn signs_in(browser: &Browser, login: &str, password: &str) {
    browser.types("用户名", login).await;
    browser.types("密码", password).await;
    browser.presses_the_button("登录").await;
}

pub(super) async fn signs_out(browser: &Browser) {
    browser.clicks_css("form[action='/sign-out'] button").await;
    browser.sees("已退出").await;
}

/// The ballot of the browser's deputy: ten approved, an eleventh refused, the rest opposed and abstained from.
async fn votes(deputy: &Browser, vote: &PreparedSession) -> Choice {
    deputy.visits("/deputy").await;
    deputy.clicks("进入选票").await;
    deputy.sees("已标 0 / 12").await;
    deputy.is_accessible().await;
    deputy.picture_for_docs("booth", false).await;
    deputy.clicks_css("#c1 summary").await;
    let detail = deputy.reads("#c1 .detail").await;
    assert!(detail.contains("责任单位：区教育局"), "{detail}");
    deputy.screenshot("detail").await;
    deputy.clicks_css("#c1 summary").await;
    for row in 1..=10 {
        deputy.marks(row, 0).await;
    }
    deputy.sees("已标 10 / 12").await;
    deputy.marks(11, 0).await;
    deputy.sees("赞成已满 10 项。要赞成这一项，请先改动另一项。").await;
    deputy.is_accessible().await;
    deputy.screenshot("eleventh").await;
    let ten: Choice = [vec![0; 10], vec![9, 9]].concat();
    assert_eq!(deputy.marks_shown().await, ten, "nothing is un-marked by itself, and the eleventh is not marked");
    deputy.marks(11, 1).await;
    deputy.does_not_see("赞成已满").await;

    deputy.reloads().await;
    deputy.sees("已标 11 / 12").await;
    deputy.clicks("查看并投票").await;
    deputy.sees("第 12 项未标，将按弃权计。").await;
    deputy.is_accessible().await;
    deputy.whole_page("review-unmarked").await;
    deputy.clicks("返回修改").await;
    deputy.sees("已标 11 / 12").await;
    deputy.evaluates("history.forward()").await;
    deputy.sees("第 12 项未标，将按弃权计。").await;
    deputy.goes_back().await;
    deputy.marks(12, 2).await;
    let mine: Choice = [vec![0; 10], vec![1, 2]].concat();
    assert_eq!(deputy.marks_shown().await, mine);
    deputy.screenshot("marked").await;
    deputy.clicks("查看并投票").await;
    deputy.sees("投票后不能更改").await;
    deputy.picture_for_docs("review", true).await;
    deputy
        .evaluates(
            "document.querySelector('[data-do=cast]')
                .addEventListener('click', () => (window.pressed = performance.now()), { capture: true })",
        )
        .await;
    deputy.clicks_css("[data-do=cast]").await;
    deputy.sees("已投票").await;
    deputy.is_accessible().await;
    deputy.picture_for_docs("receipt", false).await;
    deputy.fits_its_width().await;
    let milliseconds = deputy
        .evaluates(
            "return performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/ballots')).startTime
                - window.pressed",
        )
        .await;
    eprintln!("a ballot was made in {:.0} ms", milliseconds.as_f64().unwrap());
    assert_eq!(vote.turnout().returned, 1);
    mine
}

/// By the back button, and when the booth is opened again.
async fn shows_no_marks_again(deputy: &Browser) {
    let nothing = async || {
        assert_eq!(deputy.marks_shown().await, Vec::<usize>::new(), "the choices have left the page");
        let text = deputy.text().await;
        assert!(!text.contains("赞成") && !text.contains("反对"), "{text}");
    };
    deputy.goes_back().await;
    nothing().await;
    deputy.visits("/deputy").await;
    deputy.clicks("查看回执").await;
    deputy.sees("已投票").await;
    nothing().await;
    deputy.goes_back().await;
    nothing().await;
    deputy.visits("/deputy").await;
    deputy.clicks("查看回执").await;
    deputy.sees("已投票").await;
}

/// How the deputies without a browser vote: two candidates find few friends.
fn choice_of(voter: usize, candidates: usize) -> Choice {
    let mut choice: Choice = (0..candidates)
        .map(|c| {
            let liked = if c == 4 || c == 10 { 20 } else { 74 + 2 * c };
            let at = (voter * 37 + c * 61 + voter * c * 13) % 100;
            if at < liked { 0 } else { 1 + at % 2 }
        })
        .collect();
    let over = choice.iter().filter(|&&mark| mark == 0).count().saturating_sub(10);
    for mark in choice.iter_mut().filter(|mark| **mark == 0).take(over) {
        *mark = 2;
    }
    choice
}

async fn opens_the_box(browser: &Browser, vote: &PreparedSession) {
    let [first, second, _] = &vote.scrutineers[..] else { panic!("three scrutineers") };
    let mut codes = Vec::new();
    for official in [first, second] {
        browser.visits("/sign-in").await;
        signs_in(browser, official.login, PASSWORD).await;
        browser.is_at("/scrutineer").await;
        browser.is_accessible().await;
        browser.whole_page("scrutineer").await;
        browser.clicks("去开箱").await;
        browser.sees("核对无误：合计密文正是票箱里这些选票的合计").await;
        codes.push(browser.reads("[data-box-checked] [data-code-shown]").await);
        browser.is_accessible().await;
        browser.fits_its_width().await;
        browser.whole_page("box-checked").await;
        if official.login == first.login {
            browser.types("您的密钥", &second.seed).await;
            browser.confirms("开箱", PASSWORD).await;
            browser.sees("这不是您的密钥").await;
            browser.whole_page("wrong-seed").await;
        }
        browser.types("您的密钥", &official.seed).await;
        browser.confirms("开箱", PASSWORD).await;
        browser.sees("您的一份已交出").await;
        browser.whole_page("opened").await;
        browser.fits_its_width().await;
        signs_out(browser).await;
    }
    assert_eq!(codes[0], codes[1], "both have checked the same box");
}

async fn signs_the_certificate(browser: &Browser, official: &Official, look: bool) {
    browser.visits("/sign-in").await;
    signs_in(browser, official.login, PASSWORD).await;
    browser.clicks("核对并签署").await;
    browser.types("您的密钥", &official.seed).await;
    if look {
        browser.is_accessible().await;
        browser.whole_page("to-sign").await;
        browser.fits_its_width().await;
    }
    browser.presses_the_button("签署").await;
    browser.sees("您已签署").await;
    if look {
        browser.whole_page("signed").await;
    }
    signs_out(browser).await;
}

/// What the public sees, without scripts.
async fn shows_the_result(app: &TestApp, size: Size, record: &Record, returned: usize, tracker: &str) {
    let public = Browser::without_scripts(app, "public", size).await;
    public.visits("/").await;
    public.picture_for_docs("home", true).await;
    public.visits("/results").await;
    public.is_at("/results/2024").await;
    public.sees(&format!("{returned} 名代表参加表决，10 个项目获得通过。")).await;
    public.fits_its_width().await;
    public.picture_for_docs("result", true).await;
    public.visits("/projects").await;
    public.sees("10 个项目").await;
    public.fits_its_width().await;
    public.whole_page("projects").await;
    public.clicks_css(".card a").await;
    public.sees("代表的决定").await;
    public.fits_its_width().await;
    public.picture_for_docs("project", true).await;
    public.visits("/results/2024/verify").await;
    public.types("回执上的字符", tracker).await;
    public.presses_the_button("查询").await;
    public.sees("已经计入结果").await;
    public.fits_its_width().await;
    public.whole_page("verify").await;
    for (path, name, sheets) in [("notice", "notice", 1), ("certificate", "certificate", 2)] {
        public.visits(&format!("/results/2024/{path}")).await;
        public.fits_its_width().await;
        public.whole_page(name).await;
        public.prints_for_docs(name, sheets).await;
    }
    public.close().await;

    let mut visitor = app.visitor();
    let result = visitor.visits("/results/2024").await;
    let numbers = result.texts(".result th.title small");
    let counts = result.texts(".result tbody:not(.cut) td.num");
    assert_eq!(numbers.len(), record.0.len());
    for (number, counts) in numbers.iter().zip(counts.chunks(3)) {
        let number: usize = number.split(' ').next().unwrap().parse().unwrap();
        let counted: Vec<u32> = counts.iter().map(|count| count.parse().unwrap()).collect();
        assert_eq!(counted, record.0[number - 1], "candidate {number}");
    }

    let projects = visitor.visits("/projects").await.attributes(".card h2 a", "href");
    assert_eq!(projects.len(), 10);
    let page = visitor.visits("/results/2024/files/certificate.json").await;
    let certificate: serde_json::Value = serde_json::from_str(&page.html).unwrap();
    let hash = certificate["hash"].as_str().unwrap();
    for project in projects {
        visitor.visits(&project).await.says(hash);
    }
}

/// The files of the result page, and the program that checks them.
async fn anybody_can_verify(app: &TestApp) {
    let folder = left_behind(app.engine());
    let mut visitor = app.visitor();
    let links = visitor.visits("/results/2024").await.attributes(".downloads a", "href");
    let wanted = |end: &str| links.iter().find(|link| link.ends_with(end)).unwrap().clone();
    let (archive, caps, certificate) = (wanted(".bel"), wanted("caps.jsonl"), wanted("certificate.json"));
    for old in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        if old.extension().is_some_and(|extension| extension == "bel") {
            std::fs::remove_file(old).unwrap();
        }
    }
    let mut files = Vec::new();
    for link in [archive, caps, certificate] {
        let answer = reqwest::get(format!("{}{link}", app.origin)).await.unwrap();
        assert_eq!(answer.status(), 200, "{link}");
        let path = folder.join(link.rsplit('/').next().unwrap());
        std::fs::write(&path, answer.bytes().await.unwrap()).unwrap();
        files.push(path);
    }
    let [archive, caps, certificate] = &files[..] else { unreachable!() };
    let good = verify(archive, caps, certificate);
    assert!(good.status.success(), "{}", said(&good));

    let mut bytes = std::fs::read(archive).unwrap();
    let at = bytes.windows(12).rposition(|window| window == b"\"challenge\":").unwrap() + 14;
    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
    let changed = folder.join("changed.tar");
    std::fs::write(&changed, bytes).unwrap();
    let bad = verify(&changed, caps, certificate);
    assert_eq!(bad.status.code(), Some(1), "{}", said(&bad));
}

fn verify(archive: &Path, caps: &Path, certificate: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_piaojue"))
        .arg("verify")
        .arg(archive)
        .arg("--caps")
        .arg(caps)
        .arg("--certificate")
        .arg(certificate)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
