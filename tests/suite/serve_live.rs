//! The preview as its author runs it: arguments, what the terminal shows, how it
//! begins and ends, and who may talk to it.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::SystemTime;

use crate::arrange::{CONFIG, Run, Tiny, program, rolebook, run, temporary, tree, write};
use crate::live::{Server, serve_command, wait_until};
use crate::previewed::{COOK, kitchen};

const COOK_FILE: &str = "content/field/track/cook.md";
const COOK_PAGE: &str = "/field/track/cook/";

/// A preview with further arguments, that must end by itself.
fn ends(arguments: &[&str]) -> Run {
    let mut command = rolebook();
    command.arg("serve").args(arguments);
    run(command)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn the_site_can_be_had_as_soon_as_its_address_is_printed() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    assert_eq!(server.url, format!("http://{}/", server.address));
    assert!(server.address.ip().is_loopback());
    assert_eq!(server.get("/").status, 200);
    server.settles(&tiny.root());
    assert_eq!(server.printed(), Vec::<String>::new(), "nothing but the address");
    assert!(!server.terminal().contains("error"), "{}", server.terminal());
}

#[test]
fn the_printed_address_has_the_path_of_the_site() {
    let tiny = kitchen();
    tiny.write("config.toml", CONFIG.replace("example.org/", "example.org/careers/"));
    let server = Server::start(&tiny.root());
    assert_eq!(server.url, format!("http://{}/careers/", server.address));
    assert_eq!(server.get("/careers/").status, 200);
    assert_eq!(server.get("/").header("Location"), Some("/careers/"));
}

#[test]
fn the_site_is_the_current_folder_unless_another_is_named() {
    let tiny = kitchen();
    let mut command = program();
    command.args(["serve", "--port", "0"]).current_dir(tiny.root());
    Server::run(command).wait_for(COOK_PAGE, "Cooks cook");
}

#[cfg(unix)]
#[test]
fn the_preview_ends_at_once_and_well_whoever_is_connected() {
    let tiny = kitchen();
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&tiny.root());
        let (_events, _idle) = (server.events(), server.connect());
        assert_eq!(server.signal(signal).code(), Some(0), "{signal}: {}", server.terminal());
        assert!(!server.terminal().contains("error"), "{}", server.terminal());
    }
}

#[test]
fn a_port_that_is_asked_for_and_taken_is_an_error() {
    let tiny = kitchen();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let run = ends(&["--root", text(&tiny.root()), "--port", &port]).failed();
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains(&format!("port {port}")) && run.stderr.contains("--port"), "{}", run.stderr);
}

/// Others may take ports of the machine or let go of them meanwhile, so this tries
/// more than once.
#[test]
fn without_a_port_the_first_free_one_from_4000_is_taken() {
    let tiny = kitchen();
    let held = TcpListener::bind("127.0.0.1:4000");
    let is_first_free = (0..10).any(|_| {
        let mut command = program();
        command.arg("serve").arg("--root").arg(tiny.root());
        let server = Server::run(command);
        let port = server.address.port();
        assert!((4000..4100).contains(&port), "{port}");
        assert!(port != 4000 || held.is_err(), "4000 is taken");
        assert_eq!(server.get(COOK_PAGE).status, 200);
        (4000..port).all(|lower| TcpListener::bind(("127.0.0.1", lower)).is_err())
    });
    assert!(is_first_free);
}

#[test]
fn two_previews_live_side_by_side() {
    let tiny = kitchen();
    let [one, other] = [0, 1].map(|_| {
        let mut command = program();
        command.arg("serve").arg("--root").arg(tiny.root());
        Server::run(command)
    });
    assert_ne!(one.address, other.address);
    // Their heads have the time.
    assert_eq!(one.get("/").body, other.get("/").body);
}

#[test]
fn a_host_that_is_not_this_machine_is_an_error() {
    let tiny = kitchen();
    // Set apart for documentation (RFC 5737): nobody has it.
    let run = ends(&["--root", text(&tiny.root()), "--host", "192.0.2.1"]).failed();
    assert!(run.stderr.contains("192.0.2.1") && run.stderr.contains("--host"), "{}", run.stderr);
}

#[test]
fn a_host_can_be_a_name_or_every_address() {
    let tiny = kitchen();
    for host in ["localhost", "0.0.0.0", "127.0.0.1"] {
        let mut command = serve_command(&tiny.root());
        command.args(["--host", host]);
        let server = Server::run(command);
        assert!(server.address.ip().is_loopback(), "{host}: {}", server.url);
        assert_eq!(server.get("/").status, 200);
        for (name, status) in [("localhost", 200), ("example.org", 403)] {
            assert_eq!(server.ask("GET", "/", &format!("Host: {name}\r\n")).status, status, "{host} {name}");
        }
    }
}

