//! A gateway of the test's own: takes JSON over HTTP, and answers as it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

/// How it answers.
#[derive(Clone, Debug)]
pub enum Answer {
    Status(u16),
    /// 302 to that address.
    Onward(String),
    /// Takes everything and says nothing.
    Nothing,
}

/// What it was told.
#[derive(Clone, Debug)]
pub struct Told {
    pub path: String,
    /// Names in small letters.
    pub heads: Vec<(String, String)>,
    pub body: String,
}

impl Told {
    pub fn head(&self, name: &str) -> &str {
        let found = self.heads.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no {name} in {:?}", self.heads))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    told: Arc<Mutex<Vec<Told>>>,
    answer: Arc<Mutex<Answer>>,
}

impl Receiver {
    pub fn opens() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/send?key=1", listener.local_addr().unwrap());
        let receiver = Self { url, told: Arc::default(), answer: Arc::new(Mutex::new(Answer::Status(200))) };
        let server = receiver.clone();
        std::thread::spawn(move || {
            for line in listener.incoming().map_while(Result::ok) {
                let server = server.clone();
                std::thread::spawn(move || server.serves(line));
            }
        });
        receiver
    }

    pub fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What it was told since the last time somebody looked.
    pub fn empties(&self) -> Vec<Told> {
        std::mem::take(&mut *self.told.lock().unwrap())
    }

    fn serves(&self, mut line: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(line.try_clone().ok()?);
        let mut first = String::new();
        reader.read_line(&mut first).ok()?;
        let mut heads = Vec::new();
        loop {
            let mut head = String::new();
            reader.read_line(&mut head).ok()?;
            let Some((name, value)) = head.trim().split_once(':') else { break };
            heads.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = heads.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let path = first.split(' ').nth(1)?.to_owned();
        self.told.lock().unwrap().push(Told { path, heads, body: String::from_utf8(body).ok()? });
        let answer = self.answer.lock().unwrap().clone();
        let said = match answer {
            Answer::Status(status) => format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n"),
            Answer::Onward(to) => format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n"),
            Answer::Nothing => {
                std::thread::sleep(Duration::from_secs(60));
                return None;
            }
        };
        line.write_all(said.as_bytes()).ok()
    }
}
