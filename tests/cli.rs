//! What the operator types, and what anybody types who checks a box.

use std::path::PathBuf;

use piaojue::{
    ballots,
    db::{Db, DbUrl},
    tally,
};
use serde_json::Value;

use crate::support::{
    Engine, count,
    program::{Program, verdict},
    run,
    session::{FOUR, Hall},
    sources,
};

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

fn vectors() -> PathBuf {
    sources::root().join("crates/verifiable-ballots/tests/vectors")
}

fn fixture(name: &str) -> String {
    sources::root().join("fixtures").join(name).to_str().unwrap().to_owned()
}

#[test]
fn verify_passes_every_good_archive() {
    for folder in ["approve-each", "choose-up-to-10"] {
        for stage in ["1-setup.bel", "2-after-ballots.bel", "3-final.bel"] {
            let said = verdict(&vectors().join(folder).join("archives"), &[stage]);
            assert_eq!(said, (0, "OK: everything agrees".to_owned()), "{folder} {stage}");
        }
        let (status, why) =
            verdict(&vectors().join(folder).join("archives"), &["3-final.bel", "--previous", "1-setup.bel"]);
        assert_eq!(status, 0, "{why}");
        let (status, _) =
            verdict(&vectors().join(folder).join("archives"), &["1-setup.bel", "--previous", "3-final.bel"]);
        assert_eq!(status, 1, "an archive that lost something");
    }
}

#[test]
fn verify_says_why_an_archive_is_bad() {
    let folder = vectors().join("negative");
    let index: Value = serde_json::from_slice(&std::fs::read(folder.join("archives.index.json")).unwrap()).unwrap();
    let archives = index["archives"].as_array().unwrap();
    assert!(archives.len() > 50);
    for archive in archives {
        let file = archive["file"].as_str().unwrap();
        let (status, line) = verdict(&folder, &[file, "--single"]);
        match archive["must"].as_str().unwrap() {
            "refuse" => assert!(status == 1 && line.starts_with("BAD: ") && line.len() > 20, "{file}: {status} {line}"),
            _ => assert_eq!((status, line.as_str()), (0, "OK: everything agrees"), "{file}"),
        }
    }
    let rewritten = ["archives/A0-rewritten-without-first-ballot.bel", "--previous", "base/archives/3-final.bel"];
    assert_eq!(verdict(&folder, &rewritten).0, 1);
}

#[test]
fn verify_tells_what_it_cannot_read_from_what_is_bad() {
    let program = Program::new();
    for (name, content) in
        [("empty.bel", b"".as_slice()), ("text.bel", b"a letter"), ("picture.bel", b"\x89PNG\r\n\x1a\n")]
    {
        std::fs::write(program.data.path().join(name), content).unwrap();
        let (status, line) = verdict(program.data.path(), &[name]);
        assert!(status == 2 && line.starts_with("UNREADABLE: "), "{name}: {status} {line}");
    }
    // Sparse files: a gigabyte that takes no room, and no time to leave.
    let begin = std::fs::read(vectors().join("negative/base/archives/3-final.bel")).unwrap();
    for (name, content, status) in [("gigabyte.bel", b"".as_slice(), 2), ("gigabyte-behind.bel", &begin, 1)] {
        let path = program.data.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
        assert_eq!(verdict(program.data.path(), &[name]).0, status, "{name}");
    }
    std::fs::write(program.data.path().join("good.bel"), &begin).unwrap();
    for option in ["--caps", "--certificate"] {
        let (status, line) = verdict(program.data.path(), &["good.bel", option, "gigabyte.bel"]);
        assert!(status == 2 && line.contains("that are read"), "{option}: {status} {line}");
    }
    assert_eq!(verdict(program.data.path(), &["good.bel", "--previous", "gigabyte-behind.bel"]).0, 1);
    assert_eq!(verdict(program.data.path(), &["."]).0, 2, "a folder");
    assert_eq!(verdict(program.data.path(), &["no-such-file.bel"]).0, 2);
    assert_eq!(verdict(program.data.path(), &[]).0, 2, "no file at all");
}

