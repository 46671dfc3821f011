//! Tables as offices make them: titles above, merged cells, sums, signatures, hidden rows, percentages, photos. What is no
//! row of the table is listed before anything is imported, and a good file passes unmarked.

use piaojue::accounts::Role;
use rust_xlsxwriter::{Format, Image, Workbook, Worksheet};

use crate::support::{
    Page, TestApp, Visitor,
    people::FilledForm,
    tracking::{Year, photo},
};

const ROLL: &str = "/secretariat/roll/import";
const LIST: &str = "/secretariat/candidates";

/// Writes cells into a sheet.
type Fills<'a> = &'a dyn Fn(&mut Worksheet);

fn book(sheets: &[(&str, Fills)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, fill) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn line(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

async fn uploads(person: &mut Visitor, at: &str, name: &str, content: &[u8]) -> Page {
    person.visits(at).await.is(200);
    person.uploads(at, &[], ("file", name, content)).await
}

/// Sends the form on which one says how a file is to be read.
async fn reads_it_so(person: &mut Visitor, preview: &Page, fields: &[(&str, &str)]) -> Page {
    let action = format!("{}/reading", preview.path);
    let form = preview.form(&action).with(fields);
    person.sends(&action, &form).await
}

/// The form that imports, with its check box ticked if there is one.
fn agreed(preview: &Page) -> FilledForm {
    let form = preview.form(&preview.path);
    match preview.attributes("#seen", "value").as_slice() {
        [seen] => form.with(&[("seen", seen)]),
        _ => form,
    }
}

fn listed(page: &Page) -> Vec<String> {
    page.texts("form .notice.warn li")
}

/// Of the secretariat of a congress: no certificate numbers, a sheet in front that explains.
fn roll_of_an_office() -> Vec<u8> {
    let plain = Format::new();
    book(&[
        ("说明", &|sheet| line(sheet, 0, &["姓名以选举结果为准。"])),
        ("名册", &|sheet| {
            sheet.merge_range(0, 0, 0, 5, "代表名册", &plain).unwrap();
            line(sheet, 1, &["序号", "所属代表团", "姓  名", "联系电话", "座位号", "备注"]);
            sheet.merge_range(2, 1, 4, 1, "第一代表团", &plain).unwrap();
            for (row, name) in [(2, "甲一"), (3, "乙二"), (4, "丙三"), (6, "丁四")] {
                line(sheet, row, &[&row.to_string(), "", name, "", &format!("{row}排")]);
            }
            line(sheet, 5, &["", "小计", "3人"]);
            line(sheet, 6, &["", "第2代表团"]);
            line(sheet, 7, &["5", "第二代表团", "戊五"]);
            sheet.set_row_hidden(3).unwrap();
            line(sheet, 9, &["制表人：张三", "", "", "审核：李四"]);
        }),
    ])
}

on_both_databases! {
    async fn a_roll_of_an_office_goes_in_as_it_is(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let preview = uploads(&mut person, ROLL, "名册.xlsx", &roll_of_an_office()).await;
        preview.is(200).says("还不能导入").says("缺少“代表证号”这一列");
        assert!(app.roll().is_empty());
        let preview = reads_it_so(&mut person, &preview, &[("numbers", "make")]).await;
        preview.is(200).says("这些工作表没有读取：说明");
        let rows = listed(&preview);
        for said in [
            "第 1 行 表头以上： 代表名册",
            "第 6 行 小计、合计： 小计 3人",
            "第 10 行 说明、签名或未填完的行： 制表人：张三 审核：李四",
            "第 4 行 隐藏或筛选掉： 3 第一代表团 乙二 3排",
            "“第2代表团”：包括“第二代表团”",
        ] {
            assert!(rows.iter().any(|row| row == said), "{said} is not in {rows:?}");
        }
        person.submits(&preview.path, &[]).await.is(422).says("请先看过列出的各项");
        assert!(app.roll().is_empty(), "nobody has agreed");
        person.sends(&preview.path, &agreed(&preview)).await.is(200).says("名册已导入");
        let roll: Vec<_> = app.roll().into_iter()
            .map(|deputy| (deputy.certificate_no, deputy.name, deputy.delegation.name, deputy.seat.unwrap_or_default()))
            .collect();
        let row = |number: &str, name: &str, delegation: &str, seat: &str| {
            (number.to_owned(), name.to_owned(), delegation.to_owned(), seat.to_owned())
        };
        assert_eq!(roll, [
            row("D0001", "甲一", "第一代表团", "2排"),
            row("D0002", "乙二", "第一代表团", "3排"),
            row("D0003", "丙三", "第一代表团", "4排"),
            row("D0004", "丁四", "第2代表团", "6排"),
            row("D0005", "戊五", "第2代表团", ""),
        ]);
        person.visits("/secretariat/roll").await.says("6排");

        let out = person.downloads("/secretariat/roll/files/roll.xlsx").await;
        let again = uploads(&mut person, ROLL, "roll.xlsx", &out).await;
        again.is(200);
        assert!(again.texts(".notice.warn").is_empty(), "what goes out comes in unmarked: {:?}", again.texts(".notice.warn"));
        person.sends(&again.path, &agreed(&again)).await.is(200);
        assert_eq!(app.roll().len(), 5);
    }

    async fn hidden_rows_are_left_out_for_whoever_says_so(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let preview = uploads(&mut person, ROLL, "名册.xlsx", &roll_of_an_office()).await;
        let preview = reads_it_so(&mut person, &preview, &[("numbers", "make"), ("delegations", "apart")]).await;
        let seen_before = agreed(&preview);
        let preview = reads_it_so(&mut person, &preview, &[("odd", "left")]).await;
        assert!(listed(&preview).iter().any(|row| row.starts_with("第 4 行 隐藏的行：")), "{:?}", listed(&preview));
        person.sends(&preview.path, &seen_before).await.is(422).says("请先看过列出的各项");
        person.sends(&preview.path, &agreed(&preview)).await.is(200);
        let names: Vec<_> = app.roll().into_iter().map(|deputy| deputy.name).collect();
        assert!(!names.contains(&"乙二".to_owned()) && names.len() == 4, "{names:?}");
        assert!(app.roll().iter().any(|deputy| deputy.delegation.name == "第二代表团"), "two names, two delegations");
    }

    async fn columns_and_sheets_that_no_word_tells_are_chosen_by_hand(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let text = "号码,人员,组别,手机\nSC0001,甲一,第一团,\nSC0002,乙二,第一团,\n";
        let preview = uploads(&mut person, ROLL, "a.csv", text.as_bytes()).await;
        preview.is(200).says("还不能导入").says("缺少“姓名”这一列");
        let columns = [("column", "certificate_no"), ("column", "name"), ("column", "delegation"), ("column", "phone")];
        let preview = reads_it_so(&mut person, &preview, &columns).await;
        assert_eq!(preview.is(200).texts("section[aria-labelledby=rows] tbody th"), ["甲一", "乙二"]);
        person.submits(&preview.path, &[]).await.is(200).says("名册已导入");

        let lines = |names: [&'static str; 2]| move |sheet: &mut Worksheet| {
            line(sheet, 0, &["代表证号", "姓名", "代表团"]);
            for (row, name) in (1..).zip(names) {
                line(sheet, row, &[&format!("SC{row:04}"), name, "第一团"]);
            }
        };
        let (spring, autumn) = (lines(["丙三", "丁四"]), lines(["戊五", "己六"]));
        let file = book(&[("三月", &spring), ("九月", &autumn)]);
        let preview = uploads(&mut person, ROLL, "名册.xlsx", &file).await;
        preview.is(200).says("有几张工作表都像名册：三月、九月");
        let preview = reads_it_so(&mut person, &preview, &[("sheet", "九月")]).await;
        assert_eq!(preview.is(200).texts("section[aria-labelledby=rows] tbody th"), ["戊五", "己六"]);
        preview.says("这些工作表没有读取：三月");
        let gone = format!("{ROLL}/{}/reading", uuid::Uuid::new_v4());
        let form = preview.form(&format!("{}/reading", preview.path));
        person.sends(&gone, &form).await.is(422).says("请重新选择文件");
    }

    async fn a_list_of_an_office_goes_in_and_shows_what_it_changes(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        let (session, kept) = (app.session().id, piaojue::candidates::candidates);
        let before = app.reads(|conn| kept(conn, session));
        let title = before[0].title.clone();
        let office = |sheet: &mut Worksheet| {
            line(sheet, 0, &["2024年度民生实事候选项目"]);
            line(sheet, 1, &["序号", "项目名称", "主要内容", "总投资（万元）", "建设地点", "牵头单位", "完成时限", "联系人"]);
            line(sheet, 2, &["", &title, "新校新园", "", "全区", "区教育局", "2024年11月底", "张三"]);
            line(sheet, 3, &["", "既有住宅加装电梯", "加装\n100台", "", "", "区住建局", "", ""]);
            sheet.write_number(2, 0, 1).unwrap();
            sheet.write_formula(3, 0, rust_xlsxwriter::Formula::new("=A3+1").set_result("2")).unwrap();
            sheet.write_number(3, 3, 1200.5).unwrap();
            line(sheet, 4, &["合计", "", "", "1200.5"]);
            line(sheet, 5, &["注：以上项目按票数排序。"]);
            sheet.insert_image(1, 9, &Image::new_from_buffer(&photo(40, 30)).unwrap()).unwrap();
        };
        let preview = uploads(&mut person, LIST, "候选项目.xlsx", &book(&[("表一", &office)])).await;
        preview.is(200).says("这些列不用，导入时略去：联系人").says("工作簿里有 1 张图片，没有读取").says("1200.5万元");
        assert_eq!(preview.texts("mark"), ["有改动", "有改动"], "known again by its title, else by its number");
        preview.says("全区").says("2024年11月底");
        assert_eq!(preview.texts("section[aria-labelledby=gone] li").len(), 1);
        assert_eq!(listed(&preview).len(), 3, "{:?}", listed(&preview));
        person.submits(&preview.path, &[]).await.is(422).says("请先看过列出的各行");
        person.sends(&preview.path, &agreed(&preview)).await.is(200).says("候选项目名单已导入");
        app.hears_of_what_is_public();
        let list = app.reads(|conn| kept(conn, session));
        assert_eq!(list.iter().map(|candidate| candidate.number).collect::<Vec<_>>(), [1, 2]);
        app.visitor().visits("/candidates/2").await.is(200).says("1200.5万元").says("区住建局");
        app.visitor().visits("/candidates/1").await.is(200).says("2024年11月底").says("全区");

        let out = person.downloads("/candidates/files/candidates.xlsx").await;
        let same = uploads(&mut person, LIST, "candidates.xlsx", &out).await;
        same.is(200);
        assert!(same.texts("mark").is_empty() && listed(&same).is_empty(), "what goes out comes in unmarked");

        let unknown = "次序,叫什么\n1,甲\n2,乙\n";
        let preview = uploads(&mut person, LIST, "a.csv", unknown.as_bytes()).await;
        preview.is(200).says("缺少“项目”这一列");
        let preview = reads_it_so(&mut person, &preview, &[("column", "number"), ("column", "title")]).await;
        preview.is(200).says("2 乙");
        let twice = "序号,项目\n1,加装电梯\n2,加装 电梯\n";
        uploads(&mut person, LIST, "a.csv", twice.as_bytes()).await.is(422).says("与第 2 行的项目重名");
    }

    async fn a_units_workbook_is_read_as_it_was_filled_in(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let items = app.projects()[0].sub_items.clone();
        let unit = items[0].goal.unit().unwrap().to_owned();
        let send = async |year: &mut Year, file: &[u8]| {
            year.engineer.visits("/department").await.is(200);
            year.engineer.uploads("/department/bulk", &[], ("file", "进展.xlsx", file)).await
        };
        let fill = |quantity: &dyn Fn(&mut Worksheet)| {
            book(&[
                ("说明", &|sheet| line(sheet, 0, &["每月25日前报送。"])),
                ("进展", &|sheet| {
                    line(sheet, 0, &["二月进展情况表"]);
                    line(sheet, 1, &["截止日期", "累计完成数", "编号", "工作进展"]);
                    line(sheet, 2, &["2024/2/3", "", &items[0].code.to_lowercase(), "按计划推进"]);
                    quantity(sheet);
                    line(sheet, 3, &["", "6", "合计"]);
                    line(sheet, 5, &["填表人：王工"]);
                }),
            ])
        };
        let percent = Format::new().set_num_format("0.0%");
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let refused: [(Fills, &str); 6] = [
            (&|sheet| { sheet.write_number_with_format(2, 1, 0.5, &percent).unwrap(); }, "第 3 行：B3“50”：这一格是百分比"),
            (&|sheet| { sheet.write_number_with_format(2, 1, 45_325, &day).unwrap(); }, "B3“2024-02-03”：表格软件把这一格当成了日期"),
            (&|sheet| line(sheet, 2, &["", "6光年"]), "B3“6光年”：“光年”不是这个子项的计量单位"),
            (&|sheet| line(sheet, 2, &["", "约6"]), "B3“约6”：累计完成请填写"),
            (&|sheet| { line(sheet, 2, &["", "1"]); sheet.set_row_hidden(2).unwrap(); }, "第 3 行：这一行在表格里是隐藏的"),
            (&|sheet| { sheet.merge_range(2, 1, 3, 1, "1", &Format::new()).unwrap(); }, "单元格 B3:B4 是合并的"),
        ];
        for (quantity, words) in refused {
            send(&mut year, &fill(quantity)).await.is(422).says(words).says("一行都没有报送");
        }
        let with_photo = fill(&|sheet| {
            line(sheet, 2, &["", &format!("1{unit}")]);
            sheet.insert_image(6, 0, &Image::new_from_buffer(&photo(40, 30)).unwrap()).unwrap();
        });
        let taken = send(&mut year, &with_photo).await;
        taken.is(200).says("已全部报送").says("图片没有收").says("合计、签名、说明等行不是子项");
        year.seen_by_all().await.says("按计划推进");
        let template = year.engineer.downloads("/department/progress.xlsx").await;
        send(&mut year, &template).await.is(422).says("没有填写任何一行");
    }
}
