//! Messages of HTTP as bytes: heads of requests taken apart, answers put
//! together. It touches no socket, and never lets a value end its header.

use std::io;

use httparse::Status;
use tiny_http::{HTTPVersion, Header, StatusCode};

use crate::site::Bytes;

/// What was asked for. A body of the request is never read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, in the letters that were sent.
    pub method: String,
    /// The target as it was sent: printable ASCII, as a rule a path and a query.
    pub target: String,
    /// The one `Host`, printable ASCII. Only HTTP/1.0 may come without.
    pub host: Option<String>,
    /// All `If-None-Match`, as one list.
    pub if_none_match: Option<String>,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers of the resource. `Content-Length`, `Connection`, `Date` and
    /// `Server` are added; those given here that are about the connection or the
    /// length are left out. One that is no header makes the answer a 500.
    pub headers: Vec<(&'static str, String)>,
    /// The body, for HEAD too: it is left out of what is sent, its length is not.
    pub body: Bytes,
}

impl Response {
    /// A status that says no more than its name, as plain text.
    pub fn plain(status: u16) -> Response {
        Response {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
            body: format!("{status} {}\n", StatusCode(status).default_reason_phrase()).into(),
        }
    }
}

/// The head of a request.
pub struct Head {
    /// What it asks for.
    pub request: Request,
    /// Whether another request may follow on the same connection.
    pub keep: bool,
}

/// The head that `bytes` begin with and its length, or nothing if more has to
/// come. A head that is refused gives the status to refuse it with.
pub fn parse(bytes: &[u8], most_headers: usize) -> Result<Option<(Head, usize)>, u16> {
    let mut headers = vec![httparse::EMPTY_HEADER; most_headers];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(bytes) {
        Ok(Status::Complete(length)) => length,
        Ok(Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Err(_) => return Err(400),
    };
    let (Some(method), Some(target), Some(version)) = (parsed.method, parsed.path, parsed.version) else {
        return Err(400);
    };
    let values = |name: &'static str| {
        let named = parsed.headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        named.map(|header| header.value)
    };
    let mut hosts = values("host");
    let host = match (hosts.next(), hosts.next()) {
        (None, _) if version == 0 => None,
        (Some(host), None) => Some(printable(host)?),
        _ => return Err(400),
    };
    if values("content-length").any(|value| value.is_empty() || !value.iter().all(u8::is_ascii_digit)) {
        return Err(400);
    }
    // Where a body ends is not worked out, so nothing can follow one.
    let has_body = values("transfer-encoding").next().is_some()
        || values("content-length").any(|value| value.iter().any(|digit| *digit != b'0'));
    let wishes = |wish: &str| {
        let mut words = values("connection").flat_map(|value| value.split(|byte| *byte == b','));
        words.any(|word| word.trim_ascii().eq_ignore_ascii_case(wish.as_bytes()))
    };
    let keep = !has_body && !wishes("close") && (version > 0 || wishes("keep-alive"));
    let tags: Vec<_> = values("if-none-match").map(String::from_utf8_lossy).collect();
    let request = Request {
        method: method.to_owned(),
        target: printable(target.as_bytes())?,
        host,
        if_none_match: (!tags.is_empty()).then(|| tags.join(", ")),
    };
    Ok(Some((Head { request, keep }, length)))
}

fn printable(bytes: &[u8]) -> Result<String, u16> {
    let text = bytes.iter().all(u8::is_ascii_graphic).then(|| String::from_utf8(bytes.to_vec()).ok());
    text.flatten().ok_or(400)
}

/// An answer in two parts, the second of which is the body, or nothing where none is
/// sent: to HEAD, for one.
pub fn print(response: &Response, head_only: bool, keep: bool) -> (Vec<u8>, &[u8]) {
    if !response.headers.iter().all(|(name, value)| is_sound(name, value)) {
        let refusal = Response::plain(500);
        let (head, body) = print(&refusal, head_only, keep);
        return ([&head, body].concat(), &[]);
    }
    // A 304 would have to tell the length of what it does not send.
    let bodiless = matches!(response.status, 100..=199 | 204 | 304);
    let length = (!bodiless).then_some(response.body.len());
    let head = print_head(response.status, &response.headers, length, keep);
    (head, if bodiless || head_only { &[] } else { &response.body })
}

/// The head of a stream of server-sent events: no length, for it ends when the
/// connection does.
pub(super) fn print_events_head() -> Vec<u8> {
    let headers =
        [("Content-Type", "text/event-stream".to_owned()), ("Cache-Control", "no-store".to_owned())];
    print_head(200, &headers, None, false)
}

/// Whether these make one header. `tiny_http` would print line ends in a value.
fn is_sound(name: &str, value: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && value.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control())
}

