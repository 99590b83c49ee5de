//! Connections of clients: accepts them, and answers each on a thread of its
//! own. It knows nothing of the site, and never lets clients that wait, that are
//! slow or that are many keep an answer from another.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::events::Stream;
use super::message::{self, Head, Request, Response};
use super::places::{Connections, Limits, Place, State, now};

/// How often a stream looks whether its client is still there.
const LOOK: Duration = Duration::from_secs(1);
/// Bytes that are read at once: those of most heads.
const PART: usize = 2048;
/// For how long, and for how many bytes, a connection that is to be closed is
/// read: closing it over unread bytes could take the answer from the client.
const DRAIN: (Duration, usize) = (Duration::from_secs(1), 256 << 10);

/// Answer of a request.
pub enum Reply {
    /// A whole response, which others may be sent too.
    Response(Arc<Response>),
    /// A stream of server-sent events that stays open while the sender lives.
    /// Messages are passed on as they are, empty line at the end included.
    Events(Stream),
}

/// What makes the answers, on as many threads as there are requests.
pub type Answer = dyn Fn(&Request) -> Reply + Send + Sync;

/// Accepts connections for ever. Nothing that a client does, that `answer` does
/// or that the system runs out of ends it.
pub fn serve(listener: TcpListener, limits: Limits, answer: Arc<Answer>) -> ! {
    let connections = Arc::new(Connections::new(limits));
    let mut number = 0;
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => Arc::new(stream),
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => {
                continue;
            }
            Err(_) => {
                connections.recover();
                continue;
            }
        };
        number += 1;
        let Some(place) = connections.place(number, &stream) else {
            turn_away(&stream);
            continue;
        };
        let answer = Arc::clone(&answer);
        let connection =
            Connection { stream: Arc::clone(&stream), place, answer, bytes: Vec::new(), head_only: false };
        if thread::Builder::new().name("connection".to_owned()).spawn(|| connection.run()).is_err() {
            turn_away(&stream);
            connections.recover();
        }
    }
}

/// Tells a client that there is no place for it, without waiting for anything.
fn turn_away(mut stream: &TcpStream) {
    let refusal = Response::plain(503);
    let (head, body) = message::print(&refusal, false, false);
    _ = stream.set_nonblocking(true).and_then(|()| stream.write(&[&head, body].concat()));
    _ = stream.shutdown(Shutdown::Write).and_then(|()| stream.read(&mut [0; 2048]));
}

/// A status that is the last word on a connection.
fn say(status: u16) -> Made {
    Made { reply: Reply::Response(Arc::new(Response::plain(status))), keep: false }
}

/// Why there is no head.
enum Stop {
    /// The client is gone, or has to go.
    Gone,
    /// What came is refused with this status.
    Refused(u16),
}

/// An answer, and whether another request may follow.
struct Made {
    reply: Reply,
    keep: bool,
}

/// A connection, on its thread.
struct Connection {
    // Before `place`: a place is free once its socket is closed.
    stream: Arc<TcpStream>,
    place: Place,
    answer: Arc<Answer>,
    /// What has come and has not been answered.
    bytes: Vec<u8>,
    /// Whether the request that is being answered is a HEAD.
    head_only: bool,
}

impl Connection {
    fn run(mut self) {
        _ = self.stream.set_nodelay(true);
        loop {
            let made = catch_unwind(AssertUnwindSafe(|| self.make()));
            let Some(Made { reply, keep }) = made.unwrap_or_else(|_| Some(say(500))) else { return };
            let sent = match reply {
                Reply::Response(response) => {
                    let (head, body) = message::print(&response, self.head_only, keep);
                    self.send(&head, body)
                }
                Reply::Events(_) if self.head_only => self.send(&message::print_events_head(), &[]),
                Reply::Events(stream) => self.pass_on(&stream.messages),
            };
            match sent {
                Ok(()) if keep => {}
                Ok(()) => return self.part(),
                Err(_) => return,
            }
        }
    }

