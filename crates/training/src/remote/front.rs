//! The part of a server that clients connect to: a limited number of connections, each of which must soon say what it
//! wants, and messages of a limited length.
//!
//! Burn's server accepts every connection, waits indefinitely for its first bytes, and accepts messages of up to
//! 1 GiB. It listens on a port of the loopback interface only; the front listens where clients connect, and
//! passes their bytes on.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::messages::Messages;

/// What clients may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections at once. A further one is answered with HTTP's status 503.
    pub connections: usize,
    /// How much time a connection has for its request, and again for the first bytes after it.
    pub opening: Duration,
    /// How long a connection may be silent afterwards.
    pub silence: Duration,
    /// How many bytes a message may have.
    pub message: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16,
            opening: Duration::from_secs(10),
            silence: Duration::from_secs(3600),
            message: 256 << 20, // all 60,000 images of MNIST as floats have 179 MiB
        }
    }
}

/// The longest head of an HTTP request that is read. Burn's client sends about 200 bytes.
const LONGEST_HEAD: usize = 8 << 10;

/// The only request that is passed on: Burn's clients open a session with it.
const REQUEST: &[u8] = b"GET /session HTTP/1.1\r\n";

const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// Accepts connections in a thread of its own until the process ends, and passes them on to `server`.
///
/// # Errors
/// If the thread cannot be started.
pub fn start(listener: TcpListener, server: SocketAddr, limits: Limits) -> io::Result<()> {
    let accept = move || {
        let open = Arc::new(());
        loop {
            let Ok((client, _)) = listener.accept() else {
                thread::sleep(Duration::from_millis(100)); // no file descriptor is free, say
                continue;
            };
            let place = Arc::clone(&open);
            if Arc::strong_count(&open) > limits.connections + 1 {
                let _ = refuse(client);
                continue;
            }
            // A thread that cannot be started drops the connection.
            let _ = thread::Builder::new().name("connection".into()).spawn(move || {
                let _place = place;
                let _ = pass_on(&client, server, &limits);
                let _ = client.shutdown(Shutdown::Both);
            });
        }
    };
    thread::Builder::new().name("front".into()).spawn(accept).map(drop)
}

/// Says that there are too many connections, without waiting for anything.
fn refuse(mut client: TcpStream) -> io::Result<()> {
    client.set_nonblocking(true)?;
    client.write_all(FULL)?;
    client.shutdown(Shutdown::Write)?;
    // A connection that is closed with bytes unread loses the answer on its way.
    let _ = client.read(&mut [0; LONGEST_HEAD]);
    Ok(())
}

/// Passes one connection on until one end closes it or it exceeds a limit.
fn pass_on(mut client: &TcpStream, server: SocketAddr, limits: &Limits) -> io::Result<()> {
    client.set_nodelay(true)?;
    client.set_write_timeout(Some(limits.silence))?;
    let opened = read_request(client, limits.opening)?;

    let server = TcpStream::connect(server)?;
    server.set_nodelay(true)?;
    (&server).write_all(&opened.bytes)?;

    let answers = (client.try_clone()?, server.try_clone()?);
    let answering = thread::Builder::new().name("answers".into()).spawn(move || {
        let (mut client, mut server) = answers;
        let _ = io::copy(&mut server, &mut client);
        let _ = client.shutdown(Shutdown::Both);
    })?;

    let mut messages = Messages::new(limits.message);
    let mut pass = || -> io::Result<()> {
        let too_long = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        messages.take(&opened.bytes[opened.head..]).map_err(too_long)?;
        client.set_read_timeout(Some(limits.opening))?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = client.read(&mut buffer)?;
            if read == 0 {
                return Ok(());
            }
            messages.take(&buffer[..read]).map_err(too_long)?;
            (&server).write_all(&buffer[..read])?;
            client.set_read_timeout(Some(limits.silence))?;
        }
    };
    let passed = pass();
    // The server then ends the session, and with it the answers.
    let _ = server.shutdown(if passed.is_ok() { Shutdown::Write } else { Shutdown::Both });
    let _ = answering.join();
    passed
}

/// The first bytes of a connection: a request, of which `head` bytes are its head.
struct Opened {
    bytes: Vec<u8>,
    head: usize,
}