#[test]
fn a_session_and_a_roll_are_imported_once() {
    let program = Program::new();
    program.runs(&["doctor"]).ends_with(0).says("ok: database reachable and up to date").says("ok: audit list whole");
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(1).says("piaojue congress add");
    let session = fixture("session-2024.json");
    program.runs(&["import", "session", &session]).ends_with(1).says("piaojue congress add --name 杭州市上城区");
    program.runs(&["congress", "list"]).ends_with(0).says("no congress is here yet");
    program.has_congress();
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(1).says("has no session yet");
    program.runs(&["import", "session", &session]).ends_with(0).says("with 12 candidates");
    program.runs(&["import", "session", &session]).ends_with(1).says("the session of 2024 is there already");
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(0).says("imported 60 deputies");
    program.runs(&["import", "roll", &fixture("deputies-sample.xlsx")]).ends_with(0).says("imported 60 deputies");
    program.runs(&["audit", "verify"]).ends_with(0).says("ok: ");
    program.runs(&["doctor"]).ends_with(0).says("杭州市上城区第一届人民代表大会");
    for bad in ["no-such-file.json", "deputies-sample.csv"] {
        program.runs(&["import", "session", &fixture(bad)]).ends_with(1);
    }
}

#[test]
fn a_second_congress_is_founded_with_host_names_for_both() {
    let program = Program::new();
    let (first, second) = ("杭州市上城区第一届人民代表大会", "杭州市上城区望江街道居民议事会");
    program.has_congress();
    let add = |name: &str, more: &[&str]| program.runs(&[&["congress", "add", "--name", name], more].concat());
    let give = |name: &str, host: &str| program.runs(&["congress", "host", "--name", name, "--host", host]);
    add(first, &["--host", "b.example"]).ends_with(1).says("is there already");
    add(second, &[]).ends_with(1).says(first).says("has no host name yet");
    for bad in ["https://a.example", "a b", ""] {
        give(first, bad).ends_with(2).says("a host name such as vote.example");
    }
    give("杭州", "a.example").ends_with(1).says("no congress is called").says(first);
    give(first, "A.example:8443").ends_with(0).says("is reached at a.example");
    add(second, &[]).ends_with(1).says("each is told by its host name");
    add(second, &["--host", "a.example"]).ends_with(1).says("serves 杭州市上城区第一届人民代表大会 already");
    add(second, &["--host", "b.example"]).ends_with(0);
    give(second, "a.example").ends_with(1).says("already");
    program.runs(&["congress", "list"]).ends_with(0).says("a.example  杭州").says("b.example  杭州");
    program.runs(&["doctor"]).ends_with(0).says(&format!("ok: {second} at b.example"));

    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    let roll = fixture("deputies-sample.csv");
    program.runs(&["import", "roll", &roll]).ends_with(1).says("there are several congresses").says(second);
    program.runs(&["import", "roll", &roll, "--congress", first]).ends_with(0).says("imported 60 deputies");
    program.runs(&["import", "roll", &roll, "--congress", second]).ends_with(1).says("has no session yet");
    let count = |db: &Db, sql: &str| db.read(|conn| count(conn, sql)).unwrap();
    let db = Db::open(DbUrl::Sqlite(program.data.path().join("piaojue.db")), 1).unwrap();
    assert_eq!(count(&db, "SELECT count(*) AS n FROM congresses"), 2, "a session file founds none");
    assert_eq!(count(&db, "SELECT count(*) AS n FROM audit_entries WHERE congress_id IS NULL"), 0, "each in its list");
}

#[test]
fn a_bad_roll_is_refused_with_its_lines() {
    let program = Program::new();
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    for (file, lines) in [
        ("05-blank-name.csv", ["line 6, 姓名: blank_required", "line 11, 姓名: blank_required"]),
        ("04-duplicate-id.csv", ["line 9, 代表证号: duplicate_id", "the roll was not imported"]),
        ("03-missing-column.csv", ["line 1, 代表团: missing_column", "the roll was not imported"]),
        ("12-empty.csv", ["file: empty_file", "the roll was not imported"]),
        ("14-png-renamed.xlsx", ["file: wrong_file_type", "the roll was not imported"]),
    ] {
        let said = program.runs(&["import", "roll", &fixture(&format!("bad-rolls/{file}"))]);
        said.ends_with(1);
        for line in lines {
            said.says(line);
        }
    }
    program.runs(&["import", "roll", &fixture("bad-rolls/01-gbk.csv")]).ends_with(0).says("imported 12 deputies");
}

