//! What the operator types, and what anybody types who checks a box.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use diesel::connection::SimpleConnection;
use piaojue::{
    ballots,
    db::{Db, DbUrl, Standing},
};
use serde_json::Value;

use crate::support::{
    Engine, SECRET_FILE, TestDatabase, Visitor, count,
    program::{Program, verdict},
    run,
    session::{FOUR, Hall, box_of},
    sources,
};

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

fn vectors() -> PathBuf {
    sources::root().join("crates/verifiable-ballots/tests/vectors")
}

fn fixture(name: &str) -> String {
    sources::root().join("fixtures").join(name).to_str().unwrap().to_owned()
}

/// A folder in which a session was imported.
fn begun() -> Program {
    let program = Program::new();
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    program
}

fn mode_of(path: impl AsRef<Path>) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn put_a_secret_into(program: &Program) {
    let secret = program.path("secret");
    std::fs::write(&secret, SECRET_FILE).unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
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

/// As the verify page promises: every check says 相符, by the locale or by word.
#[test]
fn verify_speaks_chinese() {
    let run = |locale: &str, arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_piaojue"));
        command.arg("verify").args(arguments).current_dir(vectors()).env_remove("LC_ALL").env_remove("LC_MESSAGES");
        let said = command.env("LANG", locale).output().unwrap();
        (said.status.code(), String::from_utf8(said.stdout).unwrap())
    };
    let good = "approve-each/archives/3-final.bel";
    let bad = "negative/archives/10-wrong-proof.bel";
    for (locale, words) in [("zh_CN.UTF-8", &[][..]), ("en_GB.UTF-8", &["--lang", "zh"]), ("", &["--lang", "zh-CN"])] {
        let (status, said) = run(locale, &[&[good], words].concat());
        assert_eq!(status, Some(0), "{said}");
        let lines: Vec<&str> = said.lines().collect();
        let (last, checks) = lines.split_last().unwrap();
        assert_eq!(*last, "全部相符");
        assert!(checks.len() == 10 && checks.iter().all(|line| line.starts_with("相符 ")), "{said}");
        let (status, said) = run(locale, &[&[bad], words].concat());
        assert_eq!(status, Some(1), "{said}");
        assert!(said.lines().last().unwrap().starts_with("不符：第 2 张选票："), "{said}");
    }
    let (_, said) = run("zh_CN.UTF-8", &[good, "--lang", "en"]);
    assert!(said.ends_with("OK: everything agrees\n"), "{said}");
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
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(1).says("piaojue congress add");
    program.runs(&["doctor"]).ends_with(0).says("ok: database reachable and up to date").says("ok: audit list whole");
    let session = fixture("session-2024.json");
    program.runs(&["import", "session", &session]).ends_with(1).says("piaojue congress add --name 杭州市上城区");
    program.runs(&["congress", "list"]).ends_with(0).says("no congress is here yet");
    program.has_congress();
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(1).says("has no session yet");
    program.runs(&["import", "session", &session]).ends_with(0).says("with 12 candidates");
    program.runs(&["import", "session", &session]).ends_with(1).says("the session of 2024 is there already");
    program.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(0).says("imported 60 deputies");
    program.runs(&["import", "roll", &fixture("deputies-sample.xlsx")]).ends_with(0).says("imported 60 deputies");
    let head = program.runs(&["audit", "verify"]).ends_with(0).says("ok: ").out.clone();
    let head = &head.split("head ").nth(1).unwrap()[..32];
    program.runs(&["audit", "verify", "--head", head]).ends_with(0).says("the noted head is entry ");
    let another = "0123456789abcdef0123456789abcdef";
    program.runs(&["audit", "verify", "--head", another]).ends_with(1).says("no entry has the noted head");
    program.runs(&["audit", "verify", "--head", "0123"]).ends_with(2).says("16 to 64 digits");
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
    assert_eq!(
        count(&db, "SELECT count(*) AS n FROM audit_entries WHERE chain NOT IN (SELECT id FROM congresses)"),
        0,
        "each in its list"
    );
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
    let add_named = |name: &str, role: &str, login: &str, more: &[&str]| {
        let mut arguments = vec!["account", "add", "--role", role, "--login", login, "--name", name];
        arguments.extend(more);
        program.runs(&arguments)
    };
    let add = |role: &str, login: &str, more: &[&str]| {
        add_named(if role == "scrutineer" { "示例监票人" } else { "示例" }, role, login, more)
    };
    add("secretariat", "MISHU", &[]).ends_with(0).says("login MISHU  password ");
    add("auditor", "SHENJI9", &[]).ends_with(1).says("an auditor has no other");
    let both = add_named("示例", "scrutineer", "JIANPIAO9", &[]);
    both.ends_with(1).says("nobody is both in the secretariat and a scrutineer");
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
fn who_guesses_passwords_of_the_program_pays_for_each() {
    let program = Program::new();
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    let add = ["account", "add", "--role", "supervisor", "--login", "SHENJI1", "--name", "示例", "--body", "audit"];
    let made = program.runs(&add);
    let initial = made.ends_with(0).out.split("password ").nth(1).unwrap()[..11].to_owned();
    let costs_in_full = || {
        let db = Db::open(DbUrl::Sqlite(program.path("piaojue.db").into()), 1).unwrap();
        let sql = "SELECT count(*) AS n FROM accounts WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
        db.read(|conn| count(conn, sql)).unwrap() == 1
    };
    assert!(costs_in_full(), "made at the command line");
    let serving = program.serves(&["serve"]);
    run(Engine::Sqlite, async |_| {
        let mut person = Visitor::new(&serving.origin);
        person.signs_in("SHENJI1", &initial, "").await.is(200);
        person.visits("/password").await.is(200);
        let typed = [("before", initial.as_str()), ("new", "another-password"), ("again", "another-password")];
        person.submits("/password", &typed).await.is(200);
        let mut again = Visitor::new(&serving.origin);
        assert_eq!(
            again.signs_in("SHENJI1", "another-password", "").await.redirects,
            ["/supervisor", "/second-factor"]
        );
    });
    assert!(costs_in_full(), "changed at the server");
}

#[test]
fn an_operator_helps_staff_who_cannot_get_in() {
    let program = Program::new();
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    let add = ["account", "add", "--role", "secretariat", "--login", "MISHU", "--name", "示例"];
    let made = program.runs(&add);
    made.ends_with(0).says("to be changed at the first sign-in");
    let reset = program.runs(&["account", "reset", "--login", "mishu"]);
    reset.ends_with(0).says("password ").says("to be changed at the first sign-in");
    let given = |out: &str| out.split("password ").nth(1).map(|rest| rest[..11].to_owned()).unwrap();
    assert_ne!(given(&made.out), given(&reset.out));
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
    behind_a_proxy.has_congress();
    behind_a_proxy.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    behind_a_proxy.runs(&["doctor"]).ends_with(0);
}

#[test]
fn a_secret_that_others_can_read_is_refused() {
    let program = begun();
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
        put_a_secret_into(&program);
        let copy = program.path("copy.db");
        program.runs(&["backup", &copy]).ends_with(0).says("wrote ");
        program.runs(&["backup", &copy]).ends_with(1).says("exists already");
        program.runs(&["restore", &copy]).ends_with(1).says("restore only into an empty place");

        let there = Program::new();
        put_a_secret_into(&there);
        let restored = there.path("restored.db");
        let there = there.with("DATABASE_URL", &format!("sqlite:{restored}"));
        there.runs(&["restore", &there.path("no-such-file")]).ends_with(1);
        std::fs::write(there.path("letter"), "a letter").unwrap();
        there.runs(&["restore", &there.path("letter")]).ends_with(1);
        assert!(!std::path::Path::new(&restored).exists(), "what is no copy of ours is put in nobody's place");
        there.runs(&["restore", &copy]).ends_with(0).says("audit list whole");

        let db = Db::open(DbUrl::Sqlite(restored.into()), 1).unwrap();
        let round = app.round();
        assert_eq!(db.read(|conn| box_of(conn, &round)).unwrap(), app.archive());
        assert_eq!(
            db.read(|conn| ballots::turnout(conn, round.id)).unwrap(),
            app.reads(|conn| ballots::turnout(conn, round.id))
        );
        there.runs(&["audit", "verify"]).ends_with(0);
        hall.deputies[0].casts("反反反反").await.is_refused(409, "already_cast");
    });
}

