"""python3 -m unittest discover Benchmarks/FlameGraph"""
import unittest
import xml.etree.ElementTree as ElementTree

import flamegraph

SCRIPT = """\
lienthong  4711  12.000100:
\t    55d0c0 $s5Store14GroupCommitterC5drainyyF+0x10 (/opt/lienthong)
\t    7f0001 start_thread+0x2c4 (/usr/lib/libc.so.6)

two words  4712  12.000200:
\tffffffff81 do_syscall_64+0x5 ([kernel.kallsyms])
\t    7f0002 sqlite3_step (/usr/lib/libsqlite3.so.0.8.6)
\t    7f0001 start_thread+0x2c4 (/usr/lib/libc.so.6)
"""


def stack(*names):
    return [(name, "/opt/lienthong") for name in names]


class Reading(unittest.TestCase):
    def test_stacks_root_first(self):
        first, second = flamegraph.samples(SCRIPT.splitlines(True))
        self.assertEqual(
            [symbol for symbol, _ in first], ["lienthong", "start_thread", "$s5Store14GroupCommitterC5drainyyF"])
        self.assertEqual([symbol for symbol, _ in second], ["two words", "start_thread", "sqlite3_step", "do_syscall_64"])
        self.assertEqual(
            [flamegraph.kind(*frame) for frame in second[1:]], ["Swift runtime, C library", "SQLite", "kernel"])
        self.assertEqual(flamegraph.kind(*first[-1]), "Store")


class Drawing(unittest.TestCase):
    def test_shares(self):
        top = flamegraph.tree([stack("a", "b")] * 3 + [stack("a", "c")])
        found = {name: (left, depth, count) for left, depth, count, name, _ in flamegraph.boxes(top, 0, 0, 1)}
        self.assertEqual(found, {"all": (0, 0, 4), "a": (0, 1, 4), "b": (0, 2, 3), "c": (3, 2, 1)})

    def test_small_frames_are_put_together(self):
        top = flamegraph.tree([stack("a", "b")] * 8 + [stack("a", "c")] + [stack("a", "d")])
        found = [(name, count) for _, depth, count, name, _ in flamegraph.boxes(top, 0, 0, 2) if depth == 2]
        self.assertEqual(found, [("b", 8), (flamegraph.SMALL, 2)])

    def test_recursion_is_one_frame(self):
        top = flamegraph.tree([stack("a", "b", "b", "b", "c")])
        self.assertEqual([name for _, _, _, name, _ in flamegraph.boxes(top, 0, 0, 1)], ["all", "a", "b", "c"])

    def test_the_picture_is_xml(self):
        picture = flamegraph.svg(flamegraph.tree([stack("a", "Array<Int> & <b>")]), "x < y", "", 0.2)
        root = ElementTree.fromstring(picture)
        titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
        self.assertIn("Array<Int> & <b>, 100.0 %", titles)


if __name__ == "__main__":
    unittest.main()
