//! Links that lead out of a site, asked for by `check --external`. The other hosts are
//! a server in this file: no test ever leaves the machine.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rolebook::net::{Answer, Manners, ask};

use crate::arrange::{Run, Tiny, check_command, repository, run};
use crate::reports::check_report;

/// A host that answers by what its paths say, until the tests end.
struct Host {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for connection in listener.incoming() {
                let log = Arc::clone(&log);
                thread::spawn(move || answer(connection.expect("a connection"), &log));
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// What was asked so far, in order.
    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a log").clone()
    }
}

fn answer(connection: TcpStream, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(&connection).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let question = first.trim_end_matches(" HTTP/1.1").to_owned();
    let times = {
        let mut log = log.lock().expect("a log");
        log.push(question.clone());
        log.iter().filter(|asked| **asked == question).count()
    };
    let (verb, path) = question.split_once(' ').expect("a request line");
    let status = match (verb, path) {
        (_, "/there" | "/also-there") => "200 OK",
        (_, "/gone") => "404 Not Found",
        (_, "/gone-for-good") => "410 Gone",
        (_, "/members") => "403 Forbidden",
        (_, "/busy") => "429 Too Many Requests",
        (_, "/broken") => "503 Service Unavailable",
        ("HEAD", "/no-head") => "405 Method Not Allowed",
        (_, "/no-head") => "200 OK",
        (_, "/moved") => "301 Moved Permanently\r\nLocation: /there",
        (_, "/round") => "302 Found\r\nLocation: /round",
        ("GET", "/tired") if times > 2 => "200 OK",
        (_, "/tired") => "500 Internal Server Error",
        (_, "/slow") => {
            thread::sleep(Duration::from_secs(10));
            "200 OK"
        }
        _ => panic!("{question}"),
    };
    let _ = write!(&connection, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

/// Asks, without waiting long between questions.
fn ask_soon(host: &Host, path: &str) -> Answer {
    let manners = Manners {
        hosts: 2,
        pause: Duration::ZERO,
        patience: Duration::from_millis(if path == "slow" { 200 } else { 60_000 }),
        retry: Duration::from_millis(1),
        proxy: false,
    };
    let url = host.url(path);
    ask([url.as_str()], &manners, &|| {}).remove(url.as_str()).expect("an answer")
}

#[test]
fn each_kind_of_answer_is_understood() {
    let host = Host::new();
    let unknown = |reason: &str| Answer::Unknown(reason.to_owned());
    for (path, answer) in [
        ("there", Answer::There),
        ("no-head", Answer::There),
        ("moved", Answer::There),
        ("tired", Answer::There),
        ("gone", Answer::Gone(404)),
        ("gone-for-good", Answer::Gone(410)),
        ("members", unknown("it answers 403")),
        ("busy", unknown("it answers 429")),
        ("broken", unknown("it answers 503")),
        ("round", unknown("it leads on and on")),
        ("slow", unknown("it takes too long")),
    ] {
        assert_eq!(ask_soon(&host, path), answer, "{path}");
    }
    let count = |question: &str| host.asked().iter().filter(|asked| *asked == question).count();
    assert_eq!(count("GET /broken"), 3, "what is broken is asked again, twice");
    assert_eq!(count("GET /busy"), 1, "a host that is busy is left alone");
    assert_eq!(count("GET /there"), 0, "the head is enough");
}

#[test]
fn a_host_that_is_not_there_is_not_known() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let host = Host { address, asked: Arc::default() };
    assert!(matches!(ask_soon(&host, "there"), Answer::Unknown(_)));
}

/// A page that links to these.
fn linking(host: &Host, paths: &[&str], front: &str) -> Tiny {
    let links: Vec<String> = paths.iter().map(|path| format!("[Link]({})", host.url(path))).collect();
    let tiny = Tiny::new();
    tiny.write("content/field/_index.md", "+++\ntitle = \"Field\"\ndescription = \"Jobs.\"\n+++\n")
        .write("content/field/track/_index.md", "+++\ntitle = \"Track\"\ndescription = \"Jobs.\"\n+++\n");
    let page = format!(
        "+++\ntitle = \"About\"\ndescription = \"What this is.\"\n{front}+++\n\n{}\n",
        links.join("\n")
    );
    tiny.write("content/about.md", page);
    tiny
}

fn check(tiny: &Tiny, arguments: &[&str]) -> Run {
    let mut command = check_command(&tiny.root());
    command.args(arguments);
    run(command)
}

#[track_caller]
fn check_made_here(name: &str, host: &Host, run: &Run) {
    let report = format!("exit code {}\n\n{}{}", run.exit_code, run.stdout, run.stderr);
    let report = report.replace(&host.address.port().to_string(), "[PORT]");
    check_report(&repository().join("tests/cases/made_here"), name, &report);
}

#[test]
fn a_dead_link_is_told() {
    let host = Host::new();
    let tiny = linking(&host, &["there#part", "gone#part"], "");
    check_made_here("dead_link", &host, &check(&tiny, &["--external"]));
}

#[test]
fn a_link_that_programs_may_not_follow_is_noted() {
    let host = Host::new();
    let tiny = linking(&host, &["members"], "");
    check_made_here("unverified_link", &host, &check(&tiny, &["--external"]));
}

#[test]
fn links_of_raw_html_pictures_and_the_call_to_action_are_asked_for() {
    let host = Host::new();
    let tiny = linking(&host, &["there"], "");
    let gone = host.url("gone");
    tiny.write(
        "config.toml",
        format!("title = \"Tiny\"\nbase_url = \"https://example.org/\"\n\n[cta]\ntitle = \"Next\"\nlink = {{ label = \"Go\", url = \"{gone}\" }}\n"),
    );
    let front = "+++\ntitle = \"Help\"\ndescription = \"Where to get help.\"\n+++\n";
    tiny.write(
        "content/help.md",
        format!("{front}\nBy <a class=\"x\" href='{gone}'>post</a>, ![a map]({gone})\n\n<p>\n<img src=\"{gone}\"\nalt=\"\"></p>\n\n<!-- <a href=\"{gone}\"> -->\n"),
    );
    check_made_here("dead_link_of_each_kind", &host, &check(&tiny, &["--external"]));
}

#[test]
fn nobody_is_asked_without_the_option() {
    let host = Host::new();
    let tiny = linking(&host, &["there", "gone"], "[silence]\ndead-link = \"kept as a memory\"\n");
    assert!(check(&tiny, &["--deny", "warnings"]).succeeded().stdout.ends_with("nothing to mend\n"));
    assert_eq!(host.asked(), Vec::<String>::new());
    let run = check(&tiny, &["--deny", "warnings", "--external"]).succeeded();
    assert!(run.stdout.ends_with("nothing to mend\n"), "{}", run.stdout);
    assert!(host.asked().contains(&"GET /gone".to_owned()));
}

#[test]
fn good_answers_are_remembered_and_bad_ones_are_not() {
    let host = Host::new();
    let tiny = linking(&host, &["there", "gone"], "");
    for _ in 0..2 {
        assert!(check(&tiny, &["--external"]).succeeded().stdout.contains("warning[dead-link]"));
    }
    let count = |question: &str| host.asked().iter().filter(|asked| *asked == question).count();
    assert_eq!((count("HEAD /there"), count("GET /gone")), (1, 2));

    // A memory that cannot be read is none.
    tiny.write(".rolebook-cache/links.json", "nonsense");
    check(&tiny, &["--external"]).succeeded();
    assert_eq!(count("HEAD /there"), 2);
    // So is one that is a day old, and one that cannot be kept is told of.
    tiny.write(".rolebook-cache/links.json", format!("{{\"{}\": 1000000000}}", host.url("there")));
    check(&tiny, &["--external"]).succeeded();
    assert_eq!(count("HEAD /there"), 3);
    fs::remove_dir_all(tiny.root().join(".rolebook-cache")).expect("no folder");
    tiny.write(".rolebook-cache", "Mine.");
    let run = check(&tiny, &["--external"]).succeeded();
    assert_eq!(run.stderr, "what answered is not remembered: `.rolebook-cache` is not a folder\n");
}
