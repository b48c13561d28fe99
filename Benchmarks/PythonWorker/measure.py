"""CPU time and memory of processes, from /proc."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def fields(process):
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        # The second field is a name in parentheses, which may contain blanks.
        return file.read().rpartition(")")[2].split()


def tree(root):
    """The process and all its descendants."""
    parents = {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            parents[int(name)] = int(fields(name)[1])
        except OSError:
            continue
    found = {root}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu_seconds(processes):
    return sum((int(stat[11]) + int(stat[12])) / TICKS for stat in map(fields, processes))


def peak_mebibytes(processes):
    """The most memory that each of them ever had, added up."""
    total = 0
    for process in processes:
        with open(f"/proc/{process}/status", encoding="utf-8") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))
    return total / 1024
