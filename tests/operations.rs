//! What whoever runs the server sees of it: whether it lives, its figures, its log, its manual; and the switch by which nothing is
//! taken while the database is moved.

use std::{collections::BTreeSet, net::TcpListener};

use serde_json::Value;

use crate::support::{
    Engine, TestApp,
    program::{Program, Serving},
    sources,
};

/// An address that nobody listens at.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn with_congress(program: Program) -> Program {
    program.has_congress();
    program
}

async fn got(url: &str) -> (u16, String) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// A server and the address of its figures.
fn measured() -> (Program, Serving, String) {
    let metrics = free_address();
    let program = with_congress(Program::new().with("PIAOJUE_METRICS", &metrics));
    let serving = program.serves(&["serve"]);
    (program, serving, format!("http://{metrics}/metrics"))
}

#[actix_web::test]
async fn a_balancer_learns_at_any_host_name_whether_visitors_are_served() {
    let program = with_congress(Program::new());
    program.runs(&["congress", "host", "--name", crate::support::CONGRESS, "--host", "vote.example"]).ends_with(0);
    program.runs(&["congress", "add", "--name", "望江街道居民议事会", "--host", "other.example"]).ends_with(0);
    let serving = program.serves(&["serve"]);
    assert_eq!(got(&format!("{}/healthz", serving.origin)).await, (200, "ok\n".to_owned()));
    let (status, body) = got(&format!("{}/readyz", serving.origin)).await;
    let said: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &said["database"], &said["read_only"]), (200, &"ok".into(), &false.into()));
    assert!(said["standbys_in_sync"].is_null(), "SQLite has none: {said}");
    assert_eq!(got(&format!("{}/", serving.origin)).await.0, 404, "the address itself is no congress's");
}