fn print_head(status: u16, headers: &[(&'static str, String)], length: Option<usize>, keep: bool) -> Vec<u8> {
    let mut answer = tiny_http::Response::empty(status);
    for (name, value) in
        headers.iter().map(|(name, value)| (*name, value.as_str())).chain([("Server", "rolebook")])
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            answer.add_header(header);
        }
    }
    let answer = answer.with_data(io::empty(), Some(length.unwrap_or(0))).with_chunked_threshold(usize::MAX);
    let mut printed = Vec::with_capacity(512);
    // Writing to memory does not fail.
    _ = answer.raw_print(&mut printed, HTTPVersion(1, 1), &[], true, None);
    // `tiny_http` always prints a length, and never `Connection`.
    let is_kept =
        |line: &&[u8]| *line != b"\r\n" && (length.is_some() || !line.starts_with(b"Content-Length:"));
    let lines = printed.split_inclusive(|byte| *byte == b'\n').filter(is_kept);
    let connection = if keep { "Connection: keep-alive\r\n\r\n" } else { "Connection: close\r\n\r\n" };
    lines.chain([connection.as_bytes()]).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Result<Head, u16> {
        parse(text.as_bytes(), 8).map(|parsed| parsed.expect("the head is whole").0)
    }

    fn keeps(lines: &str) -> bool {
        head(&format!("GET / HTTP/1.{lines}\r\n\r\n")).is_ok_and(|head| head.keep)
    }

    fn printed(response: &Response, head_only: bool) -> String {
        let (head, body) = print(response, head_only, true);
        String::from_utf8([&head, body].concat()).expect("answers of tests are text")
    }

    #[test]
    fn a_head_says_what_is_asked_for() {
        let text =
            "GET /a?b HTTP/1.1\r\nhOST: x:1\r\nIf-None-Match: \"a\"\r\nIf-None-Match: W/\"b\"\r\n\r\nGET";
        let (head, length) = parse(text.as_bytes(), 8).ok().flatten().expect("a whole head");
        assert_eq!(length, text.len() - 3);
        assert_eq!(
            head.request,
            Request {
                method: "GET".to_owned(),
                target: "/a?b".to_owned(),
                host: Some("x:1".to_owned()),
                if_none_match: Some("\"a\", W/\"b\"".to_owned()),
            }
        );
        assert!(parse(&text.as_bytes()[..length - 1], 8).is_ok_and(|head| head.is_none()));
    }

    #[test]
    fn a_connection_is_kept_where_both_sides_can() {
        assert!(keeps("1\r\nHost: x"));
        assert!(keeps("1\r\nHost: x\r\nContent-Length: 0"));
        assert!(keeps("0\r\nConnection: foo, Keep-Alive"));
        assert!(!keeps("0"));
        assert!(!keeps("1\r\nHost: x\r\nConnection: foo , CLOSE"));
        assert!(!keeps("1\r\nHost: x\r\nContent-Length: 10"));
        assert!(!keeps("1\r\nHost: x\r\nTransfer-Encoding: chunked"));
    }

    #[test]
    fn heads_that_are_not_sound_are_refused() {
        for lines in [
            "GET / HTTP/1.1",
            "GET / HTTP/1.1\r\nHost: x\r\nHost: y",
            "GET / HTTP/1.1\r\nHost: x\u{e9}",
            "GET /\u{e9} HTTP/1.1\r\nHost: x",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 5",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length:",
            "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c",
            "GET / HTTP/2.0\r\nHost: x",
            "GET /",
        ] {
            assert_eq!(head(&format!("{lines}\r\n\r\n")).err(), Some(400), "{lines}");
        }
        assert_eq!(head(&format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(9))).err(), Some(431));
    }

    #[test]
    fn lengths_are_those_of_the_body() {
        let response = Response {
            status: 200,
            headers: vec![("Content-Length", "7".to_owned())],
            body: b"abc".to_vec().into(),
        };
        assert!(printed(&response, false).contains("\r\nContent-Length: 3\r\n"));
        assert!(printed(&response, false).ends_with("\r\n\r\nabc"));
        assert!(printed(&response, true).contains("\r\nContent-Length: 3\r\n"));
        assert!(printed(&response, true).ends_with("\r\n\r\n"));
        let unchanged = printed(&Response { status: 304, ..response }, false);
        assert!(unchanged.starts_with("HTTP/1.1 304 Not Modified\r\n") && unchanged.ends_with("\r\n\r\n"));
        assert!(!unchanged.contains("Content-Length"));
    }

    #[test]
    fn what_is_no_header_makes_a_500() {
        for (name, value) in
            [("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\0"), ("X", "\u{e9}"), ("X: a\r\nY", "b"), ("", "a")]
        {
            let response =
                Response { status: 200, headers: vec![(name, value.to_owned())], body: Vec::new().into() };
            let printed = printed(&response, false);
            assert!(printed.starts_with("HTTP/1.1 500 ") && printed.ends_with("500 Internal Server Error\n"));
            assert!(!printed.contains("\nY: b") && !printed.contains("\nX"));
        }
    }
}
