//! The database is on another machine: what is said to it is encrypted, and said to nobody else.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use piaojue::db::{Db, DbError, DbUrl};
use tokio::{io::AsyncReadExt, net::TcpListener};

use crate::support::{program::Program, secured_postgres::SecuredPostgres};

fn opened(url: &str) -> Result<Db, DbError> {
    Db::open(DbUrl::Postgres(url.to_owned()), 4)
}

fn refusal(url: &str) -> String {
    match opened(url) {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_program_works_over_a_line_that_the_server_demands_to_be_encrypted() {
    let postgres = SecuredPostgres::started();
    // In the clear the server lets nobody in: what works below is encrypted.
    assert!(refusal(&postgres.url("localhost", "")).contains("no encryption"), "pg_hba.conf has hostssl alone");

    let program = Program::new().with("DATABASE_URL", &postgres.secured_url());
    program.has_congress();
    program.runs(&["doctor"]).ends_with(0).says("ok: database reachable");
    let copy = program.path("copy");
    program.runs(&["backup", &copy]).ends_with(0);

    let db = opened(&postgres.secured_url()).unwrap();
    db.answers().unwrap();
    postgres.goes_away();
    assert!(db.answers().is_err());
    postgres.comes_back();
    let begun = std::time::Instant::now();
    while db.answers().is_err() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(20), "the line does not come back");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

#[test]
fn a_server_that_is_not_the_one_named_hears_nothing() {
    let postgres = SecuredPostgres::started();
    let words = format!("?sslmode=verify-full&sslrootcert={}", postgres.authority());
    // Its certificate is for localhost alone.
    let other_name = refusal(&postgres.url("127.0.0.1", &words));
    assert!(
        other_name.contains("no encrypted line to 127.0.0.1") && other_name.contains("certificate"),
        "{other_name}"
    );
    let strangers = SecuredPostgres::started();
    let other_authority = format!("?sslmode=verify-full&sslrootcert={}", strangers.authority());
    assert!(refusal(&postgres.url("localhost", &other_authority)).contains("certificate"));
    let of_the_machine = refusal(&postgres.url("localhost", "?sslmode=verify-full"));
    assert!(of_the_machine.contains("certificate") || of_the_machine.contains("authority"), "{of_the_machine}");
    // Of two servers the one that is who it says is asked.
    let two = postgres.secured_url().replace("@localhost:", &format!("@127.0.0.1:{},localhost:", postgres.port));
    opened(&two).unwrap().answers().unwrap();
}

/// A server that says it has no certificate, to be told everything in the clear.
#[test]
fn a_line_that_is_stripped_of_its_encryption_is_not_taken() {
    let heard = Arc::new(AtomicBool::new(false));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    listener.set_nonblocking(true).unwrap();
    let more = heard.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((mut line, _)) = listener.accept().await {
                let mut asked = [0; 8];
                line.read_exact(&mut asked).await.unwrap();
                tokio::io::AsyncWriteExt::write_all(&mut line, b"N").await.unwrap();
                if line.read(&mut asked).await.is_ok_and(|read| read > 0) {
                    more.store(true, Ordering::SeqCst);
                }
            }
        });
    });
    let postgres = SecuredPostgres::started();
    let words = format!("?sslmode=verify-full&sslrootcert={}", postgres.authority());
    let said = refusal(&format!("postgres://u:secret@localhost:{port}/db{words}"));
    assert!(said.contains("ssl = on"), "{said}");
    assert!(!heard.load(Ordering::SeqCst), "name and password were said in the clear");
}

#[test]
fn a_far_database_in_the_clear_is_refused_with_the_mend() {
    let far = Program::new().with("DATABASE_URL", "postgres://u:p@database.example/db");
    far.runs(&["serve"])
        .ends_with(1)
        .says("database.example")
        .says("sslmode=verify-full")
        .says("PIAOJUE_DATABASE_IN_CLEAR=1");
    let closed = far.with("PIAOJUE_DATABASE_IN_CLEAR", "1");
    closed.runs(&["serve"]).ends_with(1).says("cannot be reached");
    let unverified = Program::new().with("DATABASE_URL", "postgres://u:p@database.example/db?sslmode=require");
    unverified.runs(&["serve"]).ends_with(1).says("write sslmode=verify-full");
    let without =
        Program::new().with("DATABASE_URL", "postgres://u:p@h/db?sslmode=verify-full&sslrootcert=/no/such.pem");
    without.runs(&["serve"]).ends_with(1).says("/no/such.pem");
}