#[test]
fn a_folder_that_is_no_site_is_an_error() {
    let folder = temporary();
    let run = ends(&["--port", "0", "--root", text(folder.path())]).failed();
    assert!(run.stderr.contains("error[no-site]"), "{}", run.stderr);
    let run = ends(&["--port", "0", "--root", text(&folder.path().join("nothing"))]).failed();
    assert!(run.stderr.contains("error[io]") && run.stderr.contains("--root"), "{}", run.stderr);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    for arguments in [["--port", "70000"], ["--port", "x"], ["--poll", "0"], ["--poll", "x"]] {
        assert_eq!(ends(&arguments).exit_code, 2, "{arguments:?}");
    }
}

#[test]
fn drafts_are_served_unless_they_are_not_wanted() {
    let tiny = kitchen();
    for (argument, status) in [("--drafts", 200), ("--no-drafts", 404)] {
        let mut command = serve_command(&tiny.root());
        command.arg(argument);
        assert_eq!(Server::run(command).get("/field/track/brewer/").status, status, "{argument}");
    }
    let server = Server::start(&tiny.root());
    assert!(server.get("/field/track/brewer/").text().contains("<strong>Draft.</strong>"));
}

#[test]
fn authors_can_do_without_notes() {
    let tiny = kitchen();
    let mut command = serve_command(&tiny.root());
    command.arg("--no-margin");
    let server = Server::run(command);
    assert!(server.get(COOK_PAGE).text().contains("data-margin=\"off\""));
    assert!(
        server.get("/_rolebook/state?path=%2Ffield%2Ftrack%2Fcook%2F").text().contains("\"margin\":null")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn the_site_is_opened_in_the_browser_of_the_system() {
    use std::os::unix::fs::PermissionsExt;

    let tiny = kitchen();
    let folder = temporary();
    let (browser, opened) = (folder.path().join("xdg-open"), folder.path().join("opened"));
    write(&browser, format!("#!/bin/sh\necho \"$1\" > '{}'\n", opened.display()));
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("a program");
    let mut command = serve_command(&tiny.root());
    command.arg("--open").env("PATH", folder.path());
    let server = Server::run(command);
    let is_opened = || fs::read_to_string(&opened).is_ok_and(|text| text.trim() == server.url);
    wait_until("the browser is opened", is_opened);
}

#[test]
fn changes_are_found_by_looking_too() {
    for poll in [&["--poll"][..], &["--poll", "20"]] {
        let tiny = kitchen();
        let mut command = serve_command(&tiny.root());
        command.args(poll);
        let server = Server::run(command);
        tiny.write(COOK_FILE, COOK.replace("Cooks cook", "Cooks boil")).write("static/new.txt", "new");
        server.settles(&tiny.root());
        fs::remove_file(tiny.root().join("static/new.txt")).expect("a file");
        server.settles(&tiny.root());
    }
}

#[test]
fn nothing_is_ever_written() {
    let tiny = kitchen();
    tiny.build().succeeded();
    crate::arrange::copy(&tiny.out(), &tiny.root().join("public"));
    let state = || -> Vec<(String, Vec<u8>, SystemTime)> {
        let files = tree(&tiny.root()).into_iter().map(|(path, bytes)| {
            let metadata = fs::metadata(tiny.root().join(&path)).expect("a file");
            (path, bytes, metadata.modified().expect("a time"))
        });
        files.collect()
    };
    let before = state();
    let server = Server::start(&tiny.root());
    server.settles(&tiny.root());
    let _events = server.events();
    assert!(state() == before);
    // While it changes and is broken, too.
    tiny.write(COOK_FILE, "no front matter");
    wait_until("the mistake is told", || server.terminal().contains("error[missing-front-matter]"));
    tiny.write(COOK_FILE, COOK);
    server.settles(&tiny.root());
    let paths = |state: Vec<(String, Vec<u8>, SystemTime)>| -> Vec<String> {
        state.into_iter().map(|it| it.0).collect()
    };
    assert_eq!(paths(state()), paths(before));
}

#[test]
fn a_site_that_is_broken_from_the_start_is_served_as_its_report_until_it_is_mended() {
    let tiny = kitchen();
    tiny.write("config.toml", "title = ");
    let server = Server::start(&tiny.root());
    let answer = server.get(COOK_PAGE);
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("<rolebook-report") && answer.text().contains("config.toml:1:"));
    wait_until("it is told", || server.terminal().contains("--> config.toml:1:"));
    tiny.write("config.toml", CONFIG);
    server.settles(&tiny.root());
    wait_until("it is told", || server.terminal().contains("no errors"));
}

#[test]
fn mistakes_are_told_once_and_so_is_their_end() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    tiny.save(COOK_FILE, format!("{COOK}\n[a link](nothing.md)\n"));
    wait_until("it is told", || server.terminal().contains("1 error"));
    // Another edit, which has nothing to do with it.
    tiny.save("static/note.txt", "Another.\n");
    wait_until("it is served", || server.get("/note.txt").text() == "Another.\n");
    tiny.save(COOK_FILE, COOK);
    wait_until("it is told", || server.terminal().contains("no errors"));
    let terminal = server.terminal();
    assert_eq!(
        terminal.matches("error[broken-link]: there is no text `nothing.md`").count(),
        1,
        "{terminal}"
    );
    assert!(terminal.contains(" --> content/field/track/cook.md:17:1"), "{terminal}");
    assert_eq!(server.printed(), Vec::<String>::new());
}

