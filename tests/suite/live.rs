//! The preview as a process, and clients that talk to it. Whoever waits here polls,
//! with a deadline that only what never happens can miss.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::arrange::program;
use crate::previewed::{Previewed, answers};

/// After this time what is waited for never happens.
const DEADLINE: Duration = Duration::from_secs(60);

/// Waits until `is_so`.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < DEADLINE, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// `rolebook serve` of the site at `root`, at a port that the system chooses.
pub(crate) fn serve_command(root: &Path) -> Command {
    let mut command = program();
    command.arg("serve").arg("--root").arg(root).args(["--port", "0"]);
    command
}

/// A preview that runs, until this is dropped.
pub(crate) struct Server {
    child: Child,
    /// The address that it printed.
    pub(crate) url: String,
    pub(crate) address: SocketAddr,
    stdout: Receiver<String>,
    stderr: Arc<Mutex<String>>,
}

impl Server {
    /// Serves the site at `root`.
    #[track_caller]
    pub(crate) fn start(root: &Path) -> Self {
        Self::run(serve_command(root))
    }

    /// Starts a preview, and waits until its first page can be had.
    #[track_caller]
    pub(crate) fn run(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let (sender, stdout) = channel();
        let out = BufReader::new(child.stdout.take().expect("its output"));
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                // The test may have ended.
                let _ = sender.send(line);
            }
        });
        let stderr = Arc::new(Mutex::new(String::new()));
        let (mut messages, told) = (child.stderr.take().expect("its messages"), Arc::clone(&stderr));
        thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = messages.read(&mut part) {
                told.lock().expect("no panic").push_str(&String::from_utf8_lossy(&part[..length]));
            }
        });
        let Ok(url) = stdout.recv_timeout(DEADLINE) else {
            let _ = child.kill();
            panic!("no address is printed: {}", stderr.lock().expect("no panic"));
        };
        let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("an address");
        let address = host.parse().expect("an address in digits");
        Self { child, url, address, stdout, stderr }
    }

    /// What the terminal shows by now.
    pub(crate) fn terminal(&self) -> String {
        self.stderr.lock().expect("no panic").clone()
    }

    #[track_caller]
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "")
    }

    /// Asks with further headers.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let mut stream = self.connect();
        let host =
            if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        let request = format!("{method} {target} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Answer::parse(&bytes)
    }

    #[track_caller]
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).expect("a limit");
        stream
    }

    /// A stream of events that has said hello.
    #[track_caller]
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /_rolebook/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut events = Events { lines: BufReader::new(stream) };
        let head: Vec<String> =
            std::iter::from_fn(|| Some(events.line()).filter(|line| !line.is_empty())).collect();
        assert_eq!(head[0], "HTTP/1.1 200 OK");
        assert!(head.iter().any(|line| line == "Content-Type: text/event-stream"), "{head:?}");
        assert_eq!(events.next().0, "hello");
        events
    }

    /// Waits until the page at `target` is there and has `words`.
    #[track_caller]
    pub(crate) fn wait_for(&self, target: &str, words: &str) {
        wait_until(&format!("{target} says {words}"), || {
            let answer = self.get(target);
            answer.status == 200 && answer.text().contains(words)
        });
    }

    /// Waits until all that is served is what somebody sees who starts a preview of
    /// the site only now.
    #[track_caller]
    pub(crate) fn settles(&self, root: &Path) {
        let fresh = Previewed::of(root);
        assert_eq!(fresh.report(), "", "the site is sound");
        let expected = answers(&fresh.snapshot, &fresh.settings);
        wait_until("all is served as it is now", || {
            expected.iter().all(|(target, expected)| {
                let answer = self.get(target);
                answer.status == expected.status && answer.body == *expected.body
            })
        });
    }

    /// Sends a signal and gives what the preview leaves behind.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn signal(&mut self, signal: &str) -> std::process::ExitStatus {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("/bin/sh").args(["-c", &kill]).status().expect("a shell").success());
        let mut status = None;
        wait_until("the preview ends", || {
            status = self.child.try_wait().expect("a status");
            status.is_some()
        });
        status.expect("a status")
    }

    /// All that was printed after the address.
    pub(crate) fn printed(&self) -> Vec<String> {
        self.stdout.try_iter().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came over the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head");
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut head = head.split("\r\n").map(str::to_owned);
        let status = head.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        Self { status, head: head.collect(), body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.iter().filter_map(|line| line.split_once(": "));
        headers.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// A client of the stream of events.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    #[track_caller]
    fn line(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(self.lines.read_line(&mut line).expect("a line in time"), 0, "the stream ended");
        line.trim_end().to_owned()
    }

    /// The next event's name and what it says.
    #[track_caller]
    pub(crate) fn next(&mut self) -> (String, Value) {
        let (mut name, mut data) = (String::new(), Value::Null);
        loop {
            let line = self.line();
            if let Some(value) = line.strip_prefix("event: ") {
                name = value.to_owned();
            } else if let Some(value) = line.strip_prefix("data: ") {
                data = serde_json::from_str(value).expect("JSON");
            } else if line.is_empty() && !name.is_empty() {
                return (name, data);
            }
        }
    }

    /// Waits for a change of the file at that address. A file that is written in
    /// place may be seen half done, so there may be more than one.
    #[track_caller]
    pub(crate) fn wait_for_file(&mut self, address: &str) {
        loop {
            let (name, data) = self.next();
            assert_eq!(name, "change");
            if data["files"].as_array().expect("a list").iter().any(|file| file == address) {
                return;
            }
        }
    }
}
