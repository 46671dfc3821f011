//! A hall without a proxy: the program serves https by a certificate that was made for it.

use std::{
    fs::Permissions,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, Instant},
};

use piaojue::{accounts::Role, db::DbUrl};
use rustls::version::TLS12;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{
    Engine, PASSWORD, SECRET_FILE, TestApp, Visitor,
    encrypted::{Trusting, authority_of, shown},
    program::{Program, Serving},
    run,
    session::{FOUR, Hall, ballots_path},
};

/// `hall.crt` and `hall.key` in the folder of the data.
fn with_a_hall_certificate(names: &[&str]) -> Program {
    let program = Program::new();
    let said = program.runs(&[&["tls", "hall"], names].concat());
    said.ends_with(0).says("wrote").says("SHA-256");
    named(program)
}

fn named(program: Program) -> Program {
    let (certificate, key) = (program.path("hall.crt"), program.path("hall.key"));
    program.with("PIAOJUE_TLS_CERT", &certificate).with("PIAOJUE_TLS_KEY", &key)
}

fn trusting(program: &Program) -> Trusting {
    Trusting::only(authority_of(&std::fs::read_to_string(program.path("hall.crt")).unwrap()))
}

fn address(serving: &Serving) -> SocketAddr {
    serving.origin.strip_prefix("https://").unwrap().parse().unwrap()
}

#[test]
fn deputies_sign_in_and_vote_in_a_hall_that_is_served_by_https() {
    run(Engine::Sqlite, |app: TestApp| async move {
        let hall = Hall::voting(&app, FOUR);
        app.has_account(Role::Secretariat, "MISHU9");
        let (path, body) = (ballots_path(app.round().id), hall.deputies[0].marks("赞赞反反").body());
        let program = with_a_hall_certificate(&["localhost", "127.0.0.1"]);
        let (secret, file) = (program.path("secret-of-the-story"), program.path("piaojue.db"));
        std::fs::write(&secret, SECRET_FILE).unwrap();
        assert!(matches!(app.db().url(), DbUrl::Sqlite(_)));
        app.db().maintenance(&format!("VACUUM INTO '{file}'")).unwrap();
        for path in [&secret, &file] {
            std::fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
        }
        app.stop().await;
        let program = program.with("DATABASE_URL", &format!("sqlite:{file}")).with("PIAOJUE_SECRET_FILE", &secret);
        let serving = program.serves(&["serve"]);
        let trusting = trusting(&program);
        let here = trusting.leads("127.0.0.1", address(&serving)).await;

        let mut secretary = Visitor::new(&here);
        let page = secretary.visits("/sign-in").await;
        assert!(page.header("strict-transport-security").is_some());
        let cookies = page.cookies();
        assert!(
            !cookies.is_empty()
                && cookies.iter().all(|cookie| cookie.starts_with("__Host-") && cookie.contains("Secure"))
        );
        secretary.signs_in("MISHU9", PASSWORD, "").await;
        let sheet = secretary.visits("/secretariat/hall-certificate").await;
        let digits =
            piaojue::tls::fingerprint(&authority_of(&std::fs::read_to_string(program.path("hall.crt")).unwrap()));
        sheet.is(200).says(&digits[..23].replace(':', " ")).says("127.0.0.1");
        let file = reqwest::get(format!("{here}/hall-certificate.crt")).await.unwrap();
        assert_eq!(
            piaojue::tls::fingerprint(&file.bytes().await.unwrap()),
            digits,
            "what devices install is what the sheet names"
        );

        let cast = reqwest::Client::new().post(format!("{here}{path}")).header("content-type", "application/json");
        let answer = cast.body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201);

        // Whoever trusts another hall's certificate, or comes for another name, is not let through to this server.
        let other = with_a_hall_certificate(&["127.0.0.1"]);
        let at = address(&serving);
        assert!(self::trusting(&other).reaches("127.0.0.1", at).await.is_err());
        assert!(trusting.reaches("vote.example", at).await.is_err());
        assert!(trusting.reaches("localhost", at).await.is_ok());
        let chain = std::fs::read_to_string(program.path("hall.crt")).unwrap();
        assert!(
            Trusting::with(authority_of(&chain), &[&TLS12]).reaches("127.0.0.1", at).await.is_ok(),
            "the oldest that is served"
        );
    });
}

/// A ClientHello that offers TLS 1.1 at most, as old devices sent it.
fn hello_of_tls_1_1() -> Vec<u8> {
    let ciphers = [0xC0, 0x14, 0xC0, 0x13, 0x00, 0x35, 0x00, 0x2F];
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    hello.push(0);
    hello.extend([0, u8::try_from(ciphers.len()).unwrap()]);
    hello.extend(ciphers);
    hello.extend([1, 0]);
    let length = |bytes: usize| u8::try_from(bytes).unwrap();
    let mut record = vec![22, 3, 1, 0, length(hello.len() + 4), 1, 0, 0, length(hello.len())];
    record.extend(hello);
    record
}

#[actix_web::test]
async fn versions_before_1_2_and_plain_http_get_no_answer() {
    let program = with_a_hall_certificate(&["127.0.0.1"]);
    program.has_congress();
    let serving = program.serves(&["serve"]);
    for first in [hello_of_tls_1_1(), b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec()] {
        let mut line = tokio::net::TcpStream::connect(address(&serving)).await.unwrap();
        line.write_all(&first).await.unwrap();
        let mut said = Vec::new();
        // Reset or ended: nothing was said but perhaps an alert.
        let _ = line.read_to_end(&mut said).await;
        assert!(said.is_empty() || said[0] == 21, "{said:?}");
    }
}

