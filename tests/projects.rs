//! What was chosen, once it is announced.

use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR, Hall, session_file},
    tracking::{Year, makes_department, photo, signed_in},
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
            page.is(200).says(&candidate.summary).says(app.certificate().hash.as_str()).says(&app.certificate().number);
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

on_both_databases! {
    async fn from_the_plan_to_an_accepted_sub_item(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.engineer.visits(&year.report_path(0)).await.is(200);
        year.reports(0, "2024-02-03", "1").await.is(422).says("实施方案公布之后");
        year.the_plan_is_published().await;
        year.seen_by_all().await.is(200).says("张副区长").says("3,500.5 万元");

        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        let filed = year.reports_with(0, "2024-02-03", &target, ("现场.png", &photo(3_000, 1_000))).await;
        filed.is(200).says("进展已报送");
        let page = year.seen_by_all().await;
        page.says("现场照片见附件").says("等待验收");
        let pictures = page.attributes("ul.photos img", "src");
        assert_eq!(pictures.len(), 1);
        let picture = year.anybody.asks("GET", &pictures[0], &[]).await;
        assert_eq!(picture.is(200).header("content-type"), Some("image/jpeg"));

        year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.says("待验收");
        let accept = year.action("/accept");
        year.secretary.submits(&accept, &[]).await.is(422).says("请写明验收意见");
        year.secretary.submits(&accept, &[("words", "现场核对无误")]).await.is(200).says("已验收");
        year.seen_by_all().await.says("由第二人验收");
        let annual = year.anybody.visits("/reports/2024").await;
        annual.is(200).says("2024年度二方面民生实事");
        let csv = year.anybody.visits("/reports/2024/files/projects.csv").await;
        assert!(csv.is(200).html.starts_with('\u{feff}'));
        let rows = annual.texts("article section.whole tbody tr").len();
        assert_eq!(csv.html.lines().count(), rows + 1, "the file has the rows of the page");
    }

    async fn what_is_not_accepted_waits_for_a_new_report(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-02-03", &target).await.is(200);
        let office = format!("/secretariat/projects/{}", year.project);
        year.secretary.visits(&office).await.says("待验收");
        let accept = year.action("/accept");
        let early = year.secretary.page().form(&accept);
        year.secretary.submits(&accept, &[("do", "refuse")]).await.is(422).says("退回时请写明理由");
        let refused = year.secretary.submits(&accept, &[("do", "refuse"), ("words", "少一处，请补齐")]).await;
        refused.is(200).says("已退回");
        assert!(!refused.attributes("form", "action").contains(&accept), "nothing new is there to look at");
        let accepted = year.secretary.sends(&accept, &early.with(&[("words", "现场核对无误")])).await;
        accepted.is(422).says("责任单位重新报送后才能再验收");
        let page = year.engineer.visits("/department").await;
        page.is(200).says("验收未通过，请改正后重新报送").says("少一处，请补齐").says("本月待报");
        year.seen_by_all().await.says("少一处，请补齐").says("等待责任单位重新报送");

        year.reports(0, "2024-02-03", &target).await.is(200).says("进展已报送");
        year.secretary.visits(&office).await.says("待验收");
        year.secretary.submits(&accept, &[("words", "已补齐")]).await.is(200).says("已验收");
        let page = year.seen_by_all().await;
        page.says("由第二人验收").says("少一处，请补齐");
        let page = year.engineer.visits("/department").await;
        assert!(!page.text().contains("验收未通过"), "{}", page.text());
    }

    async fn a_month_that_is_made_up_does_not_answer_what_was_not_accepted(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(107).await;
        let item = year.app.projects()[0].sub_items[0].clone();
        let target = item.goal.target().unwrap();
        year.reports(0, "2024-05-20", &target).await.is(200).says("进展已报送");
        let mut secretary = year.another_secretary("MISHU8").await;
        let office = format!("/secretariat/projects/{}", year.project);
        let accept = format!("/secretariat/sub-items/{}/accept", item.id);
        let given_back = [("do", "refuse"), ("words", "少一处，请补齐")];
        secretary.visits(&office).await.is(200);
        secretary.submits(&accept, &given_back).await.is(200).says("已退回");
        year.reports(0, "2024-04-20", "1").await.is(200).says("进展已报送");
        year.engineer.visits("/department").await.is(200).says("验收未通过，请改正后重新报送");
        let actions = secretary.visits(&office).await.is(200).attributes("form", "action");
        assert!(!actions.contains(&accept), "April says nothing of May: {actions:?}");

        year.reports(0, "2024-05-20", &target).await.is(200).says("进展已报送");
        secretary.visits(&office).await.is(200);
        secretary.submits(&accept, &given_back).await.is(200).says("已退回");
        year.reports(0, "2024-05-20", &target).await.is(200).says("进展已报送");
        secretary.visits(&office).await.is(200);
        secretary.submits(&accept, &[("words", "已补齐")]).await.is(200).says("已验收");
    }

    async fn nothing_typed_is_lost_when_the_secretariat_is_refused(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let people = [("name", "王"), ("login", "JYJ9")];
        year.secretary.visits("/secretariat/units").await.is(200);
        let refused = year.secretary.submits("/secretariat/units/accounts", &people).await;
        refused.is(422).says("姓名应为 2 至 40 个字");
        assert_eq!(refused.attributes("#unit-name", "value"), [""], "a unit that is known is no new one");
        assert_eq!(refused.attributes("#login", "value"), ["JYJ9"]);
        let refused = year.secretary.submits("/secretariat/units", &[("name", "局")]).await;
        assert_eq!(refused.is(422).attributes("#unit-name", "value"), ["局"]);

        year.the_unit_hands_in_a_plan().await.is(200);
        year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.is(200);
        let form = year.secretary.page().form(&year.action("/return"));
        let stale = form.without("csrf").with(&[("words", "请补充保障措施")]);
        let refused = year.secretary.sends(&year.action("/return"), &stale).await;
        assert_eq!(refused.is(422).texts("#words"), ["请补充保障措施"]);
    }

    async fn a_second_press_says_what_became_of_the_report(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let typed = [("as_of", "2024-02-03"), ("words", "按计划推进"), ("do", "file")];
        for (quantity, status, said, other) in
            [("-5", 422, "草稿已保存", "进展已报送"), ("4", 200, "进展已报送", "草稿已保存")]
        {
            year.engineer.visits(&path).await.is(200);
            let form = year.engineer.page().form(&path).with(&typed).with(&[("quantity", quantity)]);
            year.engineer.sends(&path, &form).await.is(status);
            let again = year.engineer.sends(&path, &form).await;
            again.is(200).says(said);
            assert!(!again.text().contains(other), "{quantity}: {}", again.text());
        }
    }

    async fn what_a_report_may_not_be(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "4").await.is(200).says("进展已报送");
        year.reports(0, "2024-02-04", "5").await.is(422).says("不能晚于今天");
        year.reports(0, "2024-02-03", "-5").await.is(422).says("不小于零");
        let shrinking = year.reports(0, "2024-02-03", "3").await;
        shrinking.is(422).says("请填写减少原因").says("存为草稿");
        assert_eq!(shrinking.attributes("#quantity", "value"), ["3"], "what was typed stays");
        assert_eq!(shrinking.attributes("[role=alert] li a", "href"), ["#shrink_reason"], "one mistake, one line");
        assert_eq!(shrinking.attributes("[aria-invalid]", "id"), ["shrink_reason"]);
        year.reports(0, "2024-02-03", "999999999999999").await.is(422).says("最多 9 位");
        let path = year.report_path(0);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        year.reports_with(0, "2024-02-03", "6", ("photo.jpg", svg)).await.is(422).says("不接受 SVG");
        let large = vec![0_u8; 40 * 1024 * 1024];
        year.reports_with(0, "2024-02-03", "6", ("photo.jpg", &large)).await.is(422).says("超过 12 MB");
        let page = year.seen_by_all().await;
        assert_eq!(page.texts("section[aria-labelledby=progress] li time").len(), 1, "nothing refused is public");
        assert!(page.attributes("ul.photos img", "src").is_empty());

        let mut stranger = makes_department(&app, &mut year.secretary, "区教育局", "JIAOYU1").await;
        stranger.visits(&path).await.is(404);
        stranger.visits(&year.plan_path()).await.is(404);
        stranger.visits("/department").await.is(200).says("没有承担项目");
        let book = stranger.visits("/department").await;
        assert_eq!(book.is(200).attributes("input[type=file]", "name").len(), 0);
    }

    async fn a_number_out_of_proportion_is_vouched_for_before_it_is_public(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let asked = year.reports(0, "2024-02-03", "5000").await;
        asked.is(422).says("请勾选“数字无误”");
        assert_eq!(asked.attributes("#sure", "value"), ["5000"]);
        assert!(asked.attributes("#sure", "checked").is_empty(), "the program does not vouch for it");
        assert_eq!(asked.texts("#words"), ["按计划推进"], "what was typed stays");
        let slip = year.engineer.submits(&path, &[("quantity", "50000"), ("sure", "5000"), ("do", "file")]).await;
        slip.is(422).says("所填数字 50,000");
        year.seen_by_all().await.says("责任单位还没有报送进展");
        let vouched = [("quantity", "50000"), ("sure", "50000"), ("do", "file")];
        year.engineer.submits(&path, &vouched).await.is(200).says("进展已报送");
        year.reports(0, "2024-02-03", "60000").await.is(200).says("进展已报送");
    }

    async fn a_missed_month_turns_red_and_yellow_when_made_up(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        // Nearly all of it at once, so that only the missing month can turn the light.
        let most = if target == "6" { "5" } else { "1" };
        year.reports(0, "2024-02-03", most).await.is(200);
        year.days_pass(60).await;
        year.seen_by_all().await.says("3 月没有报送进展");
        let made_up = year.reports(0, "2024-03-31", most).await;
        made_up.is(200).says("进展已报送");
        year.seen_by_all().await.says("3 月的进展是过后补报的");
        // Two clicks: the filter, the project.
        let list = year.anybody.visits("/projects").await;
        let behind = list.attributes("ul.filters a", "href").into_iter().find(|href| href.ends_with("/lights/red"));
        let list = year.anybody.visits(&behind.expect("some sub-items were never reported")).await;
        assert_eq!(list.is(200).texts("ul.cards h2").len(), 1);
    }

    async fn what_is_told_of_a_changed_light_stays_as_it_was_that_day(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target: u32 = year.app.projects()[0].sub_items[0].goal.target().unwrap().parse().unwrap();
        year.reports(0, "2024-02-03", &target.saturating_sub(1).to_string()).await.is(200);
        let name = year.app.projects()[0].sub_items[0].name.clone();
        let told = async |year: &mut Year| {
            let page = year.seen_by_all().await;
            let rows = page.is(200).texts("ul.history li");
            rows.into_iter().filter(|row| row.contains(&name)).collect::<Vec<_>>()
        };
        let then = told(&mut year).await;
        assert!(then[0].contains("按序推进"), "{then:?}");
        year.days_pass(20).await;
        assert_eq!(told(&mut year).await, then, "nothing was reported: the same light for the same reason");
        year.days_pass(33).await;
        let later = told(&mut year).await;
        assert!(later[0].contains("没有报送进展"), "the month went by: {later:?}");
        assert_eq!(later[1..], then);
    }

    async fn a_major_adjustment_waits_for_the_decision_and_keeps_the_old_plan(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = format!("/department/projects/{}/adjust", year.project);
        year.engineer.visits(&path).await.is(200);
        year.engineer.submits(&path, &[("reason", "地块移交推迟")]).await.is(422).says("请选择调整种类");
        year.engineer.submits(&path, &[("kind", "major"), ("reason", "地块移交推迟")]).await.is(422).says("与原方案相同");
        let proposed = year.engineer.submits(&path, &[("kind", "major"), ("leader", "李副区长")]).await;
        proposed.is(200).says("调整已提出");
        let again = year.engineer.visits(&path).await;
        again.is(200).says("已有一项调整在办理").says("地块移交推迟");
        assert!(again.attributes("#reason", "id").is_empty(), "there is no form to fill in for nothing");
        let office = format!("/secretariat/projects/{}", year.project);
        year.secretary.visits(&office).await.says("地块移交推迟");
        year.secretary.page().says("改动： 分管领导 张副区长 → 李副区长");
        let adjustments = year.secretary.page().attributes("form", "action");
        let settle = adjustments.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        year.secretary.submits(&settle, &[("do", "decide")]).await.is(422).says("没有决定不能生效");
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", "2099-02-03"), ("do", "decide")];
        let early = year.secretary.submits(&settle, &decision).await;
        early.is(422).says("不能晚于今天");
        let typed = ["body", "number", "decided_on"].map(|name| early.attributes(&format!("#{name}"), "value").remove(0));
        assert_eq!(typed, ["区人大常委会", "〔2024〕12 号", "2099-02-03"], "nothing typed is lost");
        assert_eq!(early.attributes("[aria-invalid]", "id"), ["decided_on"]);
        year.seen_by_all().await.says("张副区长");
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", "2024-02-03"), ("do", "decide")];
        year.secretary.submits(&settle, &decision).await.is(200).says("调整已办理");
        let page = year.seen_by_all().await;
        page.says("李副区长").says("〔2024〕12 号").says("已被替换").says("张副区长 → 李副区长");
    }

    async fn a_new_budget_covers_what_was_paid_already(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        for (item, paid) in [(0, "1200.5"), (1, "800")] {
            year.pays(item, paid).await;
        }
        let path = format!("/department/projects/{}/adjust", year.project);
        year.engineer.visits(&path).await.is(200);
        let wish = |sources: &'static str| [("kind", "minor"), ("reason", "压减资金"), ("sources", sources)];
        let refused = year.engineer.submits(&path, &wish("区级财政 2000")).await;
        refused.is(422).says("新方案的预算（2,000 万元）低于各子项报送的已支付合计（2,000.5 万元）");
        assert_eq!(refused.texts("#sources"), ["区级财政 2000"], "what was typed stays");
        year.engineer.submits(&path, &wish("区级财政 2000.5")).await.is(200).says("调整已提出");

        // Within the budget that is still in force more is paid while it waits.
        year.pays(1, "900").await;
        let office = format!("/secretariat/projects/{}", year.project);
        year.secretary.visits(&office).await.is(200);
        let actions = year.secretary.page().attributes("form", "action");
        let settle = actions.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        year.secretary.submits(&settle, &[("do", "file")]).await.is(422).says("已支付合计（2,100.5 万元）");
        // That was a slip.
        year.pays(1, "800").await;
        year.secretary.submits(&settle, &[("do", "file")]).await.is(200).says("调整已办理");
        year.seen_by_all().await.is(200).says("预算 2,000.5 万元");
    }

    async fn what_is_not_agreed_to_says_why(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = format!("/department/projects/{}/adjust", year.project);
        year.engineer.visits(&path).await.is(200);
        let wish = [("kind", "suspension"), ("reason", "地块移交推迟")];
        year.engineer.submits(&path, &wish).await.is(200).says("调整已提出");
        let office = format!("/secretariat/projects/{}", year.project);
        year.secretary.visits(&office).await.is(200);
        let actions = year.secretary.page().attributes("form", "action");
        let settle = actions.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        let refused = year.secretary.submits(&settle, &[("do", "refuse"), ("because", " ")]).await;
        refused.is(422).says("请写明不同意的理由");
        let because = [("do", "refuse"), ("because", "可以分段施工，不必暂缓")];
        year.secretary.submits(&settle, &because).await.is(200).says("调整已办理").says("可以分段施工，不必暂缓");
        year.engineer.visits("/department").await.is(200).says("调整申请没有同意").says("可以分段施工，不必暂缓");
        year.engineer.visits(&path).await.is(200);
        assert!(!year.engineer.page().attributes("#reason", "id").is_empty(), "another may be asked for");
    }
}