#[actix_web::test]
async fn figures_are_told_by_route_and_never_at_the_visitors_address() {
    let (_program, serving, metrics) = measured();
    for path in ["/", "/projects", "/projects/00000000-0000-0000-0000-000000000000", "/there-is-none"] {
        got(&format!("{}{path}", serving.origin)).await;
    }
    let (status, text) = got(&metrics).await;
    assert_eq!(status, 200);
    for line in [
        "piaojue_requests_total{route=\"/\",method=\"GET\",status=\"200\"} 1",
        "piaojue_requests_total{route=\"/projects\",method=\"GET\",status=\"200\"} 1",
        "piaojue_requests_total{route=\"/projects/{id}\",method=\"GET\",status=\"404\"} 1",
        "piaojue_database_up 1",
        "piaojue_read_only 0",
    ] {
        assert!(text.lines().any(|given| given == line), "{line} is not in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(!text.contains("there-is-none") && !text.contains("00000000-0000"), "an address stands there");
    assert_eq!(got(&format!("{}/metrics", serving.origin)).await.0, 404);
}

#[actix_web::test]
async fn of_ballots_not_even_the_number_is_told() {
    let (_program, serving, metrics) = measured();
    let round = "00000000-0000-0000-0000-000000000000";
    let client = reqwest::Client::new();
    for path in ["ballots", "opened"] {
        client.post(format!("{}/rounds/{round}/{path}", serving.origin)).body("{}").send().await.unwrap();
    }
    got(&format!("{}/deputy/rounds/{round}/booth", serving.origin)).await;
    let (_, text) = got(&metrics).await;
    assert!(!text.contains("/rounds/{id}/ballots") && !text.contains("/opened") && !text.contains("booth"), "{text}");
}

#[actix_web::test]
async fn the_dashboard_asks_only_for_figures_that_are_there() {
    let (_program, serving, metrics) = measured();
    got(&format!("{}/", serving.origin)).await;
    let (_, text) = got(&metrics).await;
    let told: BTreeSet<&str> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(['{', ' ']).next()).collect();
    let file = std::fs::read_to_string(sources::root().join("deploy/dashboard.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&file).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    assert!(panels.len() >= 6);
    // Told only where there are standbys, as this one has none.
    let elsewhere = ["piaojue_standbys_in_sync"];
    for expression in panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap()) {
        let expression = expression["expr"].as_str().unwrap();
        let mut asked = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        assert!(
            asked.clone().any(|word| word.starts_with("piaojue_"))
                && asked.all(|word| !word.starts_with("piaojue_") || told.contains(word) || elsewhere.contains(&word)),
            "{expression} asks for what is not there: {told:?}"
        );
    }
}

#[test]
fn figures_are_served_on_no_address_that_strangers_reach() {
    for address in ["0.0.0.0:9090", "203.0.113.7:9090", "[2001:db8::1]:9090", "9090"] {
        let said = Program::new().with("PIAOJUE_METRICS", address).runs(&["serve"]);
        said.ends_with(1).says("PIAOJUE_METRICS must be an address of this machine or a private network");
    }
}

#[actix_web::test]
async fn while_the_database_is_moved_everything_is_shown_and_nothing_taken() {
    let program = with_congress(Program::new());
    let before = program.runs(&["audit", "verify"]).out.clone();
    let program = program.with("PIAOJUE_READ_ONLY", "1");
    let serving = program.serves(&["serve"]);
    assert_eq!(got(&format!("{}/projects", serving.origin)).await.0, 200);
    let (_, ready) = got(&format!("{}/readyz", serving.origin)).await;
    assert_eq!(serde_json::from_str::<Value>(&ready).unwrap()["read_only"], true);
    for (lang, words) in [("zh-CN", "现在只能查看"), ("en", "Nothing can be changed right now")] {
        let answer = reqwest::Client::new()
            .post(format!("{}/sign-in?lang={lang}", serving.origin))
            .form(&[("login", "MISHU"), ("password", "whatever")])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 503);
        assert!(answer.headers().contains_key("retry-after"));
        let page = answer.text().await.unwrap();
        assert!(page.contains(words), "{page}");
    }
    drop(serving);
    assert_eq!(program.runs(&["audit", "verify"]).out, before);
}

#[actix_web::test]
async fn a_fault_is_found_in_the_log_by_what_its_page_says() {
    let program = with_congress(Program::new().with("PIAOJUE_READ_ONLY", "1").with("PIAOJUE_LOG", "json"));
    let serving = program.serves(&["serve"]);
    let answer =
        reqwest::Client::new().post(format!("{}/sign-in", serving.origin)).body("login=ZHANGSAN").send().await.unwrap();
    let reference = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert!(answer.text().await.unwrap().contains(&reference));
    drop(serving);
    let log = std::fs::read_to_string(program.path("complaints")).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["fields"]["reference"] == reference.as_str()), "{log}");
    assert!(!log.contains("ZHANGSAN"), "what was typed stands in the log");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let program = Program::new();
    program.runs(&["man", "manual"]).ends_with(0);
    let pages: BTreeSet<String> = std::fs::read_dir(program.path("manual"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    for page in ["piaojue.1", "piaojue-serve.1", "piaojue-backup.1", "piaojue-congress-add.1", "piaojue-doctor.1"] {
        assert!(pages.contains(page), "{page} is not among {pages:?}");
    }
    let main = std::fs::read_to_string(program.path("manual/piaojue.1")).unwrap();
    assert!(main.contains("PIAOJUE_READ_ONLY") && main.contains("PIAOJUE_METRICS"), "{main}");
}

#[test]
fn the_doctor_tells_the_clock_and_the_room_on_the_disk() {
    let program = with_congress(Program::new());
    let said = program.runs(&["doctor"]);
    said.ends_with(0).says("ok: the clock says ").says("ok: room for more");
}

/// Every line of the unit that names a program, folder or setting of ours is true.
#[test]
fn the_systemd_unit_names_settings_that_there_are() {
    let unit = std::fs::read_to_string(sources::root().join("deploy/piaojue.service")).unwrap();
    let help = Program::new().runs(&["--help"]).out;
    let settings: Vec<&str> = unit
        .lines()
        .filter_map(|line| line.strip_prefix("Environment="))
        .filter_map(|set| set.split('=').next())
        .collect();
    assert!(settings.contains(&"PIAOJUE_DATA"));
    for name in settings {
        assert!(help.contains(&format!("[env: {name}")), "{name} is no setting");
    }
    for line in ["NoNewPrivileges=yes", "ProtectSystem=strict", "Restart=on-failure", "MemoryMax="] {
        assert!(unit.contains(line), "{line}");
    }
}

on_both_databases! {
    async fn a_database_that_is_gone_makes_the_instance_not_ready_but_alive(app: TestApp) {
        if app.engine() == Engine::Sqlite {
            return;
        }
        let anybody = app.visitor();
        anybody.asks("GET", "/readyz", &[]).await.is(200);
        app.database().goes_away();
        anybody.asks("GET", "/healthz", &[]).await.is(200);
        anybody.asks("GET", "/readyz", &[]).await.is(503);
        app.database().comes_back();
    }
}
