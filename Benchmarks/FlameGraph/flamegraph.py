#!/usr/bin/env python3
"""Makes a flame graph, one SVG file without scripts, of what `perf script` prints.

    perf script -i perf.data -F comm,tid,time,ip,sym,dso | flamegraph.py --title "The whole path" > whole-path.svg

The width of a frame is its share of the samples, callees stand on their callers, and neighbours are in alphabetical order;
what runs from left to right is not time. Frames below --least percent are put together. Swift's names are demangled when
`swift` is in the path. Only the standard library is used.
"""
import argparse
import collections
import html
import re
import shutil
import subprocess
import sys

WIDTH = 1200
ROW = 16
HEAD = 78
# A letter of the font, about; a text that does not fit is cut.
LETTER = 6.2
# By what a frame belongs to; the first rule that holds decides.
KINDS = [
    ("Adapters", "#e8a33d"), ("Events, Bus, JSON", "#d9663f"), ("Store", "#5f9fd6"), ("SQLite", "#2f6fa8"),
    ("Consumers", "#67b26f"), ("lienthong, other Swift code", "#b6c46a"), ("Swift runtime, C library", "#c9bfae"),
    ("kernel", "#a58fb8"), ("several small ones", "#e4e0d8"),
]
COLOURS = dict(KINDS)
# The kernel cuts the names of threads; these are the ones that libdispatch gives.
THREADS = {"-qos.overcommit": "threads of the stores' writers and readers", "oot.default-qos": "threads of Swift's tasks"}
MODULES = {
    "Adapters": "Adapters", "Events": "Events, Bus, JSON", "Bus": "Events, Bus, JSON", "JSON": "Events, Bus, JSON",
    "Store": "Store", "GRDB": "Store", "Consumers": "Consumers",
}
SMALL = "several small ones"
RUNTIME = re.compile(r"lib(c|m|pthread|stdc\+\+|swift\w*|dispatch|Foundation\w*|BlocksRuntime|gcc_s)[.\-]|^swift_|^_swift|^ld-linux")
MANGLED = re.compile(r"^\$[sS](\d+)([A-Za-z_]\w*)")


def samples(lines):
    """Stacks of a `perf script`, root first, as lists of (symbol, file)."""
    root, frames = None, []
    for line in lines:
        if not line.strip():
            if root is not None:
                yield [(root, "")] + frames[::-1]
            root, frames = None, []
        elif root is None:
            # comm (which may have blanks), tid, time with a colon
            root = re.split(r"\s+\d+\s+[\d.]+:", line.strip(), maxsplit=1)[0].strip()
            root = THREADS.get(root, root)
        else:
            found = re.match(r"\s*[0-9a-f]+ (.*) \(([^()]*(?:\([^()]*\))?[^()]*)\)\s*$", line)
            symbol, file = found.groups() if found else (line.strip().split(" ", 1)[-1], "")
            frames.append((re.sub(r"\+0x[0-9a-f]+$", "", symbol), file))
    if root is not None:
        yield [(root, "")] + frames[::-1]


def kind(symbol, file):
    """What a frame belongs to."""
    if file.startswith("[") and file != "[vdso]":
        return "kernel"
    if "sqlite" in file or symbol.startswith("sqlite3"):
        return "SQLite"
    found = MANGLED.match(symbol)
    if found and not RUNTIME.search(file):
        return MODULES.get(found.group(2)[:int(found.group(1))], "lienthong, other Swift code")
    if RUNTIME.search(file) or RUNTIME.search(symbol):
        return "Swift runtime, C library"
    return "lienthong, other Swift code"


def demangled(symbols):
    """Readable names by symbol."""
    names = {symbol: symbol for symbol in symbols}
    mangled = sorted(symbol for symbol in names if symbol.startswith(("$s", "$S", "_$s")))
    swift = shutil.which("swift")
    if mangled and swift:
        done = subprocess.run(
            [swift, "demangle", "--compact", "--simplified"], input="\n".join(mangled) + "\n", capture_output=True,
            text=True, check=True)
        lines = done.stdout.splitlines()
        if len(lines) == len(mangled):
            names.update(zip(mangled, lines))
    return {symbol: readable(name) for symbol, name in names.items()}


