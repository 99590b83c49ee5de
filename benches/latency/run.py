#!/usr/bin/env python3
"""How long an author waits: from the start of the preview to its first page, and
from a save to the right bytes over HTTP, for rolebook and for `hugo server`.

    cargo build --release && cargo build --release --example corpus
    benches/latency/run.py --hugo VENV/bin/hugo --guides 1000 10000

A save counts as answered when all pages that it concerns have its words: the guide
for its body; its track and a skill's page too for a title; the new skill's page for
a skill; any page for a template.

Hugo's server is started once and edited less often, since it takes so long: the table
says how often. An edit that it has not shown after `--patience` seconds is given up,
and so are those after it. Both sizes together take less than six minutes.
"""

import argparse
import http.client
import os
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
    parser.add_argument("--hugo-edits", type=int, default=3, help="of each kind; one from 5,000 guides on")
    parser.add_argument("--patience", type=float, default=40, help="seconds that Hugo has for an edit")
    parser.add_argument("--hugo", type=pathlib.Path)
    parser.add_argument("--rolebook", type=pathlib.Path, default=TARGET / "rolebook")
    parser.add_argument("--corpus", type=pathlib.Path, default=TARGET / "examples" / "corpus")
    parser.add_argument("--work", type=pathlib.Path, default=TARGET.parent / "latency")
    arguments = parser.parse_args()
    for guides in arguments.guides:
        print(f"\n{guides:,} guides, milliseconds, medians; CPU of the server in brackets")
        print(f"{os.cpu_count()} cores, and {os.getloadavg()[0]:.1f} processes that wanted one in the last minute\n")
        print("| | starts | edits | start | body | title | skill | template | memory, MB |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
        for program in [Rolebook, Hugo] if arguments.hugo else [Rolebook]:
            measure(program, guides, arguments)


def measure(program, guides, arguments):
    site = arguments.work.resolve() / f"{program.name}-{guides}"
    shutil.rmtree(site, ignore_errors=True)
    command = [arguments.corpus, "--guides", guides, "--out", site, "--for", program.name]
    subprocess.run([str(part) for part in command], check=True)
    if program is Hugo:
        shutil.copytree(HERE.parent / "compare" / "hugo", site, dirs_exist_ok=True)
    starts, repeats = program.repeats(guides, arguments)
    started = []
    for at in range(starts):
        server = program(site, arguments)
        started.append(server.timed(server.start))
        if at + 1 < starts:
            server.stop()
    try:
        files = sorted(site.glob("content/*/*/*.md"))
        files = [file for file in files if file.name != "_index.md"]
        # Far apart, so that no two edits meet.
        files = files[:: max(1, len(files) // repeats)][:repeats]
        figures = [median(started)]
        for kind in ("body", "title", "skill", "template"):
            try:
                figures.append(median([server.edit(kind, file, at) for at, file in enumerate(files)]))
            except GivenUp:
                figures.append(f"over {server.patience() * 1000:.0f}")
                break
        figures += ["-"] * (5 - len(figures))
        row = [program.name, starts, len(files), *figures, server.memory()]
        print("| " + " | ".join(str(one) for one in row) + " |", flush=True)
    finally:
        server.stop()


def median(figures):
    """Of pairs of milliseconds: on the clock, and of CPU."""
    wall, cpu = (statistics.median(one) for one in zip(*figures))
    return f"{wall:.0f} ({cpu:.0f})"


class GivenUp(Exception):
    pass


class Server:
    def __init__(self, site, arguments):
        self.site, self.arguments, self.connection, self.process = site, arguments, None, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def timed(self, act):
        """Milliseconds that `act` takes, on the clock and of the server's CPU."""
        started, before = time.perf_counter(), self.cpu()
        act()
        return (time.perf_counter() - started) * 1000, self.cpu() - before

    def cpu(self):
        """Milliseconds of CPU so far, as far as the kernel's ticks tell."""
        if not self.process:
            return 0
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK")

    def start(self):
        """Starts, and waits for the first whole page."""
        command = [str(part) for part in self.command()]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while b"</html>" not in self.get("/"):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended: {' '.join(command)}")
            time.sleep(0.002)

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
        """Milliseconds from a save to the first answers that have its words, and of CPU."""
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
        file.parent.mkdir(parents=True, exist_ok=True)
        return self.timed(lambda: self.show(file, text, mark, urls))

    def show(self, file, text, mark, urls):
        started = time.perf_counter()
        file.write_text(text)
        for one in urls:
            while mark.encode() not in self.get(one):
                if time.perf_counter() - started > self.patience():
                    raise GivenUp
                time.sleep(0.002)

    def memory(self):
        """Resident memory at its peak."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) // 1024


class Rolebook(Server):
    name = "rolebook"

    def command(self):
        return [self.arguments.rolebook, "--root", self.site, "serve", "--port", self.port]

    @staticmethod
    def repeats(guides, arguments):
        return arguments.starts, arguments.edits

    def patience(self):
        return 120

    def template(self, mark):
        built_in = HERE.parent.parent / "themes/default/templates/base.html"
        return self.site / "templates/base.html", marked(built_in.read_text(), mark)


class Hugo(Server):
    name = "hugo"

    def command(self):
        # Every page fresh, as rolebook has them.
        return [real_hugo(self.arguments.hugo), "server", "--source", self.site, "--port", self.port, "--baseURL", "/",
                "--disableFastRender", "--renderToMemory"]

    @staticmethod
    def repeats(guides, arguments):
        return 1, 1 if guides >= 5000 else arguments.hugo_edits

    def patience(self):
        return self.arguments.patience

    def template(self, mark):
        own = HERE.parent / "compare/hugo/layouts/baseof.html"
        return self.site / "layouts/baseof.html", marked(own.read_text(), mark)


def marked(template, mark):
    return template.replace("</footer>", f"<p>{mark}</p></footer>")


if __name__ == "__main__":
    main()
