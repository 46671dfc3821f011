//! Sockets of this account behind which every line goes encrypted to a PostgreSQL whose certificate was looked at.

use std::{io, path::Path, sync::Arc, time::Duration};

use rustls::{ClientConfig, pki_types::ServerName};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpStream, UnixListener, UnixStream},
    sync::oneshot,
};
use tokio_rustls::TlsConnector;

use super::line::{Server, socket_number};

/// `SSLRequest` and `CancelRequest` of the protocol.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
const CANCEL_REQUEST: [u8; 4] = [4, 210, 22, 46];
/// As long as the client library waits for a connection: see `Manager::postgres_url`.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longer is no message with which a line begins.
const LONGEST_MESSAGE: usize = 64 * 1024;
/// What a line to a machine that fell silent is given up after.
const SILENCE_MILLIS: u32 = 5_000;

/// Ends with the last who holds it.
pub(super) struct Tunnel {
    folder: TempDir,
    /// Closed by being dropped.
    _open: oneshot::Sender<()>,
}

impl Tunnel {
    pub fn dug(servers: Vec<Server>, client: ClientConfig) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("piaojue-line-").tempdir()?;
        let client = Arc::new(client);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (open, closed) = oneshot::channel();
        for (place, server) in servers.into_iter().enumerate() {
            let socket = folder.path().join(format!(".s.PGSQL.{}", socket_number(place)));
            // Not by the runtime: whoever opens a database may be in one of its own.
            let listener = std::os::unix::net::UnixListener::bind(&socket)?;
            listener.set_nonblocking(true)?;
            runtime.spawn(serve(listener, Arc::new(server), client.clone()));
        }
        std::thread::Builder::new().name("database line".into()).spawn(move || {
            // Whether it is told or the other end is gone, the line is over.
            let _ = runtime.block_on(closed);
        })?;
        Ok(Self { folder, _open: open })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

async fn serve(listener: std::os::unix::net::UnixListener, server: Arc<Server>, client: Arc<ClientConfig>) {
    let listener = match UnixListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(%error, "no line to the database");
            return;
        }
    };
    loop {
        match listener.accept().await {
            Ok((near, _)) => {
                let (server, client) = (server.clone(), client.clone());
                tokio::spawn(async move {
                    if let Err(error) = carried(near, &server, client).await {
                        tracing::debug!(%error, "a line to the database broke off");
                    }
                });
            }
            // As when there are no descriptors left for a moment.
            Err(error) => {
                tracing::warn!(%error, "no further line to the database at the moment");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// One line, from the client library's first word to the end.
async fn carried(mut near: UnixStream, server: &Server, client: Arc<ClientConfig>) -> io::Result<()> {
    let first = first_message(&mut near).await?;
    let reached = tokio::time::timeout(PATIENCE, reach(server, client)).await;
    let mut far = match reached.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut))) {
        Ok(far) => far,
        Err(why) => {
            let place = format!("{}:{}", server.address, server.port);
            return near.write_all(&refusal(&format!("no encrypted line to {place}: {why}"))).await;
        }
    };
    far.write_all(&first).await?;
    far.flush().await?;
    if first.get(4..8) != Some(CANCEL_REQUEST.as_slice()) {
        sign_in(&mut near, &mut far).await?;
    }
    copy_bidirectional(&mut near, &mut far).await?;
    Ok(())
}

type Far = tokio_rustls::client::TlsStream<TcpStream>;

async fn reach(server: &Server, client: Arc<ClientConfig>) -> io::Result<Far> {
    let name = ServerName::try_from(server.name.clone()).map_err(io::Error::other)?;
    let mut plain = TcpStream::connect((server.address.as_str(), server.port)).await?;
    plain.set_nodelay(true)?;
    rustix::net::sockopt::set_tcp_user_timeout(&plain, SILENCE_MILLIS)?;
    // Whoever waits for an answer has nothing under way that the bound above could notice.
    rustix::net::sockopt::set_socket_keepalive(&plain, true)?;
    rustix::net::sockopt::set_tcp_keepidle(&plain, Duration::from_secs(2))?;
    rustix::net::sockopt::set_tcp_keepintvl(&plain, Duration::from_secs(1))?;
    plain.write_all(&SSL_REQUEST).await?;
    if plain.read_u8().await? != b'S' {
        return Err(io::Error::other("it has no certificate to show (ssl = on)"));
    }
    TlsConnector::from(client).connect(name, plain).await
}