/// A picture of one pixel that says it has 30,000 × 30,000, its checksum made to fit.
fn bomb() -> Vec<u8> {
    let mut png = photo(1, 1);
    png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let crc = png[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

/// A workbook with these lines beneath the first.
fn workbook(head: &[&str], lines: &[[&str; 13]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(head) {
        sheet.write_string(0, column, *title).unwrap();
    }
    for (row, line) in (1..).zip(lines) {
        for (column, cell) in (0..).zip(line) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The lines of a workbook's first sheet.
#[expect(clippy::disallowed_methods, reason = "a file of the program's own is not forged")]
fn sheet(content: &[u8]) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(content)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Everything that an upload could leave behind: reports with drafts, evidence, forms carried out, audit entries.
fn left_behind(app: &TestApp) -> [i64; 4] {
    use diesel::{QueryDsl, RunQueryDsl};
    use piaojue::{
        attachments::schema::attachments, audit::schema::audit_entries, db::schema::form_submissions,
        projects::schema::progress_reports,
    };
    app.db()
        .read(|conn| {
            Ok::<_, piaojue::db::DbError>([
                progress_reports::table.count().get_result(conn)?,
                attachments::table.count().get_result(conn)?,
                form_submissions::table.count().get_result(conn)?,
                audit_entries::table.count().get_result(conn)?,
            ])
        })
        .unwrap()
}

on_both_databases! {
    async fn a_file_is_judged_by_what_is_in_it(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let mut cut = photo(400, 300);
        cut.truncate(cut.len() / 2);
        let program = b"MZ\x90\0 this is a program".to_vec();
        let renamed = b"GIF89a rest".to_vec();
        let refused: [(&str, &[u8], &str); 4] = [
            ("photo.jpg", &program, "只能上传 JPEG、PNG、WebP 图片或 PDF"),
            ("photo.png", &renamed, "是 GIF 格式"),
            ("photo.png", &bomb(), "图片像素过多"),
            ("photo.png", &cut, "图片打不开"),
        ];
        for (name, content, words) in refused {
            let answer = year.reports_with(0, "2024-02-03", "1", (name, content)).await;
            answer.is(422).says(words);
            assert_eq!(answer.attributes("#quantity", "value"), ["1"], "what was typed stays");
        }
        assert!(year.seen_by_all().await.attributes("ul.photos img", "src").is_empty());
    }

    async fn another_units_sub_item_is_not_reported_on_however_it_is_asked(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path);
        let mut stranger = makes_department(&app, &mut year.secretary, "区教育局", "JIAOYU1").await;
        let own = stranger.visits("/department").await.form("/sign-out");
        let tokens: Vec<(&str, &str)> = own.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let report = [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "冒名"), ("do", "file")];
        let form = form.without("csrf").without("key").with(&tokens).with(&report);
        let before = left_behind(&app);
        stranger.sends(&path, &form).await.is(404);
        assert_eq!(left_behind(&app), before);
    }

    async fn a_workbook_is_taken_whole_or_not_at_all(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let sheet = sheet(&year.engineer.downloads("/department/progress.xlsx").await);
        let head: Vec<&str> = sheet[0].iter().map(String::as_str).collect();
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        assert_eq!((sheet[0][3].as_str(), sheet[1][3].as_str()), ("目标", target.as_str()), "to compare with");
        assert_eq!((sheet[0][14].as_str(), sheet[1][14].as_str()), ("年度", "2024"), "codes come again every year");
        let projects = app.projects();
        let code = projects[0].sub_items[0].code.clone();
        let foreign = projects[1].sub_items[0].code.clone();
        let line = |code: &'static str, on: &'static str, quantity: &'static str| [code, "", "", "", "", on, quantity, "", "按计划推进", "", "", "", ""];
        let good = line("", "2024-02-03", "1");
        let with = |code: &str, line: [&'static str; 13]| -> [String; 13] {
            std::array::from_fn(|at| if at == 0 { code.to_owned() } else { line[at].to_owned() })
        };
        let book = |head: &[&str], lines: &[[String; 13]]| {
            let lines: Vec<[&str; 13]> = lines.iter().map(|line| std::array::from_fn(|at| line[at].as_str())).collect();
            workbook(head, &lines)
        };
        let ok = with(&code, good);
        let mut other_head = head.clone();
        other_head[6] = "数量";
        let table: [(Vec<u8>, &str); 9] = [
            (b"PK\x03\x04 no workbook at all".to_vec(), "工作簿已损坏"),
            (book(&other_head, std::slice::from_ref(&ok)), "表头里找不到这些列：累计完成"),
            (book(&head, &[]), "没有填写任何一行"),
            (book(&head, &[ok.clone(), with("X99-01", good)]), "没有编号为 X99-01 的子项"),
            (book(&head, &[ok.clone(), ok.clone()]), "已经填过，请只留一行"),
            (book(&head, &[ok.clone(), with(&foreign, good)]), "不由本单位报送"),
            (book(&head, &[with(&code, line("", "2024-02-04", "1"))]), "不能晚于今天"),
            (book(&head, &[with(&code, line("", "2024-02-03", "-1"))]), "第 2 行：G2“-1”：累计完成请填写不小于零"),
            (book(&head, &[with(&code, line("", "2024-02-03", "5000"))]), "请在“数字无误”一栏填“是”"),
        ];
        for (content, words) in table {
            let before = left_behind(&app);
            year.engineer.visits("/department").await.is(200);
            let answer = year.engineer.uploads("/department/bulk", &[], ("file", "progress.xlsx", &content)).await;
            answer.is(422).says(words);
            assert_eq!(answer.texts("[role=alert] li").len(), 1, "the reason stands in the message on top");
            assert!(answer.texts("[role=alert] li")[0].contains(words));
            assert_eq!(left_behind(&app), before, "one line is wrong, none is filed: {words}");
        }
        year.engineer.visits("/department").await.is(200);
        let content = book(&head, std::slice::from_ref(&ok));
        let taken = year.engineer.uploads("/department/bulk", &[], ("file", "progress.xlsx", &content)).await;
        taken.is(200).says("工作簿里的进展已全部报送");
        year.seen_by_all().await.says("按计划推进");
        let mut less = with(&code, line("", "2024-02-03", "0"));
        less[11] = "上次重复统计".to_owned();
        year.engineer.visits("/department").await.is(200);
        let content = book(&head, &[less]);
        let taken = year.engineer.uploads("/department/bulk", &[], ("file", "progress.xlsx", &content)).await;
        taken.is(200).says("工作簿里的进展已全部报送");
        year.seen_by_all().await.says("上次重复统计");
    }

    async fn a_closed_year_is_in_no_workbook(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let head = sheet(&year.engineer.downloads("/department/progress.xlsx").await).remove(0);
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        year.days_pass(331).await;
        let closing = "/secretariat/years/2024";
        let mut secretary = year.another_secretary("MISHU8").await;
        secretary.visits(closing).await.is(200);
        secretary.submits(&format!("{closing}/day"), &[("closes_on", "2024-12-31")]).await.is(200);
        year.days_pass(2).await;
        let mut secretary = signed_in(&year.app, "MISHU8", PASSWORD).await;
        secretary.visits(closing).await.is(200);
        secretary.submits(&format!("{closing}/freeze"), &[]).await.is(200).says("年度报告已定稿");

        let template = sheet(&year.engineer.downloads("/department/progress.xlsx").await);
        assert_eq!(template, std::slice::from_ref(&head), "nothing but the headings");
        let code = year.app.projects()[0].sub_items[0].code.clone();
        let line = [code.as_str(), "", "", "", "", "2024-12-31", "1", "", "按计划推进", "", "", "", ""];
        let content = workbook(&head, &[line]);
        year.engineer.visits("/department").await.is(200);
        let answer = year.engineer.uploads("/department/bulk", &[], ("file", "progress.xlsx", &content)).await;
        answer.is(422).says("所在年度已经定稿，不再批量报送");
    }

    async fn a_connection_cut_in_mid_upload_leaves_nothing(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let before = left_behind(&app);
        let large = vec![7_u8; 6 * 1024 * 1024];
        for bytes in [2_000, 100_000, 5 * 1024 * 1024] {
            year.engineer.loses_the_connection_in_mid_upload(&path, ("photo", "现场.jpg", &large), bytes).await;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(left_behind(&app), before);
        year.reports(0, "2024-02-03", "1").await.is(200).says("进展已报送");
    }
}
