"""Whether the workers of one round came to the same statuses: those that got the same events are compared.

compare.py FOLDER ROUND reads FOLDER/NAME-ROUND.sqlite; exit 1 when a declaration differs or an event was parked.
"""

import glob
import os
import sqlite3
import sys


def read(path):
    db = sqlite3.connect(path)
    statuses = dict(db.execute("SELECT key, status FROM declaration"))
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("inbox", "parked")]
    db.close()
    return statuses, *counts


def main():
    folder, number = sys.argv[1:]
    first = {}
    problems = 0
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), f"*-{number}.sqlite"))):
        name = os.path.basename(path).rpartition("-")[0]
        statuses, events, parked = read(path)
        if parked:
            print(f"   {name}: {parked} events parked, see its table parked")
            problems += 1
        other, expected = first.setdefault(events, (name, statuses))
        different = [key for key in statuses.keys() | expected.keys() if statuses.get(key) != expected.get(key)]
        if different:
            example = min(different)
            print(
                f"   {name}: {len(different)} declarations are not as in {other}, "
                f"e.g. {example}: {statuses.get(example)}, {expected.get(example)}")
            problems += 1
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
