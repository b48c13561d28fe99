"""medians.py FIGURES text|json: medians of the rounds, from lines of round, worker and its JSON."""

import json
import sys
from statistics import median


def main():
    path, form = sys.argv[1:]
    rounds = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            number, name, figures = line.rstrip("\n").split("\t")
            rounds.setdefault(name, {})[number] = json.loads(figures)
    pool = rounds.get("pool", {})
    workers = {}
    for name, runs in rounds.items():
        ratios = [pool[number]["perSecond"] / run["perSecond"] for number, run in runs.items() if number in pool]
        workers[name] = {
            "events": round(median(run["events"] for run in runs.values())),
            "perSecond": round(median(run["perSecond"] for run in runs.values())),
            "cpuMicroseconds": round(median(run["cpuSeconds"] / run["events"] * 1e6 for run in runs.values()), 1),
            "residentMebibytes": round(max(run["residentMebibytes"] for run in runs.values()), 1),
            # How many times as fast the pool was in the same round.
            "ratio": round(median(ratios), 2) if ratios else None,
            "rounds": [round(run["perSecond"]) for run in runs.values()],
        }
    if form == "text":
        print(f"{'worker':14}{'events/s':>10}{'CPU us/event':>14}{'memory MiB':>12}{'pool is':>10}   rounds")
        for name, figures in sorted(workers.items(), key=lambda item: -item[1]["perSecond"]):
            ratio = "" if figures["ratio"] is None else f"{figures['ratio']} x"
            print(
                f"{name:14}{figures['perSecond']:>10}{figures['cpuMicroseconds']:>14}{figures['residentMebibytes']:>12}"
                f"{ratio:>10}   {' '.join(map(str, figures['rounds']))}")
    print(json.dumps({"rounds": len(set().union(*rounds.values())), "workers": workers}))


if __name__ == "__main__":
    main()