#[test]
fn what_the_program_makes_is_for_its_owner_only() {
    let program = Program::new();
    let data = program.path("new/data");
    let program = program.with("PIAOJUE_DATA", &data);
    let serving = program.serves(&["serve"]);
    assert_eq!(mode_of(&data), 0o700);
    for file in ["secret", "piaojue.db", "piaojue.db-wal", "piaojue.db-shm"] {
        assert_eq!(mode_of(Path::new(&data).join(file)), 0o600, "{file}");
    }
    let copy = program.path("copy.db");
    program.runs(&["backup", &copy]).ends_with(0);
    assert_eq!(mode_of(&copy), 0o600);
    assert!(!Path::new(&program.path("copy.db.part")).exists());
    drop(serving);
    program.runs(&["doctor"]).ends_with(0).says("ok: files for their owner only");
    for (path, mode) in [(PathBuf::from(&data), "700"), (Path::new(&data).join("piaojue.db"), "600")] {
        let before = std::fs::metadata(&path).unwrap().permissions();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        program.runs(&["doctor"]).ends_with(1).says(&format!("chmod {mode} {}", path.display()));
        std::fs::set_permissions(&path, before).unwrap();
    }
}

#[test]
fn an_unfinished_secret_is_told_with_its_mend() {
    let program = Program::new();
    std::fs::write(program.path("secret"), "").unwrap();
    std::fs::set_permissions(program.path("secret"), std::fs::Permissions::from_mode(0o600)).unwrap();
    for command in ["serve", "doctor"] {
        program.runs(&[command]).ends_with(1).says("has 0 bytes of the 32").says("delete it and start again");
    }
    std::fs::remove_file(program.path("secret")).unwrap();
    program.serves(&["serve"]);
}

