//! The papers of officials: each says what the certificate says, and nothing that is not so.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use piaojue::{audit::Deed, documents::Sha256Hex};
use zip::ZipArchive;

use crate::support::{
    CONGRESS, Page, TestApp,
    paper::{bundle, enters, says_of_the_count},
    program::Program,
    session::{FOUR, Hall, Plan},
    sources,
};

/// Two of four, by five deputies of whom four come: three approvals pass.
const FIVE: Plan = Plan { deputies: 5, ..FOUR };
const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// One of five stays away without leave.
async fn with_one_absent(app: &TestApp) -> Hall {
    let mut hall = Hall::ready(app, FIVE);
    hall.deputies.truncate(4);
    hall.everybody_checks_in();
    hall.issuing_begins();
    hall.holds_the_round(&CLEAR).await;
    hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
    hall
}

/// The projects that the certificate has chosen, each with its approvals.
fn chosen(app: &TestApp) -> Vec<(String, u32)> {
    let certificate: piaojue::tally::certificate::Certificate = app.certificate().paper().unwrap();
    let document = certificate.document();
    let mut chosen: Vec<_> = document.chosen.iter().map(|chosen| chosen.number).collect();
    chosen.sort_unstable();
    let approve = |number| document.rounds[0].projects.iter().find(|line| line.number == number).unwrap().approve;
    chosen.iter().map(|&number| (document.title_of(number).unwrap().to_owned(), approve(number))).collect()
}

/// A row of a table: its heading, and the texts of its cells.
fn row_of(page: &Page, heading: &str) -> Vec<String> {
    let rows = page.texts("tr");
    let found = rows.iter().find(|row| row.starts_with(heading));
    found.unwrap_or_else(|| panic!("no row {heading} in {rows:?}")).split(' ').skip(1).map(str::to_owned).collect()
}

