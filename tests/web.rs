//! What every page has, whatever it says: its forms on the wire, its limits, its notices.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use flate2::read::GzDecoder;
use reqwest::{Client, Response, header::HeaderMap};

use crate::support::{Prepared, TestApp, program::Program, routes};

async fn ask(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client.get(format!("{}{path}", app.origin));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

on_both_databases! {
    async fn what_is_public_comes_compressed_to_whoever_takes_it(app: TestApp) {
        Prepared::new(&app, 1).await;
        for path in [
            "/", "/candidates", "/results/2024", "/help/deputy", "/projects/feed.xml", "/api/openapi.json",
            "/static/js/booth.js", "/static/css/piaojue.css",
        ] {
            let plain = ask(&app, path, &[]).await;
            let plain_head = plain.headers().clone();
            let plain = plain.bytes().await.unwrap();
            let packed = ask(&app, path, &[("accept-encoding", "gzip, deflate, br, zstd")]).await;
            let packed_head = packed.headers().clone();
            let packed = packed.bytes().await.unwrap();

            assert_eq!(said(&plain_head, "content-encoding"), None, "{path}");
            assert_eq!(said(&packed_head, "content-encoding"), Some("gzip"), "{path}");
            let mut unpacked = Vec::new();
            GzDecoder::new(&*packed).read_to_end(&mut unpacked).unwrap();
            assert!(unpacked == plain, "{path} says something else when it is compressed");
            assert!(packed.len() < plain.len(), "{path}");

            for (head, takes) in [(&plain_head, "identity"), (&packed_head, "gzip")] {
                let vary = said(head, "vary").unwrap_or_default();
                assert!(vary.contains("accept-encoding"), "{path}: a proxy would mix up the two");
                let known = said(head, "etag").unwrap();
                let again = ask(&app, path, &[("accept-encoding", takes), ("if-none-match", known)]).await;
                assert_eq!(again.status().as_u16(), 304, "{path}, {takes}");
                assert_eq!((said(again.headers(), "etag"), said(again.headers(), "vary")), (Some(known), Some(vary)));
                assert!(again.bytes().await.unwrap().is_empty());
            }
            assert_ne!(said(&plain_head, "etag"), said(&packed_head, "etag"), "{path}: two bodies under one tag");
            let refused = ask(&app, path, &[("accept-encoding", "gzip;q=0, identity")]).await;
            assert_eq!(said(refused.headers(), "content-encoding"), None, "{path}: gzip was refused");
        }
    }

    async fn no_two_pages_show_the_token_of_forms_alike_and_each_serves(app: TestApp) {
        let mut person = app.signed_in(piaojue::accounts::Role::Secretariat).await;
        let mut forms = Vec::new();
        for _ in 0..3 {
            forms.push(person.visits("/secretariat/accounts").await.form("/sign-out"));
        }
        let shown: Vec<&str> = forms.iter().map(|form| form.value("csrf")).collect();
        assert!(shown[0] != shown[1] && shown[1] != shown[2] && shown[0] != shown[2], "{shown:?}");
        let turned: String = shown[0].chars().rev().collect();
        let halves = shown[0].split_at(64).1.to_owned() + shown[1].split_at(64).0;
        for forged in [turned.as_str(), &halves, &"0".repeat(128), ""] {
            person.sends("/sign-out", &forms[0].clone().with(&[("csrf", forged)])).await;
            assert_eq!(person.visits("/secretariat/accounts").await.is(200).path, "/secretariat/accounts", "{forged}");
        }
        person.sends("/sign-out", &forms[0]).await.is(200).says("已退出");
    }

    /// The length of what is compressed tells of a secret beside it, letter by letter, to whoever chooses the rest.
    async fn no_secret_is_compressed_beside_what_a_stranger_chose(app: TestApp) {
        let page = ask(&app, "/sign-in?login=csrf", &[("accept-encoding", "gzip")]).await;
        assert_eq!(said(page.headers(), "content-encoding"), None);
        assert!(page.text().await.unwrap().contains("name=\"csrf\""));
    }
}

on_both_databases! {
    async fn a_link_chooses_nothing_that_a_page_says(app: TestApp) {
        Prepared::new(&app, 1).await;
        for path in ["/results/2024", "/", "/candidates", "/results/2024/verify", "/sign-in"] {
            let led = app.visitor().visits(&format!("{path}?notice=round-annulled")).await;
            led.is(200);
            assert_eq!(led.texts(".notice.good[role=status]"), Vec::<String>::new(), "{path}");
        }
    }

    async fn what_was_done_is_said_once_to_whoever_did_it(app: TestApp) {
        let mut person = app.signed_in(piaojue::accounts::Role::Deputy).await;
        person.visits("/deputy").await;
        let left = person.submits("/sign-out", &[]).await;
        left.is(200).says("已退出");
        assert_eq!(left.redirects, ["/"], "nothing of it is in the address");
        assert_eq!(left.header("cache-control"), Some("no-store"), "a page for one visit");
        assert!(!person.visits("/").await.html.contains("已退出"), "said once");
        assert!(!app.visitor().visits("/").await.html.contains("已退出"), "and to nobody else");
    }
}

on_both_databases! {
    async fn an_address_with_a_number_has_one_form(app: TestApp) {
        Prepared::new(&app, 1).await;
        let anybody = app.visitor();
        anybody.asks("GET", "/results/2024", &[]).await.is(200);
        anybody.asks("GET", "/candidates/12", &[]).await.is(200);
        let number = ["{year}", "{number}", "{quarter}", "{bundle}"];
        let mut asked = 0;
        for route in routes::routes().iter().filter(|route| route.method == "GET") {
            let Some(name) = number.iter().find(|name| route.path.contains(**name)) else { continue };
            for spelling in ["02024", "+2024", "000000000000002024", "%2B2024", "2024%20"] {
                let address = route.path.replace(name, spelling);
                let address = address.replace("{year}", "2024").replace("{quarter}", "1").replace("{name}", "votes.csv");
                let status = anybody.asks("GET", &address, &[]).await.status;
                assert!(matches!(status, 303 | 404), "{address}: {status}");
                asked += usize::from(status == 404);
            }
        }
        assert!(asked > 20, "only {asked} addresses with numbers are open to everybody");
        anybody.asks("GET", "/candidates/012", &[]).await.is(404);
    }
}

on_both_databases! {
    async fn a_form_has_a_length(app: TestApp) {
        let anybody = app.visitor();
        let (long, fits) = ("长".repeat(22_000), "长".repeat(1_000));
        anybody.asks("POST", "/sign-in", &[("login", &long), ("password", "x")]).await.is(413);
        anybody.asks("POST", "/sign-in", &[("login", &fits), ("password", "x")]).await.is(422);
    }

    async fn sixty_lines_an_address_and_whoever_comes_later_asks_now_and_again(app: TestApp) {
        let mut lines = Vec::new();
        for _ in 0..60 {
            let line = ask(&app, "/screen/events", &[("accept", "text/event-stream")]).await;
            assert_eq!(line.status().as_u16(), 200);
            lines.push(line);
        }
        let late = ask(&app, "/screen/events", &[("accept", "text/event-stream")]).await;
        assert_eq!(late.status().as_u16(), 429);
        assert_eq!(said(late.headers(), "retry-after"), Some("5"));
        assert_eq!(ask(&app, "/screen/events", &[]).await.status().as_u16(), 200, "the numbers are told all the same");
        lines.clear();
        // The server sees that a line is gone when it next has something to say.
        loop {
            let again = ask(&app, "/screen/events", &[("accept", "text/event-stream")]).await;
            if again.status().as_u16() == 200 {
                break;
            }
            actix_web::rt::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

fn connects(origin: &str) -> std::io::Result<TcpStream> {
    TcpStream::connect(origin.strip_prefix("http://").unwrap())
}

fn rest(line: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A line that was reset had nothing more to say either.
    let _ = line.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

const HALF_A_FORM: &[u8] =
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\
    Content-Type: application/x-www-form-urlencoded\r\n\r\n";

/// Sends all of a form but its body, and waits until the server wants that.
fn begins_a_form(origin: &str) -> TcpStream {
    let mut line = connects(origin).unwrap();
    line.write_all(HALF_A_FORM).unwrap();
    let mut continues = [0; 25];
    line.read_exact(&mut continues).unwrap();
    assert_eq!(&continues, b"HTTP/1.1 100 Continue\r\n\r\n");
    line
}

#[test]
fn a_body_that_never_comes_is_given_up() {
    let program = Program::new();
    let server = program.serves(&["serve"]);
    let answer = rest(&mut begins_a_form(&server.origin));
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[test]
fn whoever_is_being_served_when_the_server_is_told_to_end_is_answered() {
    let program = Program::new();
    let mut server = program.serves(&["serve"]);
    let mut idle = connects(&server.origin).unwrap();
    idle.write_all(b"GET /help/public HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut line = begins_a_form(&server.origin);
    server.is_told_to_end();
    while connects(&server.origin).is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    line.write_all(b"login=abc").unwrap();
    let answer = rest(&mut line);
    assert!(answer.starts_with("HTTP/1.1 4"), "what was begun is answered: {answer:?}");
    assert!(rest(&mut idle).starts_with("HTTP/1.1 200 "), "and whoever only keeps a line open is left in peace");
    line.shutdown(Shutdown::Both).ok();
    assert!(server.ends(), "it ends as it should");
}
