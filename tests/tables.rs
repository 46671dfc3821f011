//! Roll, candidates and result as files for spreadsheets: what a file holds is what the page shows, and comes back in.

use calamine::{Reader, Xlsx};
use piaojue::{accounts::Role, candidates, web::as_typed};

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall, roll},
    tracking::Year,
};

const LIST: &str = "/secretariat/candidates";
const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反弃", "赞赞弃反", "赞反弃弃"];

fn rows_of_csv(page: &Page) -> Vec<Vec<String>> {
    let text = page.is(200).html.strip_prefix('\u{feff}').expect("a CSV begins with the mark that Excel looks for");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

/// The cells of a workbook, as many a row as the first has.
#[expect(clippy::disallowed_methods, reason = "a file of the program's own is not forged")]
async fn rows_of_xlsx(person: &Visitor, path: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(person.downloads(path).await)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let width = sheet.width();
    sheet
        .rows()
        .map(|row| (0..width).map(|at| row.get(at).map(ToString::to_string).unwrap_or_default()).collect())
        .collect()
}

/// The same file as a workbook holds the same cells.
async fn rows(person: &Visitor, stem: &str) -> Vec<Vec<String>> {
    let csv = person.asks("GET", &format!("{stem}.csv"), &[]).await;
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
    let mut from_csv = rows_of_csv(&csv);
    for cell in from_csv.iter_mut().flatten() {
        *cell = as_typed(cell).to_owned();
    }
    assert_eq!(rows_of_xlsx(person, &format!("{stem}.xlsx")).await, from_csv, "{stem}");
    from_csv
}

fn column<'a>(rows: &'a [Vec<String>], heading: &str) -> Vec<&'a str> {
    let at = rows[0].iter().position(|cell| cell == heading).unwrap_or_else(|| panic!("no {heading} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].as_str()).collect()
}

async fn uploads_list(person: &mut Visitor, name: &str, content: &[u8]) -> Page {
    person.visits(LIST).await.is(200);
    person.uploads(LIST, &[], ("file", name, content)).await
}

/// Everything of the list but its identifiers.
fn list_now(app: &TestApp) -> Vec<String> {
    let session = app.session().id;
    let list = app.reads(|conn| candidates::candidates(conn, session));
    list.iter()
        .map(|c| {
            let items: Vec<_> = c
                .sub_items
                .iter()
                .map(|i| format!("{}{}{:?}{:?}{}", i.code, i.name, i.goal, i.lead_unit, i.source_text))
                .collect();
            format!(
                "{}{}{}{}{:?}{:?}{:?}{:?}{:?}{items:?}",
                c.number,
                c.title,
                c.short_title,
                c.summary,
                c.service_field,
                c.investment,
                c.place,
                c.deadline,
                c.lead_unit
            )
        })
        .collect()
}

on_both_databases! {
    async fn the_roll_goes_out_with_attendance_and_comes_back_in(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let file = String::from_utf8(roll(3)).unwrap().replace("SC0002,代表02,第二代表团,,", "SC0002,代表02,第二代表团,+8613900000000,");
        person.visits("/secretariat/roll/import").await;
        let preview = person.uploads("/secretariat/roll/import", &[], ("file", "roll.csv", file.as_bytes())).await;
        person.submits(&preview.is(200).path.clone(), &[]).await.is(200);
        let out = rows(&person, "/secretariat/roll/files/roll").await;
        let page = person.visits("/secretariat/roll").await;
        assert_eq!(column(&out, "代表证号"), page.texts("tbody td:first-child"));
        assert_eq!(column(&out, "姓名"), page.texts("tbody th"));
        assert_eq!(column(&out, "代表团"), page.texts("tbody td:nth-child(3)"));
        assert_eq!(column(&out, "出席"), page.texts("tbody td:nth-child(6)"));
        let csv = person.downloads("/secretariat/roll/files/roll.csv").await;
        assert!(String::from_utf8_lossy(&csv).contains(",'+8613900000000,"), "what a spreadsheet would compute is text");
        person.visits("/secretariat/roll/import").await;
        let again = person.uploads("/secretariat/roll/import", &[], ("file", "roll.csv", &csv)).await;
        person.submits(&again.is(200).path.clone(), &[]).await.is(200).says("名册已导入");
        assert_eq!(rows(&person, "/secretariat/roll/files/roll").await, out);
        person.visits("/secretariat/roll/files/roll.ods").await.is(404);
    }

    async fn the_roll_says_who_is_there_and_why_not(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let person = hall.secretariat.browser().await;
        person.visits("/secretariat/attendance").await.is(200);
        let absent = app.roll().into_iter().find(|deputy| deputy.certificate_no == "SC0003").unwrap();
        let path = format!("/secretariat/attendance/{}", absent.id);
        person.submits(&path, &[("to", "excused"), ("reason", "出差")]).await;
        let out = rows(person, "/secretariat/roll/files/roll").await;
        let row = out.iter().find(|row| row[0] == "SC0003").unwrap();
        assert_eq!(row[6..], ["请假", "出差"]);
        let words = person.visits("/secretariat/roll").await.texts("tbody td:nth-child(6)");
        assert_eq!(column(&out, "出席"), words);
    }

    async fn the_list_of_candidates_goes_out_and_comes_back_in(app: TestApp) {
        app.has_session(12);
        let mut person = app.signed_in(Role::Secretariat).await;
        let before = list_now(&app);
        let out = rows(&app.visitor(), "/candidates/files/candidates").await;
        let shown = app.visitor().visits("/candidates/3").await;
        let of_third: Vec<&str> =
            out[1..].iter().filter(|row| row[0] == "3").map(|row| row[9].as_str()).collect();
        assert_eq!(of_third, shown.texts("section[aria-labelledby=subs] tbody th"));
        for name in ["candidates.csv", "candidates.xlsx"] {
            let file = person.downloads(&format!("/candidates/files/{name}")).await;
            let preview = uploads_list(&mut person, name, &file).await;
            preview.is(200).says("核对候选项目名单");
            let action = preview.path.clone();
            let form = person.page().form(&action);
            person.sends(&action, &form).await.is(200).says("候选项目名单已导入");
            assert_eq!(list_now(&app), before, "{name}");
            person.sends(&action, &form).await.is(200).says("候选项目名单已导入");
        }
    }

    async fn a_list_with_faults_is_refused_cell_by_cell(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let before = list_now(&app);
        let file = String::from_utf8(person.downloads("/candidates/files/candidates.csv").await).unwrap();
        let (rest, last) = file.rsplit_once("\r\n3,").unwrap();
        let bad = format!("{}\r\n7,{last}", rest.replacen("数量", "颜色", 1));
        let page = uploads_list(&mut person, "名单.csv", bad.as_bytes()).await;
        page.is(422).says("文件有 2 处要改").says("名单.csv").says("类别只能填：数量").says("票号要从 1 起依次编号").says("这里应是 4");
        assert_eq!(page.texts("section[aria-labelledby=faults] tbody tr").len(), 2);
        uploads_list(&mut person, "a.png", b"\x89PNG\r\n\x1a\n").await.is(422).says("这是图片").says("请选择 .xlsx 或 CSV 文件");
        uploads_list(&mut person, "", b"").await.is(422).says("还没有选择文件");
        assert_eq!(list_now(&app), before);
    }

    async fn a_frozen_list_stays_as_it_is(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let person = hall.secretariat.browser().await;
        let file = person.downloads("/candidates/files/candidates.xlsx").await;
        let preview = uploads_list(person, "list.xlsx", &file).await.is(200).clone();
        let before_issuing = person.clone();
        let before = list_now(&app);
        hall.secretariat.starts_issuing().await.is(200);
        let mut late = before_issuing;
        late.submits(&preview.path, &[]).await.is(422).says("名单没有导入：已经开始发票");
        late.visits(LIST).await.is(200).says("名单已经封存");
        late.visits(&preview.path).await.is(422).says("名单封存");
        assert_eq!(list_now(&app), before);
    }

    async fn the_result_as_files_is_what_the_pages_show(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let anybody = app.visitor();
        let person = hall.secretariat.browser().await;
        let draft = format!("/secretariat/rounds/{}/files", app.round().id);
        let votes = rows(person, &format!("{draft}/votes")).await;
        let rounds = rows(person, &format!("{draft}/rounds")).await;
        anybody.asks("GET", "/results/2024/files/votes.xlsx", &[]).await.is(404);
        anybody.asks("GET", &format!("{draft}/votes.xlsx"), &[]).await.is(303);
        hall.secretariat.announces("1").await.is(200);
        app.hears_of_what_is_public();
        assert_eq!(rows(&anybody, "/results/2024/files/votes").await, votes);
        assert_eq!(rows(&anybody, "/results/2024/files/rounds").await, rounds);
        let page = app.visitor().visits("/results/2024").await;
        assert_eq!(column(&votes, "项目"), page.texts("table.result tbody th > [lang]"));
        assert_eq!(column(&votes, "赞成"), page.texts("table.result td[data-label=赞成]"));
        assert_eq!(column(&votes, "弃权"), page.texts("table.result td[data-label=弃权]"));
        let figures = page.texts("dl.figures dd");
        for (heading, at) in [("应到", 0), ("发出", 2)] {
            assert_eq!(column(&rounds, heading), [figures[at].as_str()], "{heading}");
        }
    }

    async fn the_years_report_and_the_quarters_table_are_as_their_pages(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        let [mut finder, _] = year.a_group_is_formed().await;
        year.opens(&mut finder, "没有围挡", "2024-02-10").await;
        app.hears_of_what_is_public();
        let report = year.anybody.visits("/reports/2024").await;
        let for_programs = rows_of_csv(&year.anybody.asks("GET", "/reports/2024/files/projects.csv", &[]).await);
        let for_people = rows_of_xlsx(&year.anybody, "/reports/2024/files/projects.xlsx").await;
        for (heading, in_words, at) in [("sub_item", "子项", "th"), ("last_year", "上年", "td[data-label^=上年]"), ("unit", "责任单位", "td[data-label=责任单位]")] {
            let shown: Vec<String> = report.texts(&format!("article section.whole:not(:has(#money)) tbody {at}")).iter().map(|cell| cell.replace('—', "")).collect();
            assert_eq!(column(&for_programs, heading), shown, "{heading}");
            assert_eq!(column(&for_people, in_words), shown, "{in_words}");
        }
        let lights = report.texts("article section.whole tbody .light");
        assert_eq!(column(&for_people, "进度"), lights, "in words, not in code");
        assert!(column(&for_people, "是否完成").iter().all(|cell| ["是", "否"].contains(cell)));
        rows_of_xlsx(&year.anybody, "/reports/2024/files/half-year.xlsx").await;

        let page = year.anybody.visits("/projects/supervision/2024/1").await;
        let quarter = rows(&year.anybody, "/projects/supervision/2024/1/files/quarter").await;
        assert_eq!(column(&quarter, "project"), page.texts("tbody th a"), "a line for each project");
        for (heading, label) in [("opened", "新发起"), ("open", "办理中"), ("overdue", "已逾期")] {
            let shown = page.texts(&format!("tbody tr:not(:last-child) td[data-label={label}]"));
            assert_eq!(column(&quarter, heading), shown, "{heading}");
        }
    }

    async fn the_quarter_in_the_officials_form_is_as_its_page_and_stays(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let page = "/reports/2024/quarters/1";
        year.anybody.visits(page).await.is(200).says("（进行中）").says("不计");
        for not_there in ["2024/quarters/2", "2024/quarters/5", "2023/quarters/4", "2024/quarters/x"] {
            assert_eq!(year.anybody.asks("GET", &format!("/reports/{not_there}"), &[]).await.status, 404, "{not_there}");
        }
        year.days_pass(40).await;
        let form = year.report_path(0);
        year.engineer.visits(&form).await.is(200);
        let said = [
            ("as_of", "2024-03-14"),
            ("quantity", "0"),
            ("words", "前期手续已经办结"),
            ("problems", "管线迁改没有完成"),
            ("next_step", "=4月底前完成迁改"),
            ("do", "file"),
        ];
        year.engineer.submits(&form, &said).await.is(200).says("进展已报送");
        year.days_pass(20).await;
        year.app.hears_of_what_is_public();
        let shown = year.anybody.visits(page).await;
        shown.is(200).says("截至 2024-03-31").says("管线迁改没有完成").says("未达到");
        let for_people = rows_of_xlsx(&year.anybody, &format!("{page}/files/tasks.xlsx")).await;
        for (heading, at) in [("工作任务", "th"), ("责任单位", "td[data-label=责任单位]"), ("是否达到", ".light")] {
            assert_eq!(column(&for_people, heading), shown.texts(&format!("article section.whole:not(:has(#money)) tbody {at}")), "{heading}");
        }
        let item = app.projects()[0].sub_items[0].name.clone();
        let row = for_people.iter().find(|row| row.contains(&item)).unwrap();
        for cell in ["管线迁改没有完成", "=4月底前完成迁改", "未达到"] {
            assert!(row.iter().any(|known| as_typed(known) == cell), "{cell}: {row:?}");
        }
        let csv = rows_of_csv(&year.anybody.asks("GET", &format!("{page}/files/tasks.csv"), &[]).await);
        let met = column(&csv, "met");
        assert_eq!((met[0], csv.len()), ("no", for_people.len()), "{met:?}");
        assert_eq!(year.anybody.asks("GET", &format!("{page}/files/other.csv"), &[]).await.status, 404);
        let supervision = year.anybody.visits("/projects/supervision/2024/1").await;
        assert!(supervision.attributes("ul.downloads a", "href").contains(&page.to_owned()));

        // What is made good in April is told in April's quarter.
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-04-03", &target).await.is(200);
        year.app.hears_of_what_is_public();
        let again = rows_of_csv(&year.anybody.asks("GET", &format!("{page}/files/tasks.csv"), &[]).await);
        assert_eq!(again, csv);
        year.anybody.visits("/reports/2024/quarters/2").await.is(200).says("达到");
    }
}