#[test]
fn people_and_keys_are_made_at_the_command_line() {
    let program = Program::new();
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    let add = |role: &str, login: &str, more: &[&str]| {
        let mut arguments = vec!["account", "add", "--role", role, "--login", login, "--name", "示例"];
        arguments.extend(more);
        program.runs(&arguments)
    };
    add("secretariat", "MISHU", &["--one-time-code"])
        .ends_with(0)
        .says("login MISHU  password ")
        .says("otpauth://totp/");
    add("secretariat", "mishu", &[]).ends_with(1).says("is taken");
    add("department", "ZHUJIAN1", &[]).ends_with(2).says("--unit");
    add("department", "ZHUJIAN1", &["--unit", "局"]).ends_with(1).says("2 to 60 characters");
    add("department", "ZHUJIAN1", &["--unit", "区住房和城市建设局"]).ends_with(0).says("login ZHUJIAN1  password ");
    add("department", "zhujian1", &["--unit", "区住房和城市建设局"]).ends_with(1).says("is taken");
    add("supervisor", "SHENJI1", &[]).ends_with(2).says("--body");
    add("supervisor", "SHENJI1", &["--body", "police"]).ends_with(2).says("congress, cppcc, audit, petitions");
    add("supervisor", "SHENJI1", &["--body", "audit"]).ends_with(0).says("login SHENJI1  password ");
    program.runs(&["keys", "make"]).ends_with(1).says("a threshold of 2 is not possible with 0 scrutineers");
    add("scrutineer", "JIANPIAO1", &["--chief"]).ends_with(0);
    add("scrutineer", "JIANPIAO2", &["--chief"]).ends_with(1).says("a chief scrutineer already");
    add("scrutineer", "JIANPIAO2", &[]).ends_with(0);
    add("scrutineer", "JIANPIAO3", &[]).ends_with(0);
    let keys = program.runs(&["keys", "make"]);
    keys.ends_with(0).says("Losing 2 of 3 loses the box");
    let seeds: Vec<&str> = keys.out.lines().filter_map(|line| line.split_once("  ").map(|(_, seed)| seed)).collect();
    assert_eq!(seeds.len(), 3);
    for seed in seeds {
        seed.parse::<verifiable_ballots::Seed>().unwrap();
    }
    program.runs(&["keys", "make"]).ends_with(1).says("a threshold key already");
    add("scrutineer", "JIANPIAO4", &[]).ends_with(1).says("a threshold key already");
}

#[test]
fn an_operator_helps_staff_who_cannot_get_in() {
    let program = Program::new();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    let add = ["account", "add", "--role", "secretariat", "--login", "MISHU", "--name", "示例"];
    let made = program.runs(&add);
    let reset = program.runs(&["account", "reset", "--login", "mishu"]);
    reset.ends_with(0).says("password ").says("to be changed at the first sign-in");
    let password = |out: &str| out.split("password ").nth(1).map(|rest| rest[..11].to_owned());
    assert_ne!(password(&made.out), password(&reset.out));
    program
        .runs(&["account", "list"])
        .ends_with(0)
        .says("MISHU  secretariat  示例")
        .says("has not changed the given password");
    program.runs(&["account", "unlock", "--login", "MISHU"]).ends_with(0).says("may try again at once");
    program.runs(&["account", "close", "--login", "MISHU"]).ends_with(0);
    program.runs(&["account", "list"]).ends_with(0).says("[closed]");
    for what in ["unlock", "reset", "close"] {
        program.runs(&["account", what, "--login", "NOBODY"]).ends_with(1).says("nobody signs in as NOBODY");
        program.runs(&["account", what]).ends_with(2).says("--login");
    }
    program.runs(&["audit", "verify"]).ends_with(0);
}