on_both_databases! {
    async fn the_notice_is_signed_dated_and_numbered_as_offices_do(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let page = hall.secretariat.previews_the_notice(&[("number", "第3号"), ("day", "2024年2月3日")]).await;
        page.is(200).says("现予公告：").says("第 3 号").says(&format!("{CONGRESS}{}主席团", app.session().name)).says("2024年2月3日");
        assert_eq!(page.texts(".announce .body li span"), chosen(&app).into_iter().map(|(title, _)| title).collect::<Vec<_>>());
        app.visitor().visits("/results/2024/notice").await.is(404);
        hall.secretariat.publishes().await.is(200).says("结果已公告");
        let notice = app.visitor().visits("/results/2024/notice").await;
        notice.is(200).says("第 3 号").says("主席团").says("2024年2月3日").shows_in_groups(app.certificate().hash.as_str());
        assert!(!notice.text().contains("收回"), "{}", notice.text());
        app.visitor().visits("/results/2024").await.says("大会公告 第 3 号");
    }

    async fn a_number_with_words_of_its_own_gets_no_others(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        hall.secretariat.announces("示例第1号").await.is(200);
        for path in ["/results/2024", "/results/2024/notice", "/results/2024/timeline"] {
            let page = app.visitor().visits(path).await;
            assert!(!page.is(200).says("示例第1号").text().contains("第 示例"), "{path}: {}", page.text());
        }
    }

    async fn whoever_is_absent_stands_on_the_certificate_and_on_the_sheet(app: TestApp) {
        let mut hall = with_one_absent(&app).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let desk = hall.secretariat.browser().await;
        let page = desk.visits(&path).await;
        page.is(200).says("缺席 1 名").says("签名（手签）").says("（盖章）");
        let counts = page.texts(".turnout td");
        let figures: Vec<&str> = counts.iter().map(|cell| cell.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(figures, ["5", "0", "1", "4", "4", "4", "4", "0", "4", "0"], "应到 请假 缺席 实到 法定人数 发出 收回 未投 有效 无效");
        assert!(page.texts(".checks li").iter().all(|check| check.contains('✓')), "{:?}", page.texts(".checks li"));
        let sheet = desk.visits("/secretariat/attendance/sheet").await;
        sheet.is(200).says("出席情况表").says("代表04");
        assert_eq!(row_of(&sheet, "合计"), ["5", "4", "0", "1", "4", "0"]);
        assert_eq!(row_of(&sheet, "第二代表团"), ["2", "1", "0", "1", "1", "0"]);
        let roll = desk.visits("/secretariat/roll/sheet").await;
        roll.is(200).says("代表名册");
        assert_eq!(roll.texts("tbody tr").len(), 5);
        assert_eq!(roll.texts("h2 span"), ["第一代表团", "第二代表团"]);
    }

    async fn who_came_and_took_no_ballot_is_called_by_name(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.deputies[0].is_given_a_ballot();
        let sheet = hall.secretariat.browser().await.visits("/secretariat/attendance/sheet").await;
        sheet.is(200).says("到会未领票");
        assert_eq!(row_of(&sheet, "合计"), ["4", "4", "0", "0", "1", "3"]);
        let called = sheet.texts("dd").join(" ");
        assert!(!called.contains("代表01") && called.contains("代表02") && called.contains("代表04"), "{called}");
    }

    async fn the_chair_says_nothing_that_is_not_so(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let words = hall.secretariat.browser().await.visits("/secretariat/words").await;
        words.is(200).says("应到代表4名，实到0名，不足法定人数3名");
        assert!(!words.text().contains("符合法定人数"), "{}", words.text());
        hall.everybody_checks_in();
        let words = hall.secretariat.browser().await.visits("/secretariat/words").await;
        words.says("应到代表4名，请假0名，实到4名，符合法定人数");
        hall.issuing_begins();
        hall.scrutineers_sign_the_election();
        for deputy in &mut hall.deputies[..2] {
            deputy.is_given_a_ballot();
        }
        hall.secretariat.desk().await.says("实到4名，符合法定人数；发出选票2张");
        for deputy in &hall.deputies[2..] {
            deputy.is_not_there_after_all();
        }
        let desk = hall.secretariat.desk().await;
        assert!(!desk.says("实到2名，不足法定人数3名").text().contains("符合法定人数"), "{}", desk.text());
    }

    async fn the_last_words_are_those_of_the_certificate(app: TestApp) {
        let mut hall = with_one_absent(&app).await;
        let early = hall.secretariat.browser().await.visits("/secretariat/words").await;
        assert!(!early.is(200).text().contains("全部签署"), "{}", early.text());
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        let words = hall.secretariat.browser().await.visits("/secretariat/words").await;
        words.is(200).says("3名监票人全部签署").says("应到代表5名，实到4名；发出选票4张，收回4张，有效票4张，无效票0张");
        let read_out = words.texts(".words li");
        let expected = chosen(&app);
        assert_eq!(read_out.len(), expected.len());
        for ((title, approve), line) in expected.iter().zip(&read_out) {
            assert!(line.contains(title.as_str()) && line.ends_with(&format!("赞成{approve}票")), "{line}");
        }
        words.says(&format!("以上{}项为2024年度民生实事项目", expected.len()));
        hall.secretariat.desk().await.says("以上").says("全部主持词");
    }

    async fn the_method_is_a_text_that_a_plenary_can_adopt(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let page = hall.secretariat.browser().await.visits("/secretariat/method/articles").await;
        page.is(200).says("民生实事项目票决办法").says("第一条").says("应选2项").says("不得超过2项").says("三分之二以上").says("全体代表过半数");
        assert!(!page.title().contains("草案"), "it is adopted already: {}", page.title());
    }

    async fn a_clock_of_another_day_is_said_at_the_desk(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let desk = hall.secretariat.desk().await;
        desk.is(200).says("服务器时间");
        let is_the_day = app.now().day() == app.session().date;
        assert_eq!(desk.text().contains("不是会议当天"), !is_the_day, "{}", desk.text());
        let later = app.restarts(jiff::SignedDuration::from_hours(24 * 40)).await;
        let mut hall = hall.at(&later);
        hall.secretariat.desk().await.is(200).says("不是会议当天");
    }

    async fn an_address_that_no_phone_reaches_is_not_printed_unsaid(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let desk = hall.secretariat.browser().await;
        let page = desk.visits("/secretariat/roll/cards").await;
        page.is(200).says("只有这台服务器自己打得开").says("PIAOJUE_BASE_URL");
        let reached = app.is_known_as("http://192.168.1.10:8080").await;
        desk.moves_to(&reached.origin);
        let page = desk.visits("/secretariat/roll/cards").await;
        assert!(!page.is(200).text().contains("PIAOJUE_BASE_URL"), "{}", page.text());
    }

    async fn the_archive_holds_everything_and_every_hash_is_right(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let zip = "/secretariat/archives/2024/files/archive-2024.zip";
        let desk = hall.secretariat.browser().await;
        desk.visits("/secretariat/archives/2024").await.is(200).says("还没有可以归档的材料");
        desk.visits(zip).await.is(404);
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("3").await.is(200);
        let desk = hall.secretariat.browser().await;
        let page = desk.visits("/secretariat/archives/2024").await;
        page.is(200).says("归档卷目录");
        let mut archive = ZipArchive::new(Cursor::new(desk.downloads(zip).await)).unwrap();
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            archive.by_name(name).unwrap_or_else(|why| panic!("{name}: {why}")).read_to_end(&mut bytes).unwrap();
            bytes
        };
        let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
        let mut names = Vec::new();
        for line in sums.lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            assert_eq!(Sha256Hex::of(read(name)).as_str(), hash, "{name}");
            page.says(name).shows_in_groups(hash);
            names.push(name.to_owned());
        }
        for kind in ["00-", "01-", "02-", "03-", "04-", "05-", "08-", "10-", "12-", "13-"] {
            assert!(names.iter().any(|name| name.starts_with(kind)), "{kind} is missing of {names:?}");
        }
        let certificate = names.iter().find(|name| name.starts_with("08-")).unwrap();
        let public = app.visitor().downloads("/results/2024/files/certificate.json").await;
        assert_eq!(read(certificate), public, "the same file as the public's");
        let bel = format!("12-票箱/{}.bel", app.round().election_uuid);
        assert_eq!(read(&bel), app.archive());
        let notice = String::from_utf8(read("10-公告.txt")).unwrap();
        assert!(chosen(&app).iter().all(|(title, _)| notice.contains(title.as_str())), "{notice}");
        desk.visits("/secretariat/archives/2023").await.is(404);
    }

    async fn the_list_of_acts_is_searched_by_day_person_and_act(app: TestApp) {
        let mut hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let desk = hall.secretariat.browser().await;
        let page = desk.visits("/secretariat/audit").await;
        page.is(200).says("发布公告").says("核验确认文书");
        let all = page.texts("tbody tr").len();
        let only = desk.visits("/secretariat/audit?act=document_signed").await;
        assert_eq!(only.is(200).texts("tbody tr").len(), 3, "three scrutineers signed");
        let by_name = desk.visits("/secretariat/audit?name=%E7%A4%BA%E4%BE%8BMISHU").await;
        let of_her = by_name.is(200).texts("tbody tr");
        assert!(!of_her.is_empty() && of_her.len() < all && of_her.iter().all(|row| row.contains("示例MISHU")), "{of_her:?}");
        let day = app.now().day();
        let today = desk.visits(&format!("/secretariat/audit?from={day}&to={day}")).await;
        assert_eq!(today.is(200).texts("tbody tr").len(), all);
        desk.visits("/secretariat/audit?to=2023-12-31").await.is(200).says("没有符合条件的记录");
        desk.visits("/secretariat/audit?from=tomorrow").await.is(422).says("2024-02-03 这样");
        let csv = String::from_utf8(desk.downloads("/secretariat/audit/files/audit.csv?act=document_signed").await).unwrap();
        assert_eq!(csv.lines().count(), 1 + 3, "{csv}");
        let whole = String::from_utf8(desk.downloads("/secretariat/audit/files/audit.csv").await).unwrap();
        assert_eq!(whole.lines().count(), 1 + all);
        assert!(csv.starts_with("\u{feff}序号,"), "{csv}");
        let end = whole.trim_end().lines().last().unwrap().rsplit(',').next().unwrap();
        desk.visits("/secretariat/audit").await.shows_in_groups(end);
    }

    async fn the_public_sees_how_paper_was_counted(app: TestApp) {
        const ON_SCREEN: [&str; 4] = ["赞赞反弃", "赞反赞反", "反赞反弃", "赞反反反"];
        const ON_PAPER: [&str; 5] = ["赞赞反弃", "赞赞反反", "反赞弃反", "赞弃反反", "反反反赞"];
        let mut hall = Hall::voting_with_paper(&app, Plan { deputies: 9, ..FOUR }, 5);
        hall.the_box_is_counted(&ON_SCREEN).await;
        hall.secretariat.desk().await.says("未投");
        let all = bundle(&ON_PAPER);
        let Hall { scrutineers, secretariat, .. } = &mut hall;
        let first = scrutineers[0].browser().await;
        first.visits("/scrutineer/paper").await;
        enters(&app, first, 1, &all).await.is(200);
        let second = secretariat.browser().await;
        second.visits("/secretariat/paper").await;
        enters(&app, second, 1, &all).await.is(200);
        says_of_the_count(&app, first, "finish", &[]).await.is(200);
        says_of_the_count(&app, second, "confirm", &[]).await.is(200);
        // From here on the desk has the figures of the certificate: nine out, nine back.
        let desk = hall.secretariat.desk().await;
        assert_eq!(desk.texts("[data-live=returned]"), ["9"]);
        assert_eq!(desk.texts("[data-live=not_cast]"), ["0"]);
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        app.visitor().visits("/results/2024/bundles").await.is(404);
        hall.certifies_and_announces("3").await;
        let page = app.visitor().visits("/results/2024/bundles").await;
        page.is(200).says("第 1 扎");
        let rows = page.texts("tbody tr");
        assert_eq!(rows.len(), 2, "one entry of each teller: {rows:?}");
        assert!(rows.iter().all(|row| row.contains("1 号：赞成 3，反对 2，弃权 0")), "{rows:?}");
        app.visitor().visits("/results/2024").await.says("纸质票清点记录");
    }
}