/// A message without a kind, as only the first is.
async fn first_message(near: &mut UnixStream) -> io::Result<Vec<u8>> {
    let length = near.read_u32().await?;
    let mut message = length.to_be_bytes().to_vec();
    read_rest(near, length, &mut message).await?;
    Ok(message)
}

async fn read_rest(from: &mut (impl AsyncReadExt + Unpin), length: u32, message: &mut Vec<u8>) -> io::Result<()> {
    let rest = usize::try_from(length).ok().and_then(|length| length.checked_sub(4));
    let rest = rest.filter(|rest| *rest <= LONGEST_MESSAGE);
    let rest = rest.ok_or_else(|| io::Error::other("no message of PostgreSQL's protocol"))?;
    let start = message.len();
    message.resize(start + rest, 0);
    from.read_exact(&mut message[start..]).await.map(drop)
}

async fn message(from: &mut (impl AsyncReadExt + Unpin)) -> io::Result<Vec<u8>> {
    let kind = from.read_u8().await?;
    let length = from.read_u32().await?;
    let mut message = vec![kind];
    message.extend_from_slice(&length.to_be_bytes());
    read_rest(from, length, &mut message).await?;
    Ok(message)
}

/// Passes on what is said until the server lets somebody in or refuses. Of the ways to sign in the one bound to the channel is
/// left out: the client library sees none, and would take its being offered for an attack. The channel's own end has looked at
/// the certificate already.
async fn sign_in(near: &mut UnixStream, far: &mut Far) -> io::Result<()> {
    loop {
        let said = message(far).await?;
        let asked = match said.as_slice() {
            [b'R', _, _, _, _, asked @ ..] => asked.first_chunk::<4>().copied().map(u32::from_be_bytes),
            [b'v', ..] => Some(AUTHENTICATION_GOES_ON),
            _ => None,
        };
        let passed = if asked == Some(AUTHENTICATION_SASL) { without_channel_binding(&said) } else { said };
        near.write_all(&passed).await?;
        match asked {
            None | Some(0) => return Ok(()),
            Some(AUTHENTICATION_GOES_ON) => {}
            Some(_) => {
                let answer = message(near).await?;
                far.write_all(&answer).await?;
                far.flush().await?;
            }
        }
    }
}

/// Ways to sign in are offered in this message of kind `R`.
const AUTHENTICATION_SASL: u32 = 10;
/// The last word of the server in such a way; it asks for no answer.
const AUTHENTICATION_GOES_ON: u32 = 12;

fn without_channel_binding(offer: &[u8]) -> Vec<u8> {
    let ways = offer.get(9..).unwrap_or_default().split(|byte| *byte == 0);
    let mut body = AUTHENTICATION_SASL.to_be_bytes().to_vec();
    for way in ways.filter(|way| !way.is_empty() && !way.ends_with(b"-PLUS")) {
        body.extend_from_slice(way);
        body.push(0);
    }
    body.push(0);
    framed(b'R', &body)
}

fn framed(kind: u8, body: &[u8]) -> Vec<u8> {
    // Nothing longer than was read before.
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [&[kind][..], &length.to_be_bytes(), body].concat()
}

/// An error in the server's own form, by which the client library goes on to the next server, if there is one (57P03).
fn refusal(why: &str) -> Vec<u8> {
    let why = why.replace('\0', " ");
    framed(b'E', format!("SFATAL\0VFATAL\0C57P03\0M{why}\0\0").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_ways_to_sign_in_only_the_one_bound_to_the_channel_is_left_out() {
        let offer = framed(b'R', b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0");
        assert_eq!(without_channel_binding(&offer), framed(b'R', b"\0\0\0\x0aSCRAM-SHA-256\0\0"));
    }
}