#[test]
fn a_list_of_proxies_that_makes_no_sense_is_refused() {
    for wrong in ["proxy.example", "10.0.0.0/33", "10.0.0.5,"] {
        Program::new().with("PIAOJUE_PROXIES", wrong).runs(&["serve"]).ends_with(1).says("PIAOJUE_PROXIES");
    }
}

#[test]
fn nothing_is_served_in_the_clear_beyond_this_machine() {
    let open = Program::new().with("PIAOJUE_LISTEN", "0.0.0.0:0");
    for command in [&["serve"][..], &["demo"]] {
        open.runs(command).ends_with(1).says("reaches beyond this machine without https");
    }
    let plain = Program::new().with("PIAOJUE_LISTEN", "0.0.0.0:0").with("PIAOJUE_BASE_URL", "http://vote.example");
    plain.runs(&["serve"]).ends_with(1).says("reaches beyond this machine without https");
    for (name, value, words) in [
        ("PIAOJUE_LISTEN", "anywhere", "must be an address and a port"),
        ("DATABASE_URL", "mysql://x", "must start with postgres:// or sqlite:"),
        ("PIAOJUE_SECRET_FILE", "/dev/null", "must be 32 bytes or more"),
        ("PIAOJUE_SMTP_URL", "smtp://127.0.0.1:25", "needs PIAOJUE_MAIL_FROM"),
    ] {
        Program::new().with(name, value).runs(&["doctor"]).ends_with(1).says(words);
    }
    let behind_a_proxy =
        Program::new().with("PIAOJUE_LISTEN", "0.0.0.0:0").with("PIAOJUE_BASE_URL", "https://vote.example");
    behind_a_proxy.runs(&["doctor"]).ends_with(0);
}

#[test]
fn a_secret_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new();
    program.runs(&["doctor"]).ends_with(0);
    let secret = program.data.path().join("secret");
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600, "as the program made it");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    program.runs(&["doctor"]).ends_with(1).says("others may read it");
}

#[test]
fn the_program_serves_until_it_is_stopped() {
    let program = Program::new();
    let serving = program.serves(&["serve"]);
    run(Engine::Sqlite, async |_| {
        let answer = reqwest::get(format!("{}/sign-in", serving.origin)).await.unwrap();
        assert_eq!(answer.status(), 200);
    });
}

#[test]
fn a_copy_made_while_the_server_runs_holds_the_same_box() {
    run(Engine::Sqlite, async |app| {
        let hall = Hall::voting(&app, FOUR);
        hall.casts(&CHOICES).await;
        let DbUrl::Sqlite(path) = app.db().url() else { unreachable!() };
        let source = format!("sqlite:{}", path.display());
        let program = Program::new().with("DATABASE_URL", &source);
        let copy = program.path("copy.db");
        program.runs(&["backup", &copy]).ends_with(0).says("wrote ");
        program.runs(&["backup", &copy]).ends_with(1).says("exists already");
        program.runs(&["restore", &copy]).ends_with(1).says("restore only into an empty place");

        let there = Program::new();
        let restored = there.path("restored.db");
        let there = there.with("DATABASE_URL", &format!("sqlite:{restored}"));
        there.runs(&["restore", &there.path("no-such-file")]).ends_with(1);
        std::fs::write(there.path("letter"), "a letter").unwrap();
        there.runs(&["restore", &there.path("letter")]).ends_with(1);
        assert!(!std::path::Path::new(&restored).exists(), "what is no copy of ours is put in nobody's place");
        there.runs(&["restore", &copy]).ends_with(0).says("audit list whole");

        let db = Db::open(DbUrl::Sqlite(restored.into()), 1).unwrap();
        let round = app.round();
        assert_eq!(db.read(|conn| tally::archive_file(conn, &round)).unwrap().bytes, app.archive());
        assert_eq!(
            db.read(|conn| ballots::turnout(conn, round.id)).unwrap(),
            app.reads(|conn| ballots::turnout(conn, round.id))
        );
        there.runs(&["audit", "verify"]).ends_with(0);
        hall.deputies[0].casts("反反反反").await.is_refused(409, "already_cast");
    });
}