/// Puts a new pair in the place of the files, the certificate first, as renewing programs do.
fn renews(program: &Program) {
    let fresh = program.path("fresh");
    program.runs(&["tls", "hall", "127.0.0.1", "--into", &fresh]).ends_with(0);
    for file in ["hall.crt", "hall.key"] {
        std::fs::rename(Path::new(&fresh).join(file), program.path(file)).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[actix_web::test]
async fn a_new_certificate_is_shown_without_losing_a_line() {
    let program = with_a_hall_certificate(&["127.0.0.1"]);
    program.has_congress();
    let serving = program.serves(&["serve"]);
    let before = trusting(&program);
    let mut open = before.reaches("127.0.0.1", address(&serving)).await.unwrap();
    let ask = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    let mut answers = async || {
        open.write_all(ask).await.unwrap();
        let mut said = vec![0; 2048];
        let read = open.read(&mut said).await.unwrap();
        String::from_utf8_lossy(&said[..read]).starts_with("HTTP/1.1 200")
    };
    assert!(answers().await);

    // One that was here before would be known again without a certificate.
    let stranger = trusting(&program);
    // A pair that is none, as one half way through: what was shown goes on.
    std::fs::write(program.path("hall.crt"), "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n").unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(before.reaches("127.0.0.1", address(&serving)).await.is_ok());
    assert!(answers().await);

    renews(&program);
    let now = trusting(&program);
    let begun = Instant::now();
    let line = loop {
        match now.reaches("127.0.0.1", address(&serving)).await {
            Ok(line) => break line,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(20), "still the old one: {error}"),
        }
        assert!(answers().await, "the line that was open before");
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    assert!(answers().await);
    assert!(stranger.reaches("127.0.0.1", address(&serving)).await.is_err());
    let chain = std::fs::read_to_string(program.path("hall.crt")).unwrap();
    assert_ne!(shown(&line), authority_of(&chain), "the server's own, not its authority's");
}

#[test]
fn what_is_no_pair_of_certificate_and_key_is_refused_with_the_mend() {
    let program = with_a_hall_certificate(&["127.0.0.1"]);
    program.has_congress();
    let told = |change: &dyn Fn(), words: &str| {
        let kept: Vec<_> = ["hall.crt", "hall.key"].map(|name| std::fs::read(program.path(name)).unwrap()).into();
        change();
        program.runs(&["serve"]).ends_with(1).says(words);
        program.runs(&["doctor"]).ends_with(1).says(words);
        for (name, bytes) in ["hall.crt", "hall.key"].iter().zip(kept) {
            // The file may be gone, and is its owner's again.
            let _ = std::fs::remove_file(program.path(name));
            std::fs::write(program.path(name), bytes).unwrap();
            std::fs::set_permissions(program.path(name), Permissions::from_mode(0o600)).unwrap();
        }
    };
    let key = program.path("hall.key");
    let certificate = program.path("hall.crt");
    told(&|| std::fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap(), "chmod 600");
    told(&|| std::fs::remove_file(&key).unwrap(), "PIAOJUE_TLS_KEY");
    told(&|| std::fs::remove_file(&certificate).unwrap(), "PIAOJUE_TLS_CERT");
    told(&|| std::fs::write(&certificate, "no certificate").unwrap(), "-----BEGIN CERTIFICATE-----");
    told(&|| std::fs::write(&key, "no key").unwrap(), "-----BEGIN PRIVATE KEY-----");
    let other = with_a_hall_certificate(&["127.0.0.1"]);
    told(
        &|| std::fs::write(&key, std::fs::read(other.path("hall.key")).unwrap()).unwrap(),
        "name the two that were made together",
    );
    told(
        &|| {
            let chain = std::fs::read_to_string(&certificate).unwrap();
            let second = chain.rfind("-----BEGIN").unwrap();
            std::fs::write(&certificate, format!("{}{}", &chain[second..], &chain[..second])).unwrap();
        },
        "it names no host",
    );
    program.runs(&["doctor"]).ends_with(0).says("ok: https by itself, for 127.0.0.1");
}

#[test]
fn settings_that_contradict_https_are_refused_and_warnings_name_the_mend() {
    let half = Program::new().with("PIAOJUE_TLS_CERT", "hall.crt");
    half.runs(&["serve"]).ends_with(1).says("go together");
    let clear = named(Program::new()).with("PIAOJUE_BASE_URL", "http://192.168.1.10:8080");
    clear.runs(&["serve"]).ends_with(1).says("answer by https alone").says("192.168.1.10");
    let far = with_a_hall_certificate(&["vote.hall"]);
    far.has_congress();
    far.runs(&["doctor"]).ends_with(1).says("the certificate is for vote.hall, and people come to 127.0.0.1");
    let right = far.with("PIAOJUE_BASE_URL", "https://vote.hall:8443");
    right.runs(&["doctor"]).ends_with(0).says("https by itself, for vote.hall");
}

#[test]
fn a_certificate_is_never_written_over_and_names_only_what_a_device_can_type() {
    let program = with_a_hall_certificate(&["127.0.0.1"]);
    program.runs(&["tls", "hall", "127.0.0.1"]).ends_with(1).says("exists already");
    let fresh = Program::new();
    fresh.runs(&["tls", "hall", "https://vote.hall"]).ends_with(1).says("neither a host name nor an address");
    fresh.runs(&["tls", "hall", "vote.hall", "--days", "400"]).ends_with(1).says("1 to 397 days");
    let said = fresh.with("PIAOJUE_LISTEN", "0.0.0.0:8443").runs(&["tls", "hall", "192.168.1.10"]);
    said.ends_with(0).says("https://192.168.1.10:8443/hall-certificate.crt").says("█");
}