#[test]
fn the_operator_is_told_of_an_address_that_no_phone_reaches() {
    let program = Program::new();
    program.has_congress();
    program
        .runs(&["doctor"])
        .ends_with(0)
        .says("warning: cards and signs would lead to http://127.0.0.1:8080")
        .says("ok: the clock says");
    let reached = program.with("PIAOJUE_BASE_URL", "https://vote.example");
    let said = reached.runs(&["doctor"]);
    assert!(!said.ends_with(0).out.contains("warning"), "{}", said.out);
}

/// Whoever adds an act records it somewhere, and gives it words.
#[test]
fn every_act_is_recorded_and_has_its_words_in_both_languages() {
    let sources: String = sources::sources("src", "rs").into_iter().map(|file| file.text).collect();
    let is_named = |deed: &Deed| {
        let name = format!("Deed::{deed:?}");
        sources
            .match_indices(&name)
            .any(|(at, _)| sources[at + name.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric()))
    };
    let idle: Vec<_> = Deed::ALL.iter().filter(|deed| !is_named(deed)).collect();
    assert!(idle.is_empty(), "nobody does {idle:?}");
    for lang in ["zh-CN", "en"] {
        let texts: String =
            sources::sources(&format!("locales/{lang}"), "ftl").into_iter().map(|file| file.text).collect();
        let said: BTreeSet<&str> =
            texts.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
        let said: BTreeSet<&str> = said.into_iter().filter(|key| key.starts_with("audit-act-")).collect();
        let keys: Vec<String> = Deed::ALL.iter().map(|deed| deed.message_key()).collect();
        assert_eq!(said, keys.iter().map(String::as_str).collect(), "{lang}: what is done and what is said");
    }
}