/// One page of its kind cannot be rendered, and it is not the one that is looked at.
#[test]
fn what_is_wrong_with_pages_that_nobody_looks_at_is_told() {
    let tiny = kitchen();
    let template = |test: &str| format!("<!doctype html>\n<body>{{{{ guide.title }}}}{test}</body>\n");
    tiny.write("templates/guide.html", template(""));
    let server = Server::start(&tiny.root());
    server.settles(&tiny.root());
    tiny.write(
        "templates/guide.html",
        template("{% if guide.title == \"Waiter\" %}{{ guide.titel }}{% endif %}"),
    );
    wait_until("it is told", || server.terminal().contains("error[template]"));
    assert!(server.terminal().contains("--> templates/guide.html:2:"), "{}", server.terminal());
    assert_eq!(server.get(COOK_PAGE).status, 200);
    let waiter = server.get("/field/track/waiter/");
    assert!(waiter.text().contains("<rolebook-report"), "{}", waiter.text());
    tiny.write("templates/guide.html", template("!"));
    server.settles(&tiny.root());
}

#[test]
fn the_wire_carries_what_was_asked_for() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let page = server.get(COOK_PAGE);
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("Content-Length"), Some(page.body.len().to_string().as_str()));
    let head = server.ask("HEAD", COOK_PAGE, "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("Content-Length"), page.header("Content-Length"));
    assert_eq!(head.header("ETag"), page.header("ETag"));
    let tag = page.header("ETag").expect("a tag");
    let known = server.ask("GET", COOK_PAGE, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((known.status, known.body.len()), (304, 0));
    for (method, target, headers, status) in [
        ("GET", "/nothing/", "", 404),
        ("HEAD", "/nothing/", "", 404),
        ("POST", "/", "Content-Length: 3\r\n", 405),
        ("GET", "/../x", "", 400),
        ("GET", "/about", "", 301),
        ("GET", "/", "Host: evil.example\r\n", 403),
        ("GET", "/_rolebook/events", "Host: evil.example\r\n", 403),
        ("POST", "/_rolebook/events", "", 405),
        ("GET", "/_rolebook/preview.js", "", 200),
    ] {
        assert_eq!(server.ask(method, target, headers).status, status, "{method} {target} {headers}");
    }
}

#[test]
fn a_connection_is_kept_for_further_requests() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let mut stream = server.connect();
    let request = format!("GET /note.txt HTTP/1.1\r\nHost: {}\r\n", server.address);
    stream
        .write_all(format!("{request}\r\n{request}\r\n{request}Connection: close\r\n\r\n").as_bytes())
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("answers");
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 3, "{text}");
    assert_eq!(text.matches("A note.").count(), 3, "{text}");
}

#[test]
fn hundreds_of_idle_connections_do_not_stop_an_answer() {
    let tiny = kitchen();
    let server = Server::start(&tiny.root());
    let _events = server.events();
    // Where the system does not let a process have so many, some are left for others.
    let mut idle: Vec<TcpStream> = (0..500).map_while(|_| TcpStream::connect(server.address).ok()).collect();
    if idle.len() < 500 {
        idle.truncate(idle.len().saturating_sub(50));
    }
    assert!(idle.len() > 100, "{}", idle.len());
    for _ in 0..50 {
        assert_eq!(server.get(COOK_PAGE).status, 200);
    }
    tiny.write("static/note.txt", "Another.\n");
    wait_until("it is served", || server.get("/note.txt").text() == "Another.\n");
}

#[test]
fn a_site_can_be_served_by_a_path_that_is_a_link() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "Cooks cook.");
    let link = tiny.root().join("../link");
    #[cfg(unix)]
    std::os::unix::fs::symlink(tiny.root(), &link).expect("a link");
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(tiny.root(), &link).expect("a link");
    let server = Server::start(&link);
    tiny.guide("cook", "Cook", "Cooks boil.");
    server.wait_for(COOK_PAGE, "Cooks boil");
}