#[test]
fn a_database_that_is_gone_is_not_begun_anew_in_silence() {
    let program = begun();
    std::fs::rename(program.path("piaojue.db"), program.path("elsewhere.db")).unwrap();
    for command in [&["serve"][..], &["import", "session", &fixture("session-2024.json")], &["keys", "make"]] {
        program.runs(command).ends_with(1).says("there is no database at").says("PIAOJUE_BEGIN_ANEW=1");
    }
    for command in [&["doctor"][..], &["audit", "verify"], &["backup", "copy.db"]] {
        program.runs(command).ends_with(1).says("there is no database at");
    }
    assert!(!Path::new(&program.path("piaojue.db")).exists(), "looking for it makes none");
    std::fs::rename(program.path("elsewhere.db"), program.path("piaojue.db")).unwrap();
    program.runs(&["doctor"]).ends_with(0);

    std::fs::remove_file(program.path("piaojue.db")).unwrap();
    let program = program.with("PIAOJUE_BEGIN_ANEW", "1");
    program.has_congress();
    program.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(0);
    program.runs(&["doctor"]).ends_with(0);
}

#[test]
fn looking_into_an_empty_folder_makes_nothing_there() {
    let program = Program::new();
    for command in [&["doctor"][..], &["audit", "verify"], &["backup", "copy.db"], &["restore", "copy.db"]] {
        program.runs(command).ends_with(1);
    }
    assert_eq!(std::fs::read_dir(program.data.path()).unwrap().count(), 0);
}

#[test]
fn another_secret_is_refused_by_every_command_and_told_which_file_to_mend() {
    let program = begun();
    let kept_apart = std::fs::read(program.path("secret")).unwrap();
    put_a_secret_into(&program);
    for command in [
        &["serve"][..],
        &["doctor"],
        &["audit", "verify"],
        &["keys", "make"],
        &["backup", "copy.db"],
        &["import", "roll", &fixture("deputies-sample.csv")],
    ] {
        let said = program.runs(command);
        said.ends_with(1).says("begun under another secret").says(&program.path("secret"));
        said.says("PIAOJUE_SECRET_FILE");
    }
    std::fs::write(program.path("secret"), kept_apart).unwrap();
    program.runs(&["doctor"]).ends_with(0);

    put_a_secret_into(&program);
    let lost = program.with("PIAOJUE_SECRET_IS_LOST", "1");
    lost.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(0).says("taken over");
}

#[test]
fn a_copy_is_restored_only_under_its_own_secret() {
    let program = begun();
    let copy = program.path("copy.db");
    program.runs(&["backup", &copy]).ends_with(0);

    let there = Program::new();
    there.runs(&["restore", &copy]).ends_with(1).says("there is no secret at").says("kept apart");
    put_a_secret_into(&there);
    there.runs(&["restore", &copy]).ends_with(1).says("begun under another secret");
    assert_eq!(std::fs::read_dir(there.data.path()).unwrap().count(), 1, "nothing but the secret");
    std::fs::copy(program.path("secret"), there.path("secret")).unwrap();
    there.runs(&["restore", &copy]).ends_with(0);
    assert_eq!(mode_of(there.path("piaojue.db")), 0o600);
    there.runs(&["doctor"]).ends_with(0);
}

