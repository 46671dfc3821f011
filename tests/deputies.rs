//! The roll: importing it, the cards it gives, and who of it is there.

use std::collections::BTreeMap;

use diesel::{QueryDsl, RunQueryDsl};
use piaojue::{
    accounts::Role,
    congress::{self, DraftError},
    deputies::{self, Attendance, ImportError, ImportRefusal, schema::roll_uploads},
    web::Refused,
};
use serde_json::Value;

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall, issue_path, roll},
    sources,
};

const IMPORT: &str = "/secretariat/roll/import";

struct BadRoll {
    name: String,
    content: Vec<u8>,
    expected: Value,
}

fn bad_rolls() -> Vec<BadRoll> {
    let folder = sources::root().join("fixtures/bad-rolls");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".expected.json") {
            let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let file = expected["file"].as_str().unwrap().to_owned();
            cases.push(BadRoll { content: std::fs::read(folder.join(&file)).unwrap(), name: file, expected });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(cases.len(), 14);
    cases
}

/// What the page says of a fault: what it is, and how it is mended.
fn words_for(code: &str, error: &Value) -> &'static [&'static str] {
    match code {
        "duplicate_id" => &["与第 4 行的代表证号重复", "请核对这两行"],
        "blank_required" => &["“姓名”不能空着", "请补上"],
        "formula_in_cell" => &["像是公式", "请改成普通文字"],
        "too_many_rows" => &["超过 10000 行", "请确认选对了文件"],
        "empty_file" => &["文件是空的", "请确认选对了文件"],
        "wrong_file_type" if error["message"].as_str().unwrap().contains("PNG") => {
            &["这是图片", "请选择 .xlsx 或 CSV 文件"]
        }
        "wrong_file_type" => &["旧版 Excel 文件", "存成 .xlsx 或 CSV"],
        other => panic!("no words for {other}"),
    }
}

/// The cells of a table, row by row.
fn table(page: &Page, section: &str, columns: usize) -> Vec<Vec<String>> {
    let cells = format!("section[aria-labelledby={section}] tbody td, section[aria-labelledby={section}] tbody th");
    page.texts(&cells).chunks(columns).map(<[String]>::to_vec).collect()
}

async fn secretariat(app: &TestApp) -> Visitor {
    app.signed_in(Role::Secretariat).await
}

async fn uploads(person: &mut Visitor, name: &str, content: &[u8]) -> Page {
    person.visits(IMPORT).await.is(200);
    person.uploads(IMPORT, &[], ("file", name, content)).await
}

async fn imports(person: &mut Visitor, content: &[u8]) -> Page {
    let preview = uploads(person, "roll.csv", content).await;
    preview.is(200);
    let action = preview.path.clone();
    person.submits(&action, &[]).await
}

fn uploads_kept(app: &TestApp) -> i64 {
    app.reads(|conn| Ok(roll_uploads::table.count().get_result(conn)?))
}

/// Number, name, delegation, phone, note of everybody, as a file has them.
fn stored(app: &TestApp) -> Vec<[String; 5]> {
    let row = |deputy: piaojue::deputies::Deputy| {
        [
            deputy.certificate_no,
            deputy.name,
            deputy.delegation.name,
            deputy.phone.unwrap_or_default(),
            deputy.note.unwrap_or_default(),
        ]
    };
    let mut rows: Vec<_> = app.roll().into_iter().map(row).collect();
    rows.sort();
    rows
}