    /// The answer of the next request, or nothing if there is no next one.
    fn make(&mut self) -> Option<Made> {
        self.head_only = false;
        let head = match self.read_head() {
            Ok(head) => head,
            Err(Stop::Refused(status)) => return Some(say(status)),
            Err(Stop::Gone) => return None,
        };
        self.head_only = head.request.method == "HEAD";
        Some(match (self.answer)(&head.request) {
            reply @ Reply::Response(_) => Made { reply, keep: head.keep },
            reply if self.head_only || self.place.enter_events() => Made { reply, keep: false },
            Reply::Events(_) => say(503),
        })
    }

    fn read_head(&mut self) -> Result<Head, Stop> {
        let limits = &self.place.connections.limits;
        let mut idle = self.bytes.is_empty();
        let mut since = self.enter(if idle { State::Idle } else { State::Head })?;
        loop {
            if let Some((head, length)) =
                message::parse(&self.bytes, limits.headers).map_err(Stop::Refused)?
            {
                self.bytes.drain(..length);
                self.bytes.shrink_to(PART);
                self.enter(State::Answer)?;
                return Ok(head);
            }
            let mut part = [0; PART];
            let most = part.len().min(limits.head_bytes.saturating_sub(self.bytes.len()));
            if most == 0 {
                return Err(Stop::Refused(431));
            }
            let time = if idle { limits.idle_time } else { limits.head_time };
            match read_within(&self.stream, &mut part[..most], since, time) {
                Ok(0) => return Err(Stop::Gone),
                Ok(length) => self.bytes.extend_from_slice(&part[..length]),
                Err(error) if error.kind() == ErrorKind::TimedOut && !idle => return Err(Stop::Refused(408)),
                Err(_) => return Err(Stop::Gone),
            }
            if idle {
                (idle, since) = (false, self.enter(State::Head)?);
            }
        }
    }

    fn enter(&self, state: State) -> Result<Instant, Stop> {
        self.place.enter(state).ok_or(Stop::Gone)
    }

    fn send(&self, head: &[u8], body: &[u8]) -> io::Result<()> {
        self.place.enter(State::Write).ok_or(ErrorKind::ConnectionAborted)?;
        let parts = u32::try_from(body.len() >> 20).unwrap_or(u32::MAX).saturating_add(1);
        let time = self.place.connections.limits.write_time.saturating_mul(parts);
        write_within(&self.stream, [head, body], time)
    }

    /// Passes events on until there can be no more, or the client is gone.
    fn pass_on(&self, events: &Receiver<Arc<str>>) -> io::Result<()> {
        let limits = &self.place.connections.limits;
        write_within(&self.stream, [&message::print_events_head(), &[]], limits.write_time)?;
        let mut written = now();
        loop {
            let wait = limits.ping.saturating_sub(written.elapsed()).min(LOOK);
            let event = match events.recv_timeout(wait) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            self.look()?;
            let bytes = match &event {
                Some(event) => event.as_bytes(),
                None if written.elapsed() >= limits.ping => b": ping\n\n",
                None => continue,
            };
            write_within(&self.stream, [bytes, &[]], limits.write_time)?;
            written = now();
        }
    }

    /// Fails if the client has closed its side. What it sends is lost.
    fn look(&self) -> io::Result<()> {
        self.stream.set_nonblocking(true)?;
        let read = (&*self.stream).read(&mut [0; 512]);
        self.stream.set_nonblocking(false)?;
        match read {
            Ok(0) => Err(ErrorKind::ConnectionAborted.into()),
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(()),
        }
    }

    /// Closes the connection so that the client still gets what was sent.
    fn part(self) {
        let Some(since) = self.place.enter(State::Idle) else { return };
        _ = self.stream.shutdown(Shutdown::Write);
        let (mut part, mut drained) = ([0; PART], 0);
        while drained < DRAIN.1 {
            match read_within(&self.stream, &mut part, since, DRAIN.0) {
                Ok(length) if length > 0 => drained += length,
                _ => return,
            }
        }
    }
}

/// Reads what there is, once there is something, unless `time` since then is over.
fn read_within(mut stream: &TcpStream, part: &mut [u8], since: Instant, time: Duration) -> io::Result<usize> {
    loop {
        stream.set_read_timeout(Some(left(since, time)?))?;
        match stream.read(part) {
            Err(error) if error.kind() == ErrorKind::Interrupted || is_timeout(&error) => {}
            read => return read,
        }
    }
}