def readable(name):
    """Without what the compiler adds: parts of an async function and copies for types are the function itself."""
    name = re.sub(r"\((\d+)\) (await|suspend) resume partial function for ", "", name)
    name = re.sub(r"\b(specialized|merged|partial apply for|function signature specialization) ", "", name)
    return name if name and name != "[unknown]" else "unknown"


class Frame:
    """Samples of one function called from one place."""

    def __init__(self, name, what):
        self.name, self.kind, self.count, self.callees = name, what, 0, {}

    def callee(self, name, what):
        if name not in self.callees:
            self.callees[name] = Frame(name, what)
        return self.callees[name]


def tree(stacks):
    stacks = collections.Counter(tuple(stack) for stack in stacks)
    names = demangled({symbol for stack in stacks for symbol, _ in stack})
    top = Frame("all", "lienthong, other Swift code")
    for stack, count in stacks.items():
        frame = top
        top.count += count
        for symbol, file in stack:
            name = names[symbol]
            # A function that calls itself, and the parts of an async one, are one frame.
            if name == frame.name and frame is not top:
                continue
            frame = frame.callee(name, kind(symbol, file))
            frame.count += count
    return top


def boxes(frame, left, depth, least):
    """(left, depth, count, name, kind) of each frame that is drawn."""
    yield left, depth, frame.count, frame.name, frame.kind
    small = 0
    for callee in sorted(frame.callees.values(), key=lambda callee: callee.name):
        if callee.count >= least:
            yield from boxes(callee, left, depth + 1, least)
            left += callee.count
        else:
            small += callee.count
    if small >= least:
        yield left, depth + 1, small, SMALL, SMALL


def svg(top, title, note, percent):
    drawn = list(boxes(top, 0, 0, max(1, top.count * percent / 100)))
    rows = max(depth for _, depth, _, _, _ in drawn) + 1
    height = HEAD + rows * ROW + 8
    scale = WIDTH / max(top.count, 1)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Verdana,DejaVu Sans,sans-serif" font-size="10.5">',
        "<style>rect{stroke:#fff;stroke-width:.5}" + "".join(
            f".k{place}{{fill:{colour}}}" for place, (_, colour) in enumerate(KINDS)) + "</style>",
        f'<path fill="#fff" d="M0 0H{WIDTH}V{height}H0z"/>',
        f'<text x="8" y="20" font-size="15">{html.escape(title)}</text>',
        f'<text x="8" y="38">{html.escape(note)}</text>',
    ]
    left = 8
    for place, (name, _) in enumerate(KINDS):
        out.append(f'<rect class="k{place}" x="{left}" y="48" width="12" height="12"/><text x="{left + 16}" y="58">{name}</text>')
        left += 34 + len(name) * LETTER
    places = {name: place for place, (name, _) in enumerate(KINDS)}
    for begin, depth, count, name, what in drawn:
        x, width = begin * scale, count * scale
        y = height - 8 - (depth + 1) * ROW
        label = html.escape(shortened(name, int((width - 6) / LETTER)))
        text = f'<text x="{x + 3:.1f}" y="{y + 12}">{label}</text>' if label else ""
        out.append(
            f"<g><title>{html.escape(shortened(name, 160))}, {100 * count / max(top.count, 1):.1f} %</title>"
            f'<rect class="k{places[what]}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW}"/>{text}</g>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def shortened(name, letters):
    if len(name) <= letters:
        return name
    return name[:letters - 1] + "…" if letters >= 4 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--title", default="Flame graph")
    parser.add_argument("--note", default="", help="a line under the title; the number of samples follows")
    parser.add_argument("--least", type=float, default=0.2, help="percent of the samples; smaller frames are put together")
    parser.add_argument("--most-bytes", type=int, default=400_000, help="a larger picture is drawn with less in it")
    options = parser.parse_args()
    top = tree(samples(sys.stdin))
    if top.count == 0:
        sys.exit("error: no samples on standard input")
    least = options.least
    while True:
        note = f"{options.note} {top.count} samples; frames under {least:.2g} % are put together.".strip()
        picture = svg(top, options.title, note, least)
        if len(picture.encode()) <= options.most_bytes:
            break
        least *= 1.25
    sys.stdout.write(picture)


if __name__ == "__main__":
    main()