/// Reads a request up to the end of its head, if that comes in time, is short, and asks for a session.
fn read_request(mut client: &TcpStream, time: Duration) -> io::Result<Opened> {
    let end = Instant::now() + time;
    let mut bytes = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        client.set_read_timeout(Some(left))?;
        let read = client.read(&mut buffer)?;
        bytes.extend(&buffer[..read]);
        let compared = bytes.len().min(REQUEST.len());
        if read == 0 || bytes[..compared] != REQUEST[..compared] || bytes.len() > LONGEST_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            return Ok(Opened { bytes, head: at + 4 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        connections: 4,
        opening: Duration::from_millis(500),
        silence: Duration::from_secs(60),
        message: 1000,
    };

    const HEAD: &[u8] = b"GET /session HTTP/1.1\r\nHost: here\r\n\r\n";

    /// A front before a server that sends back what it gets.
    fn front(limits: Limits) -> SocketAddr {
        let [outer, inner] = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [address, server] = [&outer, &inner].map(|listener| listener.local_addr().unwrap());
        thread::spawn(move || {
            for client in inner.incoming() {
                let mut client = client.unwrap();
                thread::spawn(move || io::copy(&mut client.try_clone().unwrap(), &mut client));
            }
        });
        start(outer, server, limits).unwrap();
        address
    }

    fn connect(address: SocketAddr) -> TcpStream {
        let client = TcpStream::connect(address).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        client
    }

    /// All that comes until the other end closes the connection.
    fn rest(mut client: TcpStream) -> Vec<u8> {
        let mut bytes = Vec::new();
        match client.read_to_end(&mut bytes) {
            Err(error) if error.kind() != io::ErrorKind::ConnectionReset => panic!("{error}"),
            _ => bytes,
        }
    }

    /// A connection that works: what it sends comes back.
    fn open(address: SocketAddr) -> TcpStream {
        let mut client = connect(address);
        let sent = [HEAD, &[0x82, 3, 1, 2, 3]].concat();
        client.write_all(&sent).unwrap();
        let mut back = vec![0; sent.len()];
        client.read_exact(&mut back).unwrap();
        assert_eq!(back, sent);
        client
    }

    #[test]
    fn bytes_pass_both_ways_until_one_end_closes() {
        let mut client = open(front(LIMITS));
        let frame = [&[0x82, 126, 1, 0][..], &[9; 256]].concat();
        client.write_all(&frame).unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        assert_eq!(rest(client), frame);
    }

    #[test]
    fn what_asks_for_no_session_never_reaches_the_server() {
        let address = front(LIMITS);
        let long = [&HEAD[..HEAD.len() - 2], &[b'x'; 2 * LONGEST_HEAD]].concat();
        for garbage in [&b"\0\xff\x13"[..], b"GET / HTTP/1.1\r\n\r\n", b"\r\n\r\n", &long] {
            let mut client = connect(address);
            let _ = client.write_all(garbage);
            assert_eq!(rest(client), b"", "{}", String::from_utf8_lossy(garbage));
        }
        open(address);
    }

    #[test]
    fn a_silent_connection_is_closed() {
        let address = front(LIMITS);
        for said in [&b""[..], b"G", &HEAD[..30], HEAD] {
            let mut client = connect(address);
            client.write_all(said).unwrap();
            let start = Instant::now();
            let back = rest(client);
            assert!(start.elapsed() < Duration::from_secs(30), "{said:?}");
            assert_eq!(back, if said == HEAD { HEAD } else { b"" });
        }
    }

    #[test]
    fn a_long_message_ends_the_connection() {
        let mut client = open(front(LIMITS));
        let mut back = Vec::new();
        client.write_all(&[0x82, 126, 0x10, 0]).unwrap();
        let _ = client.read_to_end(&mut back);
        assert_eq!(back, b"");
    }

    #[test]
    fn a_thousand_connections_leave_the_open_ones_alone_and_give_their_places_back() {
        let address = front(Limits { opening: Duration::from_secs(60), ..LIMITS });
        let mut first = open(address);
        let silent: Vec<TcpStream> = (1..LIMITS.connections).map(|_| connect(address)).collect();
        for _ in 0..1000 {
            assert!(rest(connect(address)).starts_with(b"HTTP/1.1 503 "));
        }
        first.write_all(&[0x82, 1, 7]).unwrap();
        let mut back = [0; 3];
        first.read_exact(&mut back).unwrap();
        assert_eq!(back, [0x82, 1, 7]);
        drop(silent);
        let start = Instant::now();
        let is_free = || {
            let mut client = connect(address);
            let mut back = vec![0; HEAD.len()];
            client.write_all(HEAD).is_ok() && client.read_exact(&mut back).is_ok() && back == HEAD
        };
        while !is_free() {
            assert!(start.elapsed() < Duration::from_secs(30), "no place was given back");
        }
    }
}