/// Writes all of it, with one write if the client takes it, in no more than `time`.
fn write_within(mut stream: &TcpStream, parts: [&[u8]; 2], time: Duration) -> io::Result<()> {
    let since = now();
    let mut parts = &mut parts.map(IoSlice::new)[..];
    // Those that are empty would not do any more.
    IoSlice::advance_slices(&mut parts, 0);
    while !parts.is_empty() {
        stream.set_write_timeout(Some(left(since, time)?))?;
        match stream.write_vectored(parts) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(length) => IoSlice::advance_slices(&mut parts, length),
            Err(error) if error.kind() == ErrorKind::Interrupted || is_timeout(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Systems name it differently.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// What is left of `time` since then; fails if nothing is.
fn left(since: Instant, time: Duration) -> io::Result<Duration> {
    let left = time.saturating_sub(since.elapsed());
    if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::SocketAddr;
    use std::sync::Mutex;
    use std::sync::mpsc::{self, Sender, SyncSender};

    use super::*;

    /// No test waits for a time to be short: this one only ends those that fail.
    const FOREVER: Duration = Duration::from_secs(60);
    const MOMENT: Duration = Duration::from_millis(100);

    /// A site that answers with the target, except for what tests ask of it.
    #[derive(Default)]
    struct Site {
        senders: Mutex<Vec<Sender<Arc<str>>>>,
        /// Told when `/wait` is being answered; it then waits until this is gone.
        waits: Mutex<Vec<SyncSender<()>>>,
    }

    impl Site {
        fn answer(&self, request: &Request) -> Reply {
            let mut response =
                Response { status: 200, headers: Vec::new(), body: request.target.clone().into() };
            match request.target.as_str() {
                "/events" => {
                    let (sender, receiver) = mpsc::channel();
                    self.senders.lock().expect("nobody panics with it").push(sender);
                    return Reply::Events(receiver.into());
                }
                "/wait" => {
                    let waits = self.waits.lock().expect("nobody panics with it").pop();
                    // Once to say so, and once more, which nobody takes.
                    waits.map(|waits| waits.send(()).and_then(|()| waits.send(())));
                }
                "/panic" => panic!("this is a test"),
                "/unchanged" => response.status = 304,
                "/injected" => response.headers.push(("Location", "/\r\nX-Injected: 1\r\n\r\n".to_owned())),
                "/big" => response.body = vec![b'x'; 16 << 20].into(),
                _ => {}
            }
            Reply::Response(Arc::new(response))
        }

        /// Sends to every stream, and forgets those that have ended.
        fn send(&self, event: &Arc<str>) -> usize {
            let mut senders = self.senders.lock().expect("nobody panics with it");
            senders.retain(|sender| sender.send(Arc::clone(event)).is_ok());
            senders.len()
        }
    }

    fn start(limits: Limits) -> (SocketAddr, Arc<Site>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        let site = Arc::new(Site::default());
        let answering = Arc::clone(&site);
        thread::spawn(move || serve(listener, limits, Arc::new(move |request| answering.answer(request))));
        (address, site)
    }

    fn start_default() -> SocketAddr {
        start(Limits::default()).0
    }

    struct Client(BufReader<TcpStream>);

    #[derive(Debug)]
    struct Answer {
        status: u16,
        head: String,
        body: String,
    }

    impl Client {
        fn connect(address: SocketAddr) -> Client {
            let stream = TcpStream::connect(address).expect("the server listens");
            stream.set_read_timeout(Some(FOREVER)).expect("a timeout");
            stream.set_nodelay(true).expect("an option");
            Client(BufReader::new(stream))
        }

        /// May fail, as to a server that has closed its side.
        fn send(&mut self, text: &str) {
            _ = self.0.get_mut().write_all(text.as_bytes());
        }

        fn get(&mut self, target: &str) -> Answer {
            self.send(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
            self.answer()
        }

        fn answer(&mut self) -> Answer {
            self.try_answer(false).expect("an answer")
        }

        fn try_answer(&mut self, head_only: bool) -> io::Result<Answer> {
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if self.0.read_line(&mut head)? == 0 {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
            }
            let status = head.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
            let length = length.filter(|_| !head_only).map_or(0, |length| length.parse().expect("a length"));
            let mut body = vec![0; length];
            self.0.read_exact(&mut body)?;
            Ok(Answer { status, head, body: String::from_utf8(body).expect("text") })
        }

        fn line(&mut self) -> String {
            let mut line = String::new();
            self.0.read_line(&mut line).expect("a line");
            line
        }

        /// Whether the server closes the connection, and sends nothing more.
        fn is_closed(&mut self) -> bool {
            match self.0.read(&mut [0; 1]) {
                Ok(length) => length == 0,
                Err(error) => error.kind() == ErrorKind::ConnectionReset,
            }
        }
    }

    /// The answer to newcomers, as soon as it is another than 503.
    fn get_in_the_end(address: SocketAddr, target: &str) -> (Client, Answer) {
        for _ in 0..600 {
            let mut client = Client::connect(address);
            client.send(&format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
            match client.try_answer(false) {
                Ok(answer) if answer.status != 503 => return (client, answer),
                _ => thread::sleep(MOMENT),
            }
        }
        panic!("there is never a place");
    }

    #[test]
    fn a_connection_answers_one_request_after_another() {
        let mut client = Client::connect(start_default());
        for target in ["/a", "/b"] {
            let answer = client.get(target);
            assert_eq!((answer.status, answer.body.as_str()), (200, target));
            assert!(answer.head.contains("\r\nConnection: keep-alive\r\n"), "{}", answer.head);
        }
    }

    #[test]
    fn pipelined_requests_are_answered_in_order() {
        let mut client = Client::connect(start_default());
        let requests: Vec<String> = (0..100)
            .map(|number| format!("GET /{number} HTTP/1.1\r\nHost: x\r\nA: {}\r\n\r\n", "b".repeat(300)))
            .collect();
        client.send(&requests.concat());
        for number in 0..100 {
            assert_eq!(client.answer().body, format!("/{number}"));
        }
    }

    #[test]
    fn a_head_may_come_in_pieces() {
        let mut client = Client::connect(start_default());
        for byte in "\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n".chars() {
            client.send(&byte.to_string());
        }
        assert_eq!(client.answer().body, "/a");
        assert_eq!(client.answer().body, "/b");
    }

    #[test]
    fn answers_to_head_and_304_have_no_body() {
        let mut client = Client::connect(start_default());
        client.send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n");
        let answer = client.try_answer(true).expect("an answer");
        assert!(answer.head.contains("\r\nContent-Length: 4\r\n"), "{}", answer.head);
        let answer = client.get("/unchanged");
        assert_eq!(answer.status, 304);
        assert!(!answer.head.contains("Content-Length"), "{}", answer.head);
        assert_eq!(client.get("/after").body, "/after");
    }

    #[test]
    fn a_connection_is_closed_where_the_client_wants_it() {
        let address = start_default();
        for request in
            ["GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /b", "GET /a HTTP/1.0\r\n\r\n"]
        {
            let mut client = Client::connect(address);
            client.send(request);
            let answer = client.answer();
            assert_eq!(answer.body, "/a");
            assert!(answer.head.contains("\r\nConnection: close\r\n"), "{}", answer.head);
            assert!(client.is_closed());
        }
        let mut client = Client::connect(address);
        client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assert_eq!(client.answer().body, "/a");
        assert_eq!(client.get("/b").body, "/b");
    }

    #[test]
    fn a_body_closes_the_connection_after_the_answer() {
        let address = start_default();
        let long = format!("Content-Length: 20000\r\n\r\n{}", "GET / HTTP/1.1\r\n".repeat(1_250));
        for body in
            ["Content-Length: 3\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", long.as_str()]
        {
            let mut client = Client::connect(address);
            client.send(&format!("POST /a HTTP/1.1\r\nHost: x\r\n{body}"));
            let answer = client.answer();
            assert_eq!((answer.status, answer.body.as_str()), (200, "/a"));
            assert!(answer.head.contains("\r\nConnection: close\r\n"), "{}", answer.head);
            // A reset could take the answer from the client.
            assert_eq!(client.0.read(&mut [0; 1]).expect("no reset"), 0);
        }
    }

    #[test]
    fn heads_that_cannot_be_taken_are_answered_and_closed() {
        let limits = Limits { head_time: MOMENT, head_bytes: 5000, headers: 8, ..Limits::default() };
        let (address, _) = start(limits);
        let long = format!("GET / HTTP/1.1\r\nHost: x\r\nA: {}\r\n\r\n", "b".repeat(5000));
        let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "A: b\r\n".repeat(8));
        for (head, status) in [
            ("GET /\r\n\r\n", 400),
            ("\x16\x03\x01\x02", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
            (long.as_str(), 431),
            (many.as_str(), 431),
            ("GET / HTTP/1.1\r\nHost: x\r\n", 408),
        ] {
            let mut client = Client::connect(address);
            client.send(head);
            let answer = client.answer();
            assert_eq!(answer.status, status, "{head:?}");
            assert!(answer.body.starts_with(&status.to_string()));
            assert!(client.is_closed());
        }
    }

    #[test]
    fn a_connection_without_requests_is_closed() {
        let (address, _) = start(Limits { idle_time: MOMENT, ..Limits::default() });
        assert!(Client::connect(address).is_closed());
        let mut client = Client::connect(address);
        assert_eq!(client.get("/a").body, "/a");
        assert!(client.is_closed());
    }

    #[test]
    fn idle_connections_do_not_stop_an_answer() {
        let (address, _) = start(Limits { connections: 64, ..Limits::default() });
        let mut idle: Vec<Client> = (0..500).map(|_| Client::connect(address)).collect();
        for _ in 0..20 {
            assert_eq!(Client::connect(address).get("/a").body, "/a");
        }
        assert!(idle[0].is_closed(), "the one that was idle longest makes room");
        assert_eq!(idle[499].get("/b").body, "/b", "the last one did not have to");
    }

    #[test]
    fn slow_heads_do_not_stop_an_answer() {
        let (address, _) = start(Limits { connections: 32, ..Limits::default() });
        let slow: Vec<Client> = (0..200)
            .map(|_| {
                let mut client = Client::connect(address);
                client.send("GET / HTTP/1.1\r\nHos");
                client
            })
            .collect();
        for _ in 0..20 {
            assert_eq!(Client::connect(address).get("/a").body, "/a");
        }
        drop(slow);
    }

    #[test]
    fn a_newcomer_does_not_make_room_for_the_next_while_there_are_slow_heads() {
        let (address, _) = start(Limits { connections: 8, ..Limits::default() });
        let mut slow: Vec<Client> = (0..8).map(|_| Client::connect(address)).collect();
        for client in &mut slow {
            client.send("GET / HTTP/1.1\r\nHos");
        }
        // Where this is too short for the heads to be read, less is tested.
        thread::sleep(MOMENT);
        let mut newcomers: Vec<Client> = (0..3).map(|_| Client::connect(address)).collect();
        assert_eq!(newcomers[0].get("/a").body, "/a");
    }

    #[test]
    fn clients_that_do_not_take_their_answer_do_not_stop_others() {
        let (address, _) = start(Limits { connections: 4, write_time: FOREVER, ..Limits::default() });
        let slow: Vec<Client> = (0..4)
            .map(|_| {
                let mut client = Client::connect(address);
                client.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
                assert_eq!(client.line(), "HTTP/1.1 200 OK\r\n", "the answer has begun");
                client
            })
            .collect();
        assert_eq!(get_in_the_end(address, "/a").1.body, "/a");
        drop(slow);
    }

    #[test]
    fn a_newcomer_is_turned_away_where_all_are_being_answered() {
        let (address, site) = start(Limits { connections: 2, ..Limits::default() });
        let busy = [(); 2].map(|()| {
            let (told, begun) = mpsc::sync_channel(0);
            site.waits.lock().expect("nobody panics with it").push(told);
            let mut client = Client::connect(address);
            client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            begun.recv_timeout(FOREVER).expect("it is being answered");
            (client, begun)
        });
        let mut client = Client::connect(address);
        assert_eq!(client.answer().status, 503);
        assert!(client.is_closed());
        for (mut client, begun) in busy {
            drop(begun);
            assert_eq!(client.answer().body, "/wait");
        }
        assert_eq!(get_in_the_end(address, "/a").1.body, "/a");
    }

    #[test]
    fn a_panic_answers_500_and_the_server_lives_on() {
        let (address, _) = start(Limits { connections: 2, ..Limits::default() });
        for _ in 0..10 {
            let mut client = Client::connect(address);
            let answer = client.get("/panic");
            assert_eq!((answer.status, answer.body.as_str()), (500, "500 Internal Server Error\n"));
            assert!(client.is_closed());
        }
        assert_eq!(Client::connect(address).get("/a").body, "/a");
    }

    #[test]
    fn a_line_end_in_a_header_is_not_sent() {
        let mut client = Client::connect(start_default());
        let answer = client.get("/injected");
        assert_eq!(answer.status, 500);
        assert!(!answer.head.contains("X-Injected") && !answer.head.contains("Location"), "{}", answer.head);
        assert_eq!(client.get("/a").body, "/a");
    }

    #[test]
    fn events_arrive_at_every_stream_until_there_are_no_more() {
        let (address, site) = start(Limits { ping: MOMENT, ..Limits::default() });
        let mut clients = [Client::connect(address), Client::connect(address)];
        for client in &mut clients {
            let answer = client.get("/events");
            assert_eq!(answer.status, 200);
            assert!(answer.head.contains("\r\nContent-Type: text/event-stream\r\n"), "{}", answer.head);
            assert!(answer.head.contains("\r\nCache-Control: no-store\r\n"), "{}", answer.head);
            assert!(!answer.head.contains("Content-Length"), "{}", answer.head);
            assert_eq!((client.line().as_str(), client.line().as_str()), (": ping\n", "\n"));
        }
        assert_eq!(site.send(&Arc::from("event: change\ndata: /a\n\n")), 2);
        for client in &mut clients {
            let lines: Vec<String> =
                (0..).map(|_| client.line()).find(|line| line.starts_with('e')).into_iter().collect();
            assert_eq!(lines, ["event: change\n"]);
            assert_eq!((client.line().as_str(), client.line().as_str()), ("data: /a\n", "\n"));
        }
        site.senders.lock().expect("nobody panics with it").clear();
        for client in &mut clients {
            let mut rest = String::new();
            client.0.read_to_string(&mut rest).expect("the end of the stream");
            assert!(rest.lines().all(|line| line.is_empty() || line == ": ping"), "{rest:?}");
        }
    }

    #[test]
    fn head_of_a_stream_is_no_stream() {
        let mut client = Client::connect(start_default());
        client.send("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(client.answer().head.contains("\r\nContent-Type: text/event-stream\r\n"));
        assert!(client.is_closed());
    }

    #[test]
    fn a_stream_ends_when_its_client_is_gone() {
        let (address, _) = start(Limits { streams: 1, ping: FOREVER * 10, ..Limits::default() });
        let mut client = Client::connect(address);
        assert_eq!(client.get("/events").status, 200);
        let mut other = Client::connect(address);
        assert_eq!(other.get("/events").status, 503);
        assert!(other.is_closed());
        drop(client);
        assert_eq!(get_in_the_end(address, "/events").1.status, 200);
    }

    #[test]
    fn a_stream_whose_client_never_reads_is_dropped() {
        let (address, site) = start(Limits { write_time: MOMENT, ..Limits::default() });
        let mut client = Client::connect(address);
        assert_eq!(client.get("/events").status, 200);
        let event = Arc::from(format!("data: {}\n\n", "x".repeat(1 << 20)));
        let dropped = (0..6000).any(|_| {
            thread::sleep(MOMENT / 10);
            site.send(&event) == 0
        });
        assert!(dropped);
    }

    #[test]
    fn many_requests_are_all_answered() {
        let (address, _) = start(Limits { connections: 4, ..Limits::default() });
        thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    let mut client = Client::connect(address);
                    for request in 0..2500 {
                        let target = format!("/{number}/{request}");
                        assert_eq!(client.get(&target).body, target);
                    }
                });
            }
        });
    }
}
