//! What the preview answers: the pages that `build` writes, at the addresses where
//! a host has them, with one script more. Asked without a socket.

use std::collections::BTreeSet;
use std::path::Path;

use rolebook::route::Route;
use rolebook::server::message::{Request, Response};
use rolebook::site::Bytes;

use crate::arrange::{CONFIG, Tiny, build_command, case, repository, run, temporary, tree, write};
use crate::previewed::{Previewed, encode, header, kitchen, request, split, text};

/// What a browser has to be told about a file of that name.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        _ if path.ends_with("feed.xml") => "application/atom+xml; charset=utf-8",
        "json" if path == "data/graph.schema.json" => "application/schema+json",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8; header=present",
        "graphml" => "application/graphml+xml",
        "md" => "text/markdown; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" | "_headers" | "_redirects" | "CNAME" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        "xml" => "text/xml; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Every file that `build --drafts` writes is answered, byte for byte but for what
/// the preview adds to pages, and so is nothing else.
#[track_caller]
fn check_that_all_is_served(root: &Path) {
    let out = temporary();
    let mut command = build_command(root, out.path());
    command.arg("--drafts");
    run(command).succeeded();
    let mut files = tree(out.path());
    for own in [".rolebook-manifest", ".rolebook-lock"] {
        files.remove(own).expect("a file that is no part of the site");
    }

    let previewed = Previewed::of(root);
    let site = previewed.snapshot.site.as_ref().expect("a site");
    let base = site.book.config.base_path();
    for (path, bytes) in &files {
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let target = format!("{base}/{}", encode(folder.unwrap_or(path)));
        let response = previewed.get(&target);
        assert_eq!(response.status, 200, "{target}");
        assert_eq!(header(&response, "Content-Type"), Some(media_type(path)), "{target}");
        if path.ends_with(".html") {
            let (page, injected) = split(&text(&response));
            assert!(page.as_bytes() == bytes.as_slice(), "{target}: {page}");
            assert!(injected.starts_with("<script ") && injected.ends_with("></script>"), "{injected}");
        } else {
            assert!(*response.body == **bytes, "{target}");
        }
    }
    let served: BTreeSet<String> = site.plan.pages.keys().map(Route::output_path).collect();
    assert!(served.iter().eq(files.keys()), "{served:?}");
}

#[test]
fn every_page_and_file_of_the_repository_is_served_as_it_is_built() {
    check_that_all_is_served(&repository());
}

#[test]
fn every_page_and_file_of_a_small_site_is_served_as_it_is_built() {
    check_that_all_is_served(&case("minimal"));
    check_that_all_is_served(&kitchen().root());
}

#[test]
fn files_whose_names_need_signs_of_urls_are_served_as_they_are_built() {
    let tiny = kitchen();
    for name in
        ["a b.txt", "50%.txt", "c#.txt", "what?.txt", "na\u{ef}ve.txt", "[x]&y.txt", "a+b.txt", "a:b.txt"]
    {
        tiny.write(&format!("static/{name}"), name);
    }
    check_that_all_is_served(&tiny.root());
}

#[test]
fn every_page_gets_one_script_at_the_end_of_its_body() {
    let previewed = Previewed::of(&kitchen().root());
    for target in ["/", "/field/track/cook/", "/skills/", "/about/", "/old/baker/", "/404.html"] {
        let served = text(&previewed.get(target));
        let (page, injected) = split(&served);
        assert_eq!(injected.matches("<script").count(), 1, "{target}: {injected}");
        assert!(served.contains(&format!("{injected}</body>")), "{target}: {served}");
        assert!(!page.contains("_rolebook"), "{target}: {page}");
    }
}

#[test]
fn a_page_without_a_body_gets_the_script_at_its_end() {
    let tiny = kitchen();
    tiny.write("static/plain.html", "<p>Plain.");
    let (page, injected) = split(&text(&Previewed::of(&tiny.root()).get("/plain.html")));
    assert_eq!(page, "<p>Plain.");
    assert!(injected.ends_with("</script>"));
}

