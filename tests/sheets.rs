//! Files that people send as tables: whatever somebody made of one is answered with words, and the server goes on.

use piaojue::{
    accounts::Role,
    sheets::{self, Bounds, MOST_MEMORY},
};

use crate::support::{
    Page, TestApp, Visitor,
    program::Program,
    session::roll,
    tracking::Year,
    workbooks::{hostile, with_parts, workbook},
};

const ROLL: &str = "/secretariat/roll/import";
const LIST: &str = "/secretariat/candidates";
const BOUNDS: Bounds = Bounds { bytes: 5 * 1024 * 1024, rows: 10_000 };

/// A roll of `deputies` as lines of cells.
fn roll_lines(deputies: usize) -> Vec<Vec<String>> {
    let text = String::from_utf8(roll(deputies)).unwrap();
    text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').map(ToOwned::to_owned).collect()).collect()
}

/// Every hostile file made of `good`, sent by the form of the page `at`.
async fn is_answered(person: &mut Visitor, at: &str, action: &str, good: &[u8]) {
    // Made beside the runtime: it goes on to notice which connections the server has closed meanwhile.
    let good = good.to_vec();
    let files = actix_web::rt::task::spawn_blocking(move || hostile(&good)).await.unwrap();
    for (what, file, words) in files {
        person.visits(at).await.is(200);
        let answer: Page = person.uploads(action, &[], ("file", "表格.xlsx", &file)).await;
        assert!(matches!(answer.status, 200 | 422), "{what}: {}", answer.status);
        answer.says(words);
        if !words.is_empty() {
            answer.is(422);
            assert!(!answer.texts("[role=alert]").is_empty(), "{what}: a message on top");
        }
    }
    person.visits(at).await.is(200);
}

#[test]
fn a_workbook_with_a_bomb_among_its_pictures_is_read_without_unfolding_it() {
    let good = workbook(&[vec!["甲".to_owned()]]);
    let with_bomb = with_parts(&good, &[("xl/media/image1.png".to_owned(), vec![0; 60 << 20])]);
    let book = sheets::read(&with_bomb, BOUNDS).book.unwrap();
    assert_eq!(book.sheets[0].rows[0].cells[0].text, "甲");
    assert_eq!(book.pictures, 1, "that it is there is told");
}

/// The operator's command reads with the same reader; here it may have no more memory than is promised, above what it
/// has to begin with.
#[cfg(target_os = "linux")]
#[test]
fn no_workbook_takes_more_memory_than_promised() {
    let good = workbook(&roll_lines(3));
    let program = Program::new();
    let idle = 96 * 1024 * 1024;
    for (what, file, _) in hostile(&good) {
        let path = program.path("hostile.xlsx");
        std::fs::write(&path, file).unwrap();
        let said = program.runs_within(idle + MOST_MEMORY, &["import", "roll", &path]);
        assert_ne!(said.status, -1, "{what}: ended by a signal: {}", said.err);
        assert!(!said.err.contains("memory allocation"), "{what}: {}", said.err);
    }
}

on_both_databases! {
    async fn hostile_workbooks_are_answered_at_every_import(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let template = year.engineer.downloads("/department/progress.xlsx").await;
        is_answered(&mut year.engineer, "/department", "/department/bulk", &template).await;
    }

    async fn hostile_rolls_and_lists_are_answered(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        is_answered(&mut person, ROLL, ROLL, &workbook(&roll_lines(3))).await;
        let list = person.downloads("/candidates/files/candidates.xlsx").await;
        is_answered(&mut person, LIST, LIST, &list).await;
    }

    async fn a_roll_of_three_thousand_is_taken(app: TestApp) {
        app.has_session(3);
        let mut person = app.signed_in(Role::Secretariat).await;
        person.visits(ROLL).await.is(200);
        let file = workbook(&roll_lines(3_000));
        let preview = person.uploads(ROLL, &[], ("file", "名册.xlsx", &file)).await;
        preview.is(200).says("3000");
    }

    async fn a_bulk_of_as_many_lines_as_are_allowed_is_read_to_its_end(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let book = sheets::read(&year.engineer.downloads("/department/progress.xlsx").await, BOUNDS).book.unwrap();
        let cells = |row: &sheets::RawRow| row.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let mut lines: Vec<Vec<String>> = book.sheets[0].rows.iter().map(cells).collect();
        let own = lines.len();
        for line in &mut lines[1..] {
            line.resize(13, String::new());
            line[6] = "1".to_owned();
            line[8] = "按计划推进。".repeat(80);
        }
        // Sub-items that nobody has, up to the bound: each is answered by its line.
        while lines.len() < 501 {
            let mut line = lines[1].clone();
            line[0] = format!("X{}", lines.len());
            lines.push(line);
        }
        year.engineer.visits("/department").await.is(200);
        let answer = year.engineer.uploads("/department/bulk", &[], ("file", "p.xlsx", &workbook(&lines))).await;
        answer.is(422).says("第 501 行").says("一行都没有报送");
        assert!(answer.texts("[role=alert] li").len() >= 501 - own);
        lines.truncate(own);
        year.engineer.visits("/department").await.is(200);
        let taken = year.engineer.uploads("/department/bulk", &[], ("file", "p.xlsx", &workbook(&lines))).await;
        taken.is(200).says("工作簿里的进展已全部报送");
    }
}
