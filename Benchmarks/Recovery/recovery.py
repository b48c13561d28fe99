"""Reads what the fault tests print and tells how long each kind of fault held the bus up: median, longest, how often seen.

A p99 of some tens of runs is their longest; that is why the longest stands here and no percentile.
"""

import argparse
import json
import re
import statistics
import sys

CLUSTER = re.compile(r"^cluster (?P<fault>[a-z]+)-\d+: \d+ confirmed, (?P<lost>\d+) lost, .*"
                     r"longest pause (?P<confirm>[\d.e-]+) seconds without a confirm, (?P<delivery>[\d.e-]+) seconds")
NODE = re.compile(r"^cluster rolling-\d+: node \d stopped in .*, started in (?P<seconds>[\d.e-]+) seconds")
POWER = re.compile(r"^power cut \d+: .*publishing again (?P<seconds>[\d.e-]+) seconds after power is back")

FAULTS = {
    "killed": "leading node killed",
    "suspended": "leading node stops in its tracks",
    "cut": "leading node cut off, by resets",
    "silent": "leading node cut off, without a word",
    "rolling": "each node stopped and started in turn",
}


def read(lines):
    """The times by what was measured, and the confirmed messages that were lost."""
    times, lost = {}, 0
    for line in lines:
        if match := CLUSTER.match(line):
            fault = FAULTS.get(match["fault"], match["fault"])
            times.setdefault(f"{fault}: longest time without a confirm", []).append(float(match["confirm"]))
            times.setdefault(f"{fault}: longest time without a delivery", []).append(float(match["delivery"]))
            lost += int(match["lost"])
        elif match := NODE.match(line):
            times.setdefault("a node of the cluster, from its start until the cluster is whole", []).append(
                float(match["seconds"]))
        elif match := POWER.match(line):
            times.setdefault("power cut of a single broker: from power to the first confirm", []).append(
                float(match["seconds"]))
    return times, lost


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=["text", "json"], default="text")
    arguments = parser.parse_args()
    times, lost = read(sys.stdin)
    if not times:
        sys.exit("nothing was measured: no fault test printed its times")
    rows = [{"what": what, "runs": len(of), "medianSeconds": round(statistics.median(of), 2), "longestSeconds": round(max(of), 2)}
            for what, of in times.items()]
    if arguments.format == "json":
        print(json.dumps({"rows": rows, "lost": lost}, indent=2))
    else:
        print(f"{'what':80} {'runs':>5} {'median':>8} {'longest':>8}")
        for row in rows:
            print(f"{row['what']:80} {row['runs']:5} {row['medianSeconds']:6.2f} s {row['longestSeconds']:6.2f} s")
        print(f"confirmed messages lost: {lost}")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