#[test]
fn the_scripts_of_the_preview_are_served() {
    let previewed = Previewed::of(&kitchen().root());
    for target in ["/_rolebook/preview.js", "/_rolebook/events.js"] {
        let response = previewed.get(target);
        assert_eq!(response.status, 200);
        assert_eq!(header(&response, "Content-Type"), Some("text/javascript; charset=utf-8"));
        assert!(!response.body.is_empty());
    }
    assert_eq!(previewed.get("/_rolebook/other").status, 404);
}

#[track_caller]
fn check_redirect(previewed: &Previewed, target: &str, location: &str) {
    let response = previewed.get(target);
    assert_eq!(response.status, 301, "{target}: {}", text(&response));
    assert_eq!(header(&response, "Location"), Some(location), "{target}");
}

#[test]
fn an_address_without_its_slash_leads_to_the_page_and_keeps_its_query() {
    let tiny = kitchen();
    tiny.write("static/caf\u{e9}/index.html", "<p>A caf\u{e9}.</p>");
    let previewed = Previewed::of(&tiny.root());
    check_redirect(&previewed, "/about", "/about/");
    check_redirect(&previewed, "/field/track/cook?a=1&b=%2F", "/field/track/cook/?a=1&b=%2F");
    check_redirect(&previewed, "/%61bout", "/about/");
}

#[test]
fn the_name_of_the_index_answers_the_page() {
    let previewed = Previewed::of(&kitchen().root());
    for folder in ["/", "/about/", "/field/", "/field/track/cook/"] {
        let [page, file] = [folder.to_owned(), format!("{folder}index.html")].map(|it| previewed.get(&it));
        assert_eq!((file.status, file.body), (200, page.body), "{folder}");
    }
    assert_eq!(previewed.get("/nothing/index.html").status, 404);
    let note = previewed.get("/note.txt");
    assert!(matches!(note.body, Bytes::File(_)), "a file is in memory once, however many ask for it");
    for target in ["/aboutindex.html", "/note.txtindex.html", "/note.txt/index.html"] {
        assert_eq!(previewed.get(target).status, 404, "{target}");
    }
}

#[test]
fn a_query_makes_no_other_page() {
    let previewed = Previewed::of(&kitchen().root());
    assert_eq!(previewed.get("/about/?q=1").body, previewed.get("/about/").body);
}

#[test]
fn an_unknown_address_is_answered_by_the_page_for_it_and_says_so() {
    let previewed = Previewed::of(&kitchen().root());
    let own = previewed.page("/404.html");
    for target in ["/nothing/", "/nothing", "/field/track/cook/x", "/note.txt/", "/field/track/cook/a.png"] {
        let response = previewed.get(target);
        assert_eq!(response.status, 404, "{target}");
        assert_eq!(header(&response, "Content-Type"), Some("text/html; charset=utf-8"));
        assert_eq!(split(&text(&response)).0, own, "{target}");
    }
}

#[test]
fn encoded_addresses_are_the_same_addresses() {
    let tiny = kitchen();
    tiny.write("static/na\u{ef}ve.txt", "x").write("static/a b.txt", "y");
    let previewed = Previewed::of(&tiny.root());
    for (target, body) in
        [("/na%C3%AFve.txt", "x"), ("/na%c3%afve.txt", "x"), ("/a%20b.txt", "y"), ("/%61%20b%2etxt", "y")]
    {
        assert_eq!(text(&previewed.get(target)), body, "{target}");
    }
    assert_eq!(previewed.get("/%61bout%2F").body, previewed.get("/about/").body);
}

