//! Ends of a connection: a mail server of the test's own that keeps every letter, and a line that breaks.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// One letter as it came in.
#[derive(Clone, Debug)]
pub struct Caught {
    pub to: String,
    pub head: String,
    /// Decoded.
    pub body: String,
}

impl Caught {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let unfolded = self.head.replace("\r\n ", " ");
        let start = format!("{name}: ");
        let line = unfolded.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_else(|| panic!("no {name} in:\n{}", self.head)).to_owned()
    }

    /// The first address in the text that contains `part`, without the origin.
    pub fn link(&self, origin: &str, part: &str) -> String {
        let mut links = self.body.split_whitespace().filter_map(|word| word.strip_prefix(origin));
        links.find(|link| link.contains(part)).unwrap_or_else(|| panic!("no {part} in:\n{}", self.body)).to_owned()
    }
}

/// The server; it ends with the test.
#[derive(Clone)]
pub struct Catcher {
    pub url: String,
    caught: Arc<Mutex<Vec<Caught>>>,
    /// By step: with which line it is answered instead of the usual one.
    answers: Arc<Mutex<HashMap<&'static str, &'static str>>>,
    /// Whom nobody knows there.
    unknown: Arc<Mutex<Vec<String>>>,
    ends: Arc<AtomicBool>,
}

impl Catcher {
    pub fn opens() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://piaojue:secret@{}", listener.local_addr().unwrap());
        let catcher = Self {
            url,
            caught: Arc::default(),
            answers: Arc::default(),
            unknown: Arc::default(),
            ends: Arc::default(),
        };
        let server = catcher.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if server.ends.load(Ordering::Relaxed) {
                    break;
                }
                let server = server.clone();
                std::thread::spawn(move || server.serves(client));
            }
        });
        catcher
    }

    /// What has come since the last time somebody looked.
    pub fn empties(&self) -> Vec<Caught> {
        std::mem::take(&mut *self.caught.lock().unwrap())
    }

    /// From now on letters are answered so: `451 later`, `550 never`; or taken again.
    pub fn answers(&self, line: Option<&'static str>) {
        self.answers_at("RCPT", line);
    }

    /// From now on that step is answered so, `greeting` or a verb: `AUTH`, `MAIL`; or as usual again.
    pub fn answers_at(&self, step: &'static str, line: Option<&'static str>) {
        let mut answers = self.answers.lock().unwrap();
        match line {
            Some(line) => answers.insert(step, line),
            None => answers.remove(step),
        };
    }

    fn answer(&self, step: &str, usual: &'static str) -> &'static str {
        self.answers.lock().unwrap().get(step).copied().unwrap_or(usual)
    }

    /// From now on there is nobody of that address.
    pub fn refuses(&self, address: &str) {
        self.unknown.lock().unwrap().push(address.to_owned());
    }

    /// The little of RFC 5321 that a client needs to hand over a letter.
    fn serves(&self, client: TcpStream) -> Option<()> {
        let mut lines = BufReader::new(client.try_clone().ok()?).lines().map_while(Result::ok);
        let say = |line: &str| (&client).write_all(format!("{line}\r\n").as_bytes()).ok();
        say(self.answer("greeting", "220 catcher"))?;
        let mut to = String::new();
        while let Some(line) = lines.next() {
            let verb = line.get(..4).unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" | "HELO" => say("250-catcher\r\n250-AUTH PLAIN\r\n250 8BITMIME")?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    let is_unknown = self.unknown.lock().unwrap().contains(&to);
                    say(if is_unknown { "550 no such person" } else { self.answer("RCPT", "250 ok") })?;
                }
                "DATA" => {
                    say("354 go on")?;
                    let text: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                    self.caught.lock().unwrap().push(read(&to, &text.join("\r\n")));
                    say("250 taken")?;
                }
                "QUIT" => {
                    say("221 bye")?;
                    break;
                }
                _ => say(self.answer(&verb, "250 ok"))?,
            }
        }
        Some(())
    }
}

fn read(to: &str, text: &str) -> Caught {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let body = if head.contains("base64") {
        String::from_utf8(BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap()
    } else if head.contains("quoted-printable") {
        unquoted(body)
    } else {
        body.to_owned()
    };
    Caught { to: to.to_owned(), head: head.to_owned(), body }
}

fn unquoted(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => bytes.push(first),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// An address that leads to the program at `origin`, for one connection and `bytes` of what is sent.
pub fn cut_after(origin: &str, bytes: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let program = origin.strip_prefix("http://").unwrap().to_owned();
    std::thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        let mut program = TcpStream::connect(program).unwrap();
        let through = std::io::copy(&mut client.take(bytes as u64), &mut program).unwrap();
        assert_eq!(through, bytes as u64, "the whole of it was shorter");
    });
    address
}
