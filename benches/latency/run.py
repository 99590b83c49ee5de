#!/usr/bin/env python3
"""How long an author waits: from the start of the preview to its first page, and
from a save to the right bytes over HTTP, for rolebook and for `hugo server`.

    cargo build --release && cargo build --release --example corpus
    benches/latency/run.py --hugo VENV/bin/hugo --guides 1000 10000

A save counts as answered when all pages that it concerns have its words: the guide
for its body; its track and a skill's page too for a title; the new skill's page for
a skill; any page for a template.
"""

import argparse
import http.client
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "compare"))
from run import TARGET, real_hugo  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, nargs="+", default=[1000])
    parser.add_argument("--edits", type=int, default=10, help="of each kind")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--hugo", type=pathlib.Path)
    parser.add_argument("--rolebook", type=pathlib.Path, default=TARGET / "rolebook")
    parser.add_argument("--corpus", type=pathlib.Path, default=TARGET / "examples" / "corpus")
    parser.add_argument("--work", type=pathlib.Path, default=TARGET.parent / "latency")
    arguments = parser.parse_args()
    for guides in arguments.guides:
        print(f"\n{guides:,} guides, milliseconds, medians of {arguments.edits} edits\n")
        print("| | start | body | title | skill | template | memory, MB |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        for program in [Rolebook, Hugo] if arguments.hugo else [Rolebook]:
            measure(program, guides, arguments)


def measure(program, guides, arguments):
    site = arguments.work.resolve() / f"{program.name}-{guides}"
    shutil.rmtree(site, ignore_errors=True)
    command = [arguments.corpus, "--guides", guides, "--out", site, "--for", program.name]
    subprocess.run([str(part) for part in command], check=True)
    if program is Hugo:
        shutil.copytree(HERE.parent / "compare" / "hugo", site, dirs_exist_ok=True)
    starts = []
    for at in range(arguments.starts):
        server = program(site, arguments)
        starts.append(server.start())
        if at + 1 < arguments.starts:
            server.stop()
    try:
        files = sorted(site.glob("content/*/*/*.md"))
        files = [file for file in files if file.name != "_index.md"]
        # Far apart, so that no two edits meet.
        files = files[:: max(1, len(files) // arguments.edits)][: arguments.edits]
        figures = [statistics.median(starts)]
        for kind in ("body", "title", "skill", "template"):
            figures.append(statistics.median(server.edit(kind, file, at) for at, file in enumerate(files)))
        print(f"| {program.name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + f" | {server.memory()} |")
    finally:
        server.stop()


class Server:
    def __init__(self, site, arguments):
        self.site, self.arguments, self.connection = site, arguments, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        """Milliseconds to the first whole page."""
        started = time.perf_counter()
        command = [str(part) for part in self.command()]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while b"</html>" not in self.get("/"):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended: {' '.join(command)}")
            time.sleep(0.002)
        return (time.perf_counter() - started) * 1000

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def get(self, url):
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("GET", url)
            return self.connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return b""

    def edit(self, kind, file, at):
        """Milliseconds from a save to the first answers that have its words."""
        url = "/" + file.relative_to(self.site / "content").with_suffix("").as_posix() + "/"
        mark = f"Mark{kind}{at}"
        text = file.read_text()
        urls = [url]
        if kind == "body":
            text += f"\n{mark} here.\n"
        elif kind == "title":
            text = re.sub(r'title = "(.*)"', rf'title = "\1 {mark}"', text, count=1)
            skill = re.search(r'soft = \["([^"]*)"', text)[1].lower().replace(" ", "-")
            urls += [url.rsplit("/", 2)[0] + "/", f"/skills/{skill}/"]
        elif kind == "skill":
            text = re.sub(r'(technical|skills) = \["', rf'\1 = ["{mark}", "', text)
            urls.append(f"/skills/{mark.lower()}/")
        else:
            file, text = self.template(mark)
        for one in urls:
            self.get(one)
        time.sleep(1)  # Nothing of the edit before is under way any more.
        started = time.perf_counter()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        for one in urls:
            while mark.encode() not in self.get(one):
                if time.perf_counter() - started > 120:
                    sys.exit(f"{self.name} never showed {mark} at {one}")
                time.sleep(0.002)
        return (time.perf_counter() - started) * 1000

    def memory(self):
        """Resident memory at its peak."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) // 1024


class Rolebook(Server):
    name = "rolebook"

    def command(self):
        return [self.arguments.rolebook, "--root", self.site, "serve", "--port", self.port]

    def template(self, mark):
        built_in = HERE.parent.parent / "themes/default/templates/base.html"
        return self.site / "templates/base.html", marked(built_in.read_text(), mark)


class Hugo(Server):
    name = "hugo"

    def command(self):
        # Every page fresh, as rolebook has them.
        return [real_hugo(self.arguments.hugo), "server", "--source", self.site, "--port", self.port, "--baseURL", "/",
                "--disableFastRender", "--renderToMemory"]

    def template(self, mark):
        own = HERE.parent / "compare/hugo/layouts/baseof.html"
        return self.site / "layouts/baseof.html", marked(own.read_text(), mark)


def marked(template, mark):
    return template.replace("</footer>", f"<p>{mark}</p></footer>")


if __name__ == "__main__":
    main()
