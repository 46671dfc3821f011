//! A vote with slips beside the official tool: it makes a ballot out of a slip's code, and what comes of the vote is left for it.

use std::{fs, path::Path, process::Command};

use piaojue::ballots;
use serde_json::json;
use verifiable_ballots::{
    Credential, Marks, Paper,
    archive::{ChainHead, write_header, write_record},
};

use crate::support::{
    Engine, TestApp,
    program::verdict,
    session::{Answer, FOUR_BY_SLIPS, Hall, Plan, ballots_path},
};

/// At most two of four, on one question: the official tool knows no proof that stands beside a ballot.
const TICKED: Plan = Plan { ballot_form: "choose_up_to", ..FOUR_BY_SLIPS };

/// What the tool of the outside audit prints, given the box as far as it is public and the code.
fn made_by_the_official_tool(app: &TestApp, tool: &str, code: &Credential, ticked: &[usize]) -> String {
    let (round, election) = (app.round(), app.election());
    let (trustees, keys) = app.reads(|conn| {
        Ok::<_, piaojue::db::DbError>((
            ballots::trustees_of(conn, round.id)?,
            ballots::credential_list(conn, round.id)?,
        ))
    });
    let setup = ChainHead::empty().append_setup(&election, &trustees, &keys).unwrap();
    let mut archive = write_header(0);
    archive.extend(setup.iter().flat_map(|record| write_record(record, 0)));
    let question = &election.questions()[0];
    let paper = Paper::choose_up_to(&question.question, &question.answers, question.max).unwrap();
    let choices = paper.choices(&Marks::Ticked(ticked.to_vec())).unwrap();
    let choices: Vec<Vec<u8>> = choices.iter().map(|row| row.iter().map(|mark| u8::from(*mark)).collect()).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(format!("{}.bel", round.election_uuid)), archive).unwrap();
    fs::write(folder.path().join("code"), code.to_string()).unwrap();
    fs::write(folder.path().join("choice"), json!(choices).to_string()).unwrap();
    let run = Command::new(tool)
        .current_dir(folder.path())
        .args(["election", "generate-ballot", "--dir", ".", "--uuid", &round.election_uuid])
        .args(["--privcred", "code", "--choice", "choice"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().trim_end().to_owned()
}

#[actix_web::test]
#[ignore = "needs the official tool: make audit"]
async fn a_ballot_that_the_official_tool_made_with_a_slips_code_is_cast_and_counted() {
    let tool = std::env::var("PIAOJUE_BELENIOS_TOOL").expect("PIAOJUE_BELENIOS_TOOL names the official tool");
    let app = TestApp::of_a_story(Engine::Sqlite);
    let mut hall = Hall::ready(&app, TICKED);
    let slips = hall.slips_are_printed(10);
    hall.everybody_checks_in();
    hall.issuing_begins();
    hall.everybody_draws_a_slip(&slips);
    hall.leftover_is_struck(&slips, 4, 1);
    hall.secretariat.opens().await.is(200);
    hall.casts(&["赞赞反反", "赞赞反反", "赞赞反反", ""]).await;

    let ballot = made_by_the_official_tool(&app, &tool, &slips.codes[3], &[0, 3]);
    let body = json!({ "ballot": ballot, "cap": null }).to_string();
    let path = ballots_path(app.round().id);
    let cast: Answer = app.is_sent(&path, body.clone()).await;
    let receipt = cast.receipt();
    assert_eq!(app.is_sent(&path, body).await.json["tracker"], json!(receipt), "sent twice it has one receipt");
    let struck = made_by_the_official_tool(&app, &tool, &slips.codes[7], &[0, 3]);
    app.is_sent(&path, json!({ "ballot": struck, "cap": null }).to_string()).await.is_refused(422, "not_on_list");

    hall.secretariat.closes().await.is(200);
    for scrutineer in &mut hall.scrutineers[..2] {
        scrutineer.opens_the_box().await.is(200);
    }
    hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
    hall.certifies_and_announces("示例第1号").await;
    let files = app.published_files().await;
    let text = fs::read(files.path().join("certificate.json")).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let projects = file["certificate"]["rounds"][0]["projects"].as_array().unwrap();
    let votes: Vec<_> = projects.iter().map(|project| project["approve"].as_u64().unwrap()).collect();
    assert_eq!(votes, [4, 3, 0, 1]);
    let all = ["1.bel", "--certificate", "certificate.json"];
    assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));

    // Where the outside audit looks for it.
    let left = Path::new(&std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned())).join("slips");
    fs::create_dir_all(&left).unwrap();
    for (from, to) in [("1.bel", "slips.bel"), ("certificate.json", "certificate.json")] {
        fs::copy(files.path().join(from), left.join(to)).unwrap();
    }
}
