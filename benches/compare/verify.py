"""Whether two built sites of one corpus tell their readers the same: the same
pages, and on each of them the same links between pages and the same words.

It reads what the comparison is about (guides with their skills and moves, skills,
fields, tracks) and leaves out what one of the two has besides.
"""

import html.parser
import pathlib
import posixpath
import re
import sys


class Page(html.parser.HTMLParser):
    """The words of the prose, and the links below <main>, as addresses of the site."""

    EMPTY = {"meta", "link", "br", "img", "hr", "input", "path", "circle", "wbr", "source", "col"}

    def __init__(self, path):
        super().__init__()
        self.path, self.open, self.words, self.links, self.gaps = path, [], [], set(), []
        self.feed(path_text(path))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in self.EMPTY:
            self.open.append((tag, attributes.get("class") or ""))
        href = attributes.get("href") or ""
        # The guides before and after one follow titles here, and dates there.
        is_pager = attributes.get("rel") in ("prev", "next")
        if tag == "a" and self.inside("main") and not is_pager and not re.match(r"[a-z]+:|#", href):
            self.links.add(posixpath.normpath(posixpath.join(self.url, href.split("#")[0])))

    @property
    def url(self):
        return "/" + self.path.parent.relative_to(self.root).as_posix()

    def handle_endtag(self, tag):
        if self.inside(tag):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        classes = {name for _, names in self.open for name in names.split()}
        if classes & {"prose", "lead"}:
            self.words += re.findall(r"\w+", data)
        if "ledger" in classes:
            self.gaps += re.findall(r"(\d+) of (\d+)", data)

    def inside(self, tag):
        return any(name == tag for name, _ in self.open)


def path_text(path):
    return path.read_text(encoding="utf-8")


def pages(root):
    Page.root = root
    found = {}
    for path in sorted(root.rglob("index.html")):
        parts = path.parent.relative_to(root).parts
        kind = {0: "home", 1: "field", 2: "track", 3: "guide"}.get(len(parts))
        if parts[:1] == ("skills",):
            kind = {1: "skills", 2: "skill"}[len(parts)]
        elif parts and not parts[0].startswith("field-"):
            continue
        if kind in ("field", "track", "guide", "skill"):
            found["/" + "/".join(parts)] = (kind, Page(path))
    return found


def verify(ours, theirs):
    """The number of pages, links and words that are the same; an error if any is missing."""
    ours, theirs = pages(pathlib.Path(ours)), pages(pathlib.Path(theirs))
    if ours.keys() != theirs.keys():
        raise SystemExit(f"pages differ: {sorted(ours.keys() ^ theirs.keys())[:10]}")
    counts = {"pages": len(ours), "links": 0, "words": 0, "moves": 0}
    for url, (kind, page) in theirs.items():
        own = ours[url][1]
        # Ours lead to more: those near by skills, what a skill opens.
        wanted = {link for link in page.links if link in theirs}
        if missing := wanted - own.links:
            raise SystemExit(f"{url} lacks links to {sorted(missing)[:5]}")
        counts["links"] += len(wanted)
        if kind == "guide":
            if own.words != page.words:
                raise SystemExit(f"{url} has other words: {len(own.words)} and {len(page.words)}")
            if sorted(own.gaps) != sorted(page.gaps):
                raise SystemExit(f"{url} tells other numbers of skills: {own.gaps[:6]} and {page.gaps[:6]}")
            counts["words"] += len(own.words)
            counts["moves"] += len(own.gaps) // 2
    return counts


if __name__ == "__main__":
    print(verify(*sys.argv[1:]))
