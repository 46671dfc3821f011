//! A bad network between a browser and the program: it can lose every answer.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

pub struct Network {
    address: SocketAddr,
    state: Arc<State>,
    program: Arc<Mutex<SocketAddr>>,
}

fn address_of(origin: &str) -> SocketAddr {
    origin.strip_prefix("http://").unwrap().parse().unwrap()
}

#[derive(Default)]
struct State {
    loses_answers: AtomicBool,
    is_down: AtomicBool,
    /// After a request that begins so, no answer comes back.
    loses_the_answer_to: Mutex<Option<String>>,
    ballots: AtomicUsize,
    requests: AtomicUsize,
    cookies: AtomicUsize,
    gone: AtomicBool,
}

impl Network {
    /// Between its own address and the program at `origin`.
    pub fn before(origin: &str) -> Self {
        let program = Arc::new(Mutex::new(address_of(origin)));
        let to = program.clone();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let there = state.clone();
        thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                if there.gone.load(Ordering::SeqCst) {
                    break;
                }
                if there.is_down.load(Ordering::SeqCst) {
                    let _ = browser.shutdown(Shutdown::Both);
                    continue;
                }
                let Ok(server) = TcpStream::connect(*to.lock().unwrap()) else { continue };
                let ends = (browser.try_clone().unwrap(), server.try_clone().unwrap());
                let (up, down) = (there.clone(), there.clone());
                thread::spawn(move || carry(ends.0, ends.1, |bytes| up.sees_request(bytes)));
                thread::spawn(move || {
                    carry(server, browser, |_| {
                        !down.loses_answers.load(Ordering::SeqCst) && !down.is_down.load(Ordering::SeqCst)
                    })
                });
            }
        });
        Self { address, state, program }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The program was started again and listens somewhere else.
    pub fn leads_to(&self, origin: &str) {
        *self.program.lock().unwrap() = address_of(origin);
    }

    /// From now on whatever is sent arrives, and no answer comes back.
    pub fn loses_answers(&self) {
        self.state.loses_answers.store(true, Ordering::SeqCst);
    }

    pub fn is_mended(&self) {
        self.state.loses_answers.store(false, Ordering::SeqCst);
        self.state.is_down.store(false, Ordering::SeqCst);
    }

    /// From now on there is no line at all.
    pub fn goes_down(&self) {
        self.state.is_down.store(true, Ordering::SeqCst);
    }

    /// The next request that begins so arrives, and from then on no answer comes back.
    pub fn loses_the_answer_to(&self, request: &str) {
        *self.state.loses_the_answer_to.lock().unwrap() = Some(request.to_owned());
    }

    /// How many requests came, and how many of them with a cookie.
    pub fn requests_and_cookies(&self) -> (usize, usize) {
        (self.state.requests.load(Ordering::SeqCst), self.state.cookies.load(Ordering::SeqCst))
    }

    /// How many times a ballot was sent.
    pub fn ballots_sent(&self) -> usize {
        self.state.ballots.load(Ordering::SeqCst)
    }
}

impl State {
    fn sees_request(&self, bytes: &[u8]) -> bool {
        let sent = String::from_utf8_lossy(bytes).to_lowercase();
        if sent.contains(" http/1.1\r\n") {
            self.requests.fetch_add(1, Ordering::SeqCst);
            self.cookies.fetch_add(usize::from(sent.contains("\r\ncookie:")), Ordering::SeqCst);
        }
        if bytes.starts_with(b"POST /rounds/") {
            self.ballots.fetch_add(1, Ordering::SeqCst);
        }
        let mut lost = self.loses_the_answer_to.lock().unwrap();
        if lost.as_ref().is_some_and(|request| bytes.starts_with(request.as_bytes())) {
            *lost = None;
            self.loses_answers.store(true, Ordering::SeqCst);
        }
        !self.is_down.load(Ordering::SeqCst)
    }
}

/// Carries bytes as long as `passes` says so; then both ends are cut.
fn carry(mut from: TcpStream, mut to: TcpStream, passes: impl Fn(&[u8]) -> bool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 || !passes(&buffer[..read]) || to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

impl Drop for Network {
    fn drop(&mut self) {
        self.state.gone.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}