#[test]
fn what_is_no_address_of_a_site_is_refused() {
    let tiny = kitchen();
    write(&tiny.root().join("../secret.txt"), "a secret");
    let previewed = Previewed::of(&tiny.root());
    for target in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/about/../../secret.txt",
        "/about/%2E%2E/%2E%2E/secret.txt",
        "/..%2fsecret.txt",
        "/./about/",
        "/about/./",
        "/..",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/note.txt%00",
        "/note.txt%00.html",
        "/%0a",
        "/%0d%0aSet-Cookie:%20a=b",
        "/%ff",
        // Longer than UTF-8 writes a dot.
        "/%c0%ae%c0%ae/secret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "//note.txt",
        "//example.org/",
        "/about//",
        "http://127.0.0.1:4000/about/",
        "about/",
        "*",
        "",
        "?",
    ] {
        let response = previewed.get(target);
        assert_eq!(response.status, 400, "{target}: {}", text(&response));
        assert!(!text(&response).contains("a secret"), "{target}");
    }
    // Decoded once, these are odd names of files, and nothing else.
    for target in ["/%252e%252e/secret.txt", "/%252e%252e%252fsecret.txt", "/%25c0%25ae/secret.txt"] {
        let response = previewed.get(target);
        assert_eq!(response.status, 404, "{target}: {}", text(&response));
    }
}

#[test]
fn sources_and_files_beside_the_site_have_no_address() {
    let tiny = kitchen();
    write(&tiny.root().join("public/index.html"), "an old build");
    let previewed = Previewed::of(&tiny.root());
    for target in [
        "/config.toml",
        "/content/about.md",
        "/about.md",
        "/static/note.txt",
        "/public/",
        "/templates/page.html",
    ] {
        assert_eq!(previewed.get(target).status, 404, "{target}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_site_is_not_followed() {
    let tiny = kitchen();
    let outside = tiny.root().join("../outside");
    write(&outside.join("secret.txt"), "a secret");
    write(&outside.join("secret.md"), "+++\ntitle = \"Secret\"\n+++\n\na secret\n");
    let link = |to: &str, from: &str| {
        std::os::unix::fs::symlink(outside.join(to), tiny.root().join(from)).expect("a link");
    };
    link("secret.txt", "static/secret.txt");
    link("", "static/folder");
    link("secret.md", "content/secret.md");
    std::os::unix::fs::symlink("note.txt", tiny.root().join("static/inside.txt")).expect("a link");

    let previewed = Previewed::of(&tiny.root());
    for (target, status) in [("/secret.txt", 404), ("/folder/secret.txt", 404), ("/secret/", 500)] {
        let response = previewed.get(target);
        assert_eq!(response.status, status, "{target}");
        assert!(!text(&response).contains("a secret"), "{target}");
    }
    assert!(
        previewed.report().contains("`static/secret.txt` leads out of the site"),
        "{}",
        previewed.report()
    );
    assert_eq!(text(&previewed.get("/inside.txt")), "A note.\n");
}

fn with(target: &str, change: impl FnOnce(&mut Request)) -> Request {
    let mut request = request(target);
    change(&mut request);
    request
}

#[test]
fn the_preview_can_only_be_read() {
    let previewed = Previewed::of(&kitchen().root());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "get"] {
        for target in ["/", "/note.txt", "/nothing/", "/_rolebook/state?path=/"] {
            let response = previewed.ask(&with(target, |request| request.method = method.to_owned()));
            assert_eq!(response.status, 405, "{method} {target}");
            assert_eq!(header(&response, "Allow"), Some("GET, HEAD"));
        }
    }
    let head = previewed.ask(&with("/about/", |request| request.method = "HEAD".to_owned()));
    assert_eq!(head, previewed.get("/about/"), "the body is left out when it is sent");
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let previewed = Previewed::of(&kitchen().root());
    let status = |host: Option<&str>, target: &str| {
        previewed.ask(&with(target, |request| request.host = host.map(str::to_owned))).status
    };
    for host in ["localhost", "localhost:4000", "127.0.0.1", "127.0.0.1:1", "[::1]:4000"] {
        assert_eq!(status(Some(host), "/about/"), 200, "{host}");
    }
    for host in [Some("example.org"), Some("evil.example:4000"), Some("192.0.2.1:4000"), Some(""), None] {
        for target in ["/about/", "/_rolebook/state?path=/about/", "/_rolebook/preview.js", "/note.txt"] {
            assert_eq!(status(host, target), 403, "{host:?} {target}");
        }
    }
}

#[track_caller]
fn tag(response: &Response) -> String {
    header(response, "ETag").expect("a tag").to_owned()
}

#[test]
fn what_a_browser_has_already_is_not_sent_again() {
    let previewed = Previewed::of(&kitchen().root());
    for target in [
        "/about/",
        "/note.txt",
        "/assets/0123456789/style.css",
        "/_rolebook/preview.js",
        "/_rolebook/state?path=/about/",
    ] {
        let first = previewed.get(target);
        assert_eq!(header(&first, "Cache-Control"), Some("no-cache"), "{target}");
        let tag = tag(&first);
        for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let again = previewed.ask(&with(target, |request| request.if_none_match = Some(known)));
            assert_eq!((again.status, again.body.len()), (304, 0), "{target}");
            assert_eq!(header(&again, "ETag"), Some(tag.as_str()), "{target}");
        }
        let other = previewed.ask(&with(target, |request| request.if_none_match = Some("\"x\"".to_owned())));
        assert_eq!(other, first, "{target}");
    }
}

