//! The audit list is told to a log server elsewhere; whether that hears it or not, the work goes on.

use std::{
    io::Read,
    net::{TcpListener, UdpSocket},
    time::{Duration, Instant},
};

use piaojue::{accounts::Role, audit, syslog::LogServer};

use crate::support::{PASSWORD, TestApp, program::Program};

/// The texts of a line of RFC 6587: each with its length before it.
fn unframed(mut text: &[u8]) -> Vec<String> {
    let mut lines = Vec::new();
    while !text.is_empty() {
        let blank = text.iter().position(|byte| *byte == b' ').unwrap();
        let length: usize = std::str::from_utf8(&text[..blank]).unwrap().parse().unwrap();
        lines.push(String::from_utf8(text[blank + 1..blank + 1 + length].to_vec()).unwrap());
        text = &text[blank + 1 + length..];
    }
    lines
}

fn numbers(lines: &[String]) -> Vec<i64> {
    let seq = |line: &String| line.split("seq=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    lines.iter().filter(|line| !line.contains("list=\"-\"")).map(seq).collect()
}

on_both_databases! {
    async fn every_entry_is_told_once_and_in_order(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
        receiver.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let server: LogServer = format!("udp://{}", receiver.local_addr().unwrap()).parse().unwrap();
        let hears = |count: usize| -> Vec<String> {
            let mut datagram = vec![0; 64 * 1024];
            (0..count)
                .map(|_| {
                    let read = receiver.recv(&mut datagram).unwrap();
                    String::from_utf8(datagram[..read].to_vec()).unwrap()
                })
                .collect()
        };
        let told = audit::forward(app.db(), &server, "vote.example").unwrap();
        let before = hears(told);
        assert!(before.iter().all(|line| line.starts_with("<110>1 20") && line.contains(" vote.example piaojue - ")));
        app.visitor().signs_in("MISHU1", PASSWORD, "").await.is(200);
        assert_eq!(audit::not_forwarded(app.db()).unwrap(), 1);
        assert_eq!(audit::forward(app.db(), &server, "vote.example").unwrap(), 1);
        let line = hears(1).remove(0);
        assert!(line.contains(" signed_in [audit@32473 ") && line.contains("subject=\"MISHU1\""), "{line}");
        assert_eq!(audit::forward(app.db(), &server, "vote.example").unwrap(), 0, "nothing is told twice");
        let all = numbers(&[before, vec![line]].concat());
        assert_eq!(all, (1..=i64::try_from(all.len()).unwrap()).collect::<Vec<_>>());
    }

    async fn what_a_log_server_took_and_never_read_is_told_again(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server: LogServer = format!("tcp://{}", listener.local_addr().unwrap()).parse().unwrap();
        let waiting = audit::not_forwarded(app.db()).unwrap();
        let dies = std::thread::spawn(move || {
            let (line, _) = listener.accept().unwrap();
            line.peek(&mut [0]).unwrap();
        });
        assert!(audit::forward(app.db(), &server, "x").is_err());
        dies.join().unwrap();
        assert_eq!(audit::not_forwarded(app.db()).unwrap(), waiting);
    }

    async fn a_log_server_that_is_gone_blocks_nobody_and_hears_all_of_it_later(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let server: LogServer = format!("tcp://{address}").parse().unwrap();
        assert!(audit::forward(app.db(), &server, "x").is_err());
        app.visitor().signs_in("MISHU1", PASSWORD, "").await.is(200);
        let waiting = audit::not_forwarded(app.db()).unwrap();
        assert!(waiting > 0 && audit::forward(app.db(), &server, "x").is_err());
        assert_eq!(audit::not_forwarded(app.db()).unwrap(), waiting);

        let listener = TcpListener::bind(address).unwrap();
        let heard = std::thread::spawn(move || {
            let mut all = Vec::new();
            let begun = Instant::now();
            listener.set_nonblocking(true).unwrap();
            while numbers(&unframed(&all)).len() < usize::try_from(waiting).unwrap() && begun.elapsed() < Duration::from_secs(20) {
                match listener.accept() {
                    Ok((mut line, _)) => {
                        line.set_nonblocking(false).unwrap();
                        line.read_to_end(&mut all).unwrap();
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(20)),
                }
            }
            all
        });
        let told = audit::forward(app.db(), &server, "x").unwrap();
        assert_eq!(i64::try_from(told).unwrap(), waiting);
        assert_eq!(i64::try_from(unframed(&heard.join().unwrap()).len()).unwrap(), waiting);
        assert_eq!(audit::not_forwarded(app.db()).unwrap(), 0);
    }
}

#[test]
fn a_server_that_is_told_where_forwards_by_itself() {
    let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
    receiver.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let program = Program::new().with("PIAOJUE_SYSLOG", &format!("udp://{}", receiver.local_addr().unwrap()));
    program.has_congress();
    program.runs(&["doctor"]).ends_with(0).says("entries wait to be told to");
    let _serving = program.serves(&["serve"]);
    let mut datagram = vec![0; 64 * 1024];
    let read = receiver.recv(&mut datagram).unwrap();
    let line = String::from_utf8_lossy(&datagram[..read]).into_owned();
    assert!(line.contains("congress_founded"), "{line}");
    Program::new().with("PIAOJUE_SYSLOG", "log.example").runs(&["serve"]).ends_with(1).says("udp://HOST:PORT");
}