#[test]
fn tables_of_a_newer_version_are_copied_and_told_but_not_changed() {
    let program = begun();
    let alters = |statement: &str| {
        let db = Db::open(DbUrl::Sqlite(program.path("piaojue.db").into()), 1).unwrap();
        db.with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(statement)).unwrap()).unwrap();
    };
    alters("INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')");
    program.runs(&["backup", &program.path("newer.db")]).ends_with(0).says("of a newer version");
    for command in [&["doctor"][..], &["audit", "verify"], &["serve"]] {
        program.runs(command).ends_with(1).says("newer version");
    }
}

#[test]
fn what_is_no_database_or_half_of_one_is_told_at_once() {
    let nowhere = Program::new().with("DATABASE_URL", "sqlite:/no/such/folder/piaojue.db");
    nowhere.runs(&["import", "session", &fixture("session-2024.json")]).ends_with(1).says("/no/such/folder");
    let letter = begun();
    std::fs::write(letter.path("piaojue.db"), "a letter, long enough to be taken for something else").unwrap();
    letter.runs(&["serve"]).ends_with(1).says("file is not a database");
    let nobody = Program::new().with("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    let said = nobody.runs(&["import", "session", &fixture("session-2024.json")]);
    said.ends_with(1);
    assert_eq!(said.err.matches("onnection refused").count(), 1, "{}", said.err);

    let half = begun();
    half.runs(&["import", "roll", &fixture("deputies-sample.csv")]).ends_with(0);
    let file = std::fs::File::options().write(true).open(half.path("piaojue.db")).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    half.runs(&["serve"]).ends_with(1).says("malformed");
}

fn while_ballots_are_issued_no_copy_is_made(engine: Engine) {
    run(engine, async |app| {
        let mut hall = Hall::issuing(&app, FOUR);
        let program = over(&app);
        program.runs(&["backup", &program.path("before.copy")]).ends_with(0);
        hall.everybody_takes_a_ballot();
        program.runs(&["backup", &program.path("copy")]).ends_with(1).says("发票").says("开始投票");
        assert!(!Path::new(&program.path("copy")).exists());
        hall.voting_begins();
        program.runs(&["backup", &program.path("copy")]).ends_with(0);
    });
}

#[test]
fn while_ballots_are_issued_no_copy_is_made_on_sqlite() {
    while_ballots_are_issued_no_copy_is_made(Engine::Sqlite);
}

#[test]
fn while_ballots_are_issued_no_copy_is_made_on_postgres() {
    while_ballots_are_issued_no_copy_is_made(Engine::Postgres);
}

fn url_of(database: &DbUrl) -> String {
    match database {
        DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DbUrl::Postgres(url) => url.clone(),
    }
}

/// The command line over the database of a running program.
fn over(app: &crate::support::TestApp) -> Program {
    let program = Program::new();
    put_a_secret_into(&program);
    program.with("DATABASE_URL", &url_of(app.db().url()))
}

#[test]
fn a_copy_of_postgres_is_restored_whole_into_an_empty_database_and_nowhere_else() {
    run(Engine::Postgres, async |app| {
        let hall = Hall::voting(&app, FOUR);
        hall.casts(&CHOICES).await;
        let program = over(&app);
        let copy = program.path("copy");
        program.runs(&["backup", &copy]).ends_with(0);
        assert_eq!(mode_of(&copy), 0o600);
        program.runs(&["restore", &copy]).ends_with(1).says("restore only into an empty place");

        let empty = TestDatabase::empty(Engine::Postgres);
        let there = Program::new().with("DATABASE_URL", &url_of(&empty.url));
        put_a_secret_into(&there);
        let bytes = std::fs::read(&copy).unwrap();
        std::fs::write(there.path("half"), &bytes[..bytes.len() / 2]).unwrap();
        there.runs(&["restore", &there.path("half")]).ends_with(1);
        assert_eq!(empty.open().standing().unwrap(), Standing::Empty, "half a copy leaves nothing");
        there.runs(&["restore", &copy]).ends_with(0).says("audit list whole");
        let round = app.round();
        let db = empty.open();
        assert_eq!(db.read(|conn| box_of(conn, &round)).unwrap(), app.archive());
    });
}