#[test]
fn a_change_makes_another_tag_and_what_is_not_there_is_never_unchanged() {
    let tiny = kitchen();
    let mut previewed = Previewed::of(&tiny.root());
    let [note, about] = ["/note.txt", "/about/"].map(|target| tag(&previewed.get(target)));
    tiny.write("static/note.txt", "Another.\n");
    previewed.look();
    assert_ne!(tag(&previewed.get("/note.txt")), note);
    assert_eq!(tag(&previewed.get("/about/")), about);
    let missing = previewed.get("/nothing/");
    let again = previewed.ask(&with("/nothing/", |request| request.if_none_match = Some(tag(&missing))));
    assert_eq!(again.status, 404);
}

#[test]
fn a_site_with_a_path_is_served_below_it() {
    let tiny = kitchen();
    tiny.write("config.toml", CONFIG.replace("example.org/", "example.org/careers/"));
    let previewed = Previewed::of(&tiny.root());
    for target in
        ["/careers/", "/careers/about/", "/careers/note.txt", "/careers/assets/0123456789/style.css"]
    {
        assert_eq!(previewed.get(target).status, 200, "{target}");
    }
    assert_eq!(previewed.get("/careers/nothing/").status, 404);
    check_redirect(&previewed, "/", "/careers/");
    check_redirect(&previewed, "/careers", "/careers/");
    check_redirect(&previewed, "/careers?x", "/careers/?x");
    check_redirect(&previewed, "/careers/about", "/careers/about/");
    // Addresses in templates may be written from the root of the host.
    check_redirect(&previewed, "/about/", "/careers/about/");
    assert_eq!(previewed.get("/_rolebook/preview.js").status, 200);
    check_that_all_is_served(&tiny.root());
}

#[test]
fn a_path_of_the_site_may_be_encoded() {
    let tiny = Tiny::new();
    tiny.guide("cook", "Cook", "Cooks cook.")
        .write("config.toml", CONFIG.replace("example.org/", "example.org/caf%C3%A9/"));
    let previewed = Previewed::of(&tiny.root());
    assert_eq!(previewed.get("/caf%C3%A9/field/track/cook/").status, 200);
    check_redirect(&previewed, "/caf%C3%A9/field/track/cook", "/caf%C3%A9/field/track/cook/");
}

#[test]
fn drafts_are_served_and_marked_as_such_or_left_out() {
    let tiny = kitchen();
    let with = Previewed::of(&tiny.root());
    assert!(with.page("/field/track/brewer/").contains("<strong>Draft.</strong>"));
    assert!(!with.page("/field/track/cook/").contains("<strong>Draft.</strong>"));
    let without = Previewed::with(&tiny.root(), false);
    assert_eq!(without.get("/field/track/brewer/").status, 404);
    assert!(!without.page("/field/track/").contains("Brewer"));
}