on_both_databases! {
    async fn once_a_round_has_begun_the_command_line_is_refused_like_the_desk(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        let rows = deputies::roll::read_roll("roll.csv", &roll(5)).rows;
        let (actor, now, session) = (app.operator(), app.now(), app.session());
        hall.everybody_checks_in();
        hall.issuing_begins();
        let refused = app.db().write(|tx| deputies::import_roll(tx, &actor, now, &session, &rows)).err();
        assert!(matches!(refused, Some(Refused::Rules(ImportError::Refused(ImportRefusal::Frozen)))), "{refused:?}");
        let method = app.db().read(|conn| congress::latest_method(conn, session.id)).unwrap().unwrap().method;
        let drafted = app.db().write(|tx| congress::draft_voting_method(tx, &actor, now, session.id, &method)).err();
        assert!(matches!(drafted, Some(Refused::Rules(DraftError::Frozen))), "{drafted:?}");
        assert_eq!(app.roll().len(), 4);
    }

    async fn a_bad_roll_is_refused_line_by_line_and_nothing_is_stored(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        let mut refused = 0;
        // What is told by choosing how the file is read is another story.
        let by_hand = ["03-missing-column.csv", "10-merged-header.xlsx", "11-second-sheet.xlsx"];
        let rolls = bad_rolls();
        let refusals = rolls.iter().filter(|case| case.expected["verdict"] == "refuse");
        for case in refusals.filter(|case| !by_hand.contains(&case.name.as_str())) {
            let page = uploads(&mut person, &case.name, &case.content).await;
            page.is(422).says("名册没有导入").says(&case.name).says("现在什么都还没有写入");
            let shown = table(&page, "faults", 4);
            let errors = case.expected["errors"].as_array().unwrap();
            assert_eq!(shown.len(), errors.len(), "{}: {shown:?}", case.name);
            for (row, error) in shown.iter().zip(errors) {
                let line = error["line"].as_u64().map_or("—".to_owned(), |line| line.to_string());
                let whole = if error["line"].is_null() { "整个文件" } else { "整行" };
                assert_eq!(row[0], line, "{}: {row:?}", case.name);
                assert_eq!(row[1], error["column"].as_str().unwrap_or(whole), "{}: {row:?}", case.name);
                let value = error["value"].as_str().map(|v| v.split_whitespace().collect::<Vec<_>>().join(" "));
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    assert_eq!(row[2], value, "{}: as it stands in the file", case.name);
                }
                for words in words_for(error["code"].as_str().unwrap(), error) {
                    assert!(row[3].contains(words), "{}: {row:?} does not say {words}", case.name);
                }
            }
            assert!(!page.html.contains("href=\"http://example.invalid"), "{}: a link out of a cell", case.name);
            assert!(app.roll().is_empty() && uploads_kept(&app) == 0, "{}: something is stored", case.name);
            refused += 1;
        }
        assert_eq!(refused, 7);
        person.visits("/secretariat/roll").await.is(200).says("还没有名册");
    }

    async fn a_roll_that_reads_is_previewed_and_imported_as_shown(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        for case in bad_rolls().iter().filter(|case| case.expected["verdict"] != "refuse") {
            let expected: Vec<[String; 5]> = case.expected["rows"].as_array().unwrap().iter()
                .map(|row| ["代表证号", "姓名", "代表团", "手机号", "备注"].map(|key| row[key].as_str().unwrap().to_owned()))
                .collect();
            let before = app.roll().len();
            let preview = uploads(&mut person, &case.name, &case.content).await;
            preview.is(200).says(&case.name);
            let shown: Vec<Vec<String>> = table(&preview, "rows", 6).into_iter().map(|row| row[1..].to_vec()).collect();
            assert_eq!(shown, expected, "{}", case.name);
            assert_eq!(app.roll().len(), before, "{}: stored before anybody confirmed", case.name);
            for warning in case.expected["warnings"].as_array().into_iter().flatten() {
                let words = [
                    ("GB18030", "请核对姓名有无乱码"),
                    ("半角", "有 3 格的全角字母、数字已改为半角"),
                    ("多余空格", "格去掉了多余的空格"),
                ];
                let warning = warning.as_str().unwrap();
                let (_, shown) = words.iter().find(|(meant, _)| warning.contains(meant)).unwrap();
                preview.says(shown);
            }
            let action = preview.path.clone();
            let form = preview.form(&action);
            let first = person.sends(&action, &form).await;
            let second = person.sends(&action, &form).await;
            first.is(200).says("名册已导入");
            assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "the button pressed twice");
            let mut sorted = expected.clone();
            sorted.sort();
            assert_eq!(stored(&app), sorted, "{}", case.name);
            assert_eq!(uploads_kept(&app), 0);
        }
    }

    async fn an_upload_without_a_file_or_from_an_old_page_is_asked_for_again(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        uploads(&mut person, "", b"").await.is(422).says("还没有选择名册文件");
        person.visits(IMPORT).await;
        let page = person.uploads(IMPORT, &[("csrf", "x")], ("file", "roll.csv", &roll(3))).await;
        page.is(422).says("页面放置过久");
        let page = uploads(&mut person, "big.csv", &vec![b'x'; 5 * 1024 * 1024 + 1]).await;
        page.is(422).says("文件超过 5 MB");
        person.visits(&format!("{IMPORT}/{}", uuid::Uuid::new_v4())).await.is(422).says("请重新选择文件");
        assert!(app.roll().is_empty() && uploads_kept(&app) == 0);
    }

    async fn once_issuing_has_begun_the_roll_stays_as_it_is(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let browser = hall.secretariat.browser().await;
        let waiting = uploads(browser, "roll.csv", &roll(5)).await;
        let confirm = waiting.path.clone();
        let kept = waiting.form(&confirm);
        let upload = browser.visits(IMPORT).await.form(IMPORT);
        hall.everybody_checks_in();
        hall.issuing_begins();
        let before = stored(&app);
        let browser = hall.secretariat.browser().await;
        let page = browser.visits(IMPORT).await;
        page.is(200).says("现在不能导入名册").says("各轮须用同一份名册");
        assert!(!page.attributes("form", "enctype").contains(&"multipart/form-data".to_owned()));
        browser.sends(&confirm, &kept).await.is(422).says("名册不能再换");
        browser.sends(IMPORT, &upload).await.is(422).says("名册不能再换");
        browser.visits("/secretariat/roll").await.says("名册已锁定");
        assert_eq!(stored(&app), before);
    }

    async fn with_somebody_checked_in_the_roll_is_not_replaced(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.deputies[0].is_checked_in();
        let browser = hall.secretariat.browser().await;
        browser.visits(IMPORT).await.is(200).says("已有 1 名代表签到或请假");
        assert_eq!(app.roll().len(), 4);
    }

    async fn the_cards_are_shown_once_and_open_the_door(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        imports(&mut person, &roll(3)).await.is(200);
        person.visits("/secretariat/roll/cards").await;
        let form = person.page().form("/secretariat/roll/cards").with(&[("which", "all")]);
        let sheet = person.sends("/secretariat/roll/cards", &form).await;
        let cards = cards_on(&sheet);
        assert_eq!(cards.keys().collect::<Vec<_>>(), ["SC0001", "SC0002", "SC0003"]);
        for (login, password) in &cards {
            assert_eq!(app.visitor().signs_in(login, password, "").await.redirects, ["/deputy"]);
        }
        let again = person.sends("/secretariat/roll/cards", &form).await;
        again.is(422).says("登录卡已经显示过");
        assert!(cards.values().all(|password| !again.html.contains(password.as_str())));

        let mut inside = app.visitor();
        inside.signs_in("SC0002", &cards["SC0002"], "").await;
        person.visits("/secretariat/roll/cards").await;
        let one = [("which", "one"), ("certificate_no", "sc0002")];
        let new = cards_on(&person.submits("/secretariat/roll/cards", &one).await);
        assert_eq!(new.keys().collect::<Vec<_>>(), ["SC0002"]);
        assert_eq!(inside.visits("/deputy").await.path, "/sign-in?next=/deputy", "whoever had the old card is out");
        app.visitor().signs_in("SC0002", &cards["SC0002"], "").await.is(422);
        assert_eq!(app.visitor().signs_in("SC0002", &new["SC0002"], "").await.redirects, ["/deputy"]);
        assert_eq!(app.visitor().signs_in("SC0001", &cards["SC0001"], "").await.redirects, ["/deputy"]);

        for (fields, words) in [
            ([("which", "one"), ("certificate_no", "SC9999")], "没有代表证号“SC9999”"),
            ([("which", "one"), ("certificate_no", "")], "请填写这名代表的代表证号"),
            ([("which", ""), ("certificate_no", "")], "还没有选定为谁生成"),
        ] {
            person.visits("/secretariat/roll/cards").await;
            person.submits("/secretariat/roll/cards", &fields).await.is(422).says(words);
        }
    }

    async fn whoever_leaves_the_roll_cannot_sign_in_and_whoever_stays_can(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        imports(&mut person, &roll(3)).await.is(200);
        person.visits("/secretariat/roll/cards").await;
        let cards = cards_on(&person.submits("/secretariat/roll/cards", &[("which", "all")]).await);
        let preview = uploads(&mut person, "roll.csv", &roll(2)).await;
        preview.is(200).says("有 1 张登录卡立即作废");
        let action = preview.path.clone();
        person.submits(&action, &[]).await.is(200);
        assert_eq!(app.visitor().signs_in("SC0001", &cards["SC0001"], "").await.redirects, ["/deputy"]);
        app.visitor().signs_in("SC0003", &cards["SC0003"], "").await.is(422);
    }

    async fn whoever_is_not_on_next_years_roll_keeps_this_years_card(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        for deputy in &mut hall.deputies {
            deputy.browser().await;
        }
        let this_year = app.session();
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/sessions").await;
        browser.submits("/secretariat/sessions", &[("date", "2025-02-08"), ("seats", "3")]).await.is(200);
        let next_year = app.reads(|conn| congress::session_by_year(conn, this_year.congress, 2025)).unwrap();
        let rows = deputies::roll::read_roll("roll.csv", &roll(2)).rows;
        let (actor, now) = (app.operator(), app.now());
        let imports = |session: &congress::Session| {
            app.db().write(|tx| deputies::import_roll(tx, &actor, now, session, &rows)).unwrap().void_cards
        };
        assert_eq!(imports(&next_year), 0);
        for deputy in &mut hall.deputies {
            assert_eq!(deputy.browser().await.visits("/deputy").await.path, "/deputy", "{}", deputy.number);
        }
        assert_eq!(imports(&this_year), 2);
        for deputy in &mut hall.deputies {
            let stays = ["SC0001", "SC0002"].contains(&deputy.number.as_str());
            let came = deputy.browser().await.visits("/deputy").await.path;
            assert_eq!(came, if stays { "/deputy" } else { "/sign-in?next=/deputy" }, "{}", deputy.number);
        }
    }

    async fn the_desk_marks_who_is_there(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let id = hall.deputies[0].id;
        let action = format!("/secretariat/attendance/{id}");
        let name = hall.deputies[0].name.clone();
        let states = ["absent", "excused", "present"];
        let marked = |to: &'static str| [("to", to), ("reason", if to == "excused" { "因公出差" } else { "" })];
        for (from, to) in states.iter().flat_map(|from| states.map(|to| (*from, to))).filter(|(from, to)| from != to) {
            let browser = hall.secretariat.browser().await;
            // First to where the step begins, by whichever button is there.
            let now = hall.deputies[0].on_the_roll().attendance.word();
            if now != from {
                browser.visits(&format!("/secretariat/attendance?s={now}")).await;
                browser.submits(&action, &marked(from)).await.is(200);
            }
            browser.visits(&format!("/secretariat/attendance?s={from}")).await.says(&name);
            let page = browser.submits(&action, &marked(to)).await;
            let done = match to {
                "present" => format!("{name} 已签到"),
                "excused" => format!("{name} 已记为请假"),
                _ => format!("{name} 已改回未签到"),
            };
            page.is(200).says(&done);
            let now = hall.deputies[0].on_the_roll();
            assert_eq!(now.attendance.word(), to);
            assert_eq!(now.leave_reason.as_deref(), (to == "excused").then_some("因公出差"));
        }
        let browser = hall.secretariat.browser().await;
        let now = hall.deputies[0].on_the_roll().attendance.word();
        browser.visits(&format!("/secretariat/attendance?s={now}")).await;
        browser.submits(&action, &[("to", "asleep")]).await.is(400);
        let elsewhere = format!("/secretariat/attendance/{}", uuid::Uuid::new_v4());
        let tokens = browser.visits("/secretariat").await.form("/sign-out").with(&[("to", "present")]);
        browser.sends(&elsewhere, &tokens).await.is(404);
    }

    async fn leave_is_recorded_with_its_reason_only(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let action = format!("/secretariat/attendance/{}", hall.deputies[0].id);
        let browser = hall.secretariat.browser().await;
        let long = "病".repeat(61);
        for reason in ["", "   ", &long] {
            browser.visits("/secretariat/attendance").await;
            let page = browser.submits(&action, &[("to", "excused"), ("reason", reason)]).await;
            page.is(422).says("请写明请假原因");
            assert_eq!(page.attributes("details[open] input[name=reason]", "value"), [reason], "nothing typed is lost");
        }
        assert_eq!(hall.deputies[0].on_the_roll().attendance, Attendance::Absent);
        let browser = hall.secretariat.browser().await;
        browser.submits(&action, &[("to", "excused"), ("reason", " 因病住院 ")]).await.is(200);
        browser.visits("/secretariat/attendance?s=excused").await.says("因病住院");
    }

    async fn the_desk_checks_in_by_number_name_or_card(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let names: Vec<String> = hall.deputies.iter().map(|deputy| deputy.name.clone()).collect();
        let numbers: Vec<String> = hall.deputies.iter().map(|deputy| deputy.number.clone()).collect();
        let browser = hall.secretariat.browser().await;
        let scanned = format!("{}/sign-in?login={}", app.origin, numbers[1]);
        let typed = [numbers[0].to_lowercase(), scanned, format!(" {} ", names[2])];
        for (typed, name) in typed.iter().zip(&names) {
            browser.visits("/secretariat/attendance").await;
            let page = browser.submits("/secretariat/attendance/check-in", &[("scanned", typed)]).await;
            page.is(200).says(&format!("{name} 已签到"));
        }
        for (typed, words) in [
            ("SC9999", "名册上没有“SC9999”"),
            ("", "还没有输入"),
            ("代表", "名册上没有“代表”"),
            (numbers[0].as_str(), "先前已经签到"),
        ] {
            browser.visits("/secretariat/attendance").await;
            let page = browser.submits("/secretariat/attendance/check-in", &[("scanned", typed)]).await;
            page.is(422).says(words);
            assert_eq!(page.attributes("#scanned", "value"), [typed]);
        }
        assert!(!hall.deputies[3].on_the_roll().is_present());
    }

    async fn of_two_deputies_of_one_name_the_desk_chooses(app: TestApp) {
        app.has_session(3);
        let mut person = secretariat(&app).await;
        let two = "代表证号,姓名,代表团\nSC0001,李明,第一代表团\nSC0002,李明,第二代表团\n";
        imports(&mut person, two.as_bytes()).await.is(200);
        person.visits("/secretariat/attendance").await;
        let page = person.submits("/secretariat/attendance/check-in", &[("scanned", "李明")]).await;
        page.is(422).says("有 2 名代表叫“李明”").says("SC0001").says("SC0002");
        assert!(app.roll().iter().all(|deputy| !deputy.is_present()), "the machine does not choose");
    }

    async fn an_undone_check_in_leaves_a_trace(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let deputy = &hall.deputies[0];
        let (action, number) = (format!("/secretariat/attendance/{}", deputy.id), deputy.number.clone());
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/attendance").await;
        browser.submits("/secretariat/attendance/check-in", &[("scanned", &number)]).await.is(200);
        browser.visits("/secretariat/attendance?s=present").await;
        let page = browser.submits(&action, &[("to", "absent")]).await;
        page.is(200).says("未签到 → 已签到").says("已签到 → 未签到").says("示例MISHU");
    }

    async fn who_holds_a_ballot_leaves_an_open_round_with_leave_and_stays_counted(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let deputy = hall.deputies[0].id;
        let action = format!("/secretariat/attendance/{deputy}");
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/attendance?s=present").await;
        browser.submits(&action, &[("to", "absent")]).await.is(422).says("不能撤销签到");
        browser.submits(&action, &[("to", "excused"), ("reason", "因急事离会")]).await.is(200).says("已记为请假");
        assert_eq!(hall.deputies[0].on_the_roll().attendance, Attendance::Excused);
        assert_eq!(app.round().opening.unwrap().present, 4, "the round counts whoever was there when it opened");
        hall.deputies[0].casts("赞赞反反").await.receipt();
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/attendance?s=excused").await;
        browser.submits(&action, &[("to", "present")]).await.is(200).says("已签到");
    }

    async fn who_comes_late_is_present_and_takes_no_ballot(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        for deputy in &hall.deputies[1..] {
            deputy.is_checked_in();
        }
        hall.issuing_begins();
        for deputy in &mut hall.deputies[1..] {
            deputy.is_given_a_ballot();
        }
        hall.voting_begins();
        let number = hall.deputies[0].number.clone();
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/attendance").await.says("本轮投票已经开始");
        browser.submits("/secretariat/attendance/check-in", &[("scanned", &number)]).await.is(200);
        assert!(hall.deputies[0].on_the_roll().is_present());
        assert_eq!(app.round().opening.unwrap().present, 3);
        let issue = issue_path(app.round().id);
        let late = hall.deputies[0].browser().await;
        late.visits("/deputy").await.says("本轮没有领票");
        late.asks("GET", &issue, &[]).await.is(404);
        assert_eq!(app.ballots_issued(), 3);
    }

    async fn a_deputy_checks_in_with_the_code_of_the_hall(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let deputy = &mut hall.deputies[0];
        let code = app.hall_code();
        for wrong in ["", "00000", &code[..5], &format!("{code}0")] {
            let page = deputy.checks_in(wrong).await;
            page.is(422).says("签到码不对");
            assert_eq!(page.attributes("input[name=code]", "value"), [wrong]);
        }
        assert_eq!(deputy.on_the_roll().attendance, Attendance::Absent);
        let code = app.hall_code();
        deputy.checks_in(&format!(" {} {} ", &code[..3], &code[3..])).await.is(200).says("签到成功");
        assert!(deputy.on_the_roll().is_present());
        assert_eq!(deputy.browser().await.visits("/deputy/check-in").await.path, "/deputy", "once is enough");

        let before = app.hall_code();
        hall.secretariat.browser().await.visits("/secretariat/attendance").await;
        hall.secretariat.browser().await.submits("/secretariat/attendance/code", &[]).await.is(200).says("重新生成");
        if before != app.hall_code() {
            hall.deputies[1].checks_in(&before).await.is(422);
        }
        hall.deputies[1].checks_in(&app.hall_code()).await.is(200);
        assert!(hall.deputies[0].on_the_roll().is_present(), "whoever is in stays in");

        // The screen's code, read by a phone on which nobody is signed in yet.
        let scanned = &mut hall.deputies[2];
        scanned.browser().await;
        let card = scanned.card.clone().unwrap();
        let mut phone = app.visitor();
        phone.visits("/deputy/check-in?code=123456").await.is(200);
        let page = phone.submits("/sign-in", &[("login", &card.login), ("password", &card.password)]).await;
        assert_eq!(page.is(200).attributes("input[name=code]", "value"), ["123456"]);
    }

    async fn nobody_guesses_the_code_of_the_hall(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let mut tries = 0;
        loop {
            let page = hall.deputies[0].checks_in(&format!("{tries:05}")).await;
            page.is(422);
            if page.text().contains("输入次数太多") {
                break;
            }
            tries += 1;
            assert!(tries < 10, "ten codes could be tried at once");
        }
        hall.deputies[0].checks_in(&app.hall_code()).await.is(422).says("输入次数太多");
        hall.deputies[1].checks_in(&app.hall_code()).await.is(200);
    }

    async fn each_role_keeps_to_its_own_pages(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let issue = issue_path(app.round().id);
        let mark = format!("/secretariat/attendance/{}", hall.deputies[0].id);
        let tokens = hall.deputies[0].browser().await.visits("/deputy").await.form("/sign-out").with(&[("to", "absent")]);
        hall.deputies[0].browser().await.sends(&mark, &tokens).await.is(404);
        let tokens = hall.secretariat.desk().await.form("/sign-out").with(&[("public_key", "x")]);
        hall.secretariat.browser().await.sends(&issue, &tokens).await.is(404);
        let tokens = hall.scrutineers[0].browser().await.visits("/scrutineer").await.form("/sign-out");
        hall.scrutineers[0].browser().await.sends("/secretariat/issuing/start", &tokens).await.is(404);
        assert_eq!(app.visitor().visits("/secretariat/roll").await.path, "/sign-in?next=/secretariat/roll");
        assert!(hall.deputies[0].on_the_roll().is_present());
        // A deputy of no roll has an account and nothing else.
        app.signed_in(Role::Deputy).await.asks("GET", &issue, &[]).await.is(404);
    }
}

/// Login and password of every card on the sheet.
fn cards_on(sheet: &Page) -> BTreeMap<String, String> {
    sheet.is(200);
    let codes = sheet.texts("ul.login-cards code.groups");
    codes.chunks(2).map(|card| (card[0].clone(), card[1].clone())).collect()
}
