#!/usr/bin/env python3
"""Holds every #include below src/ against layers.txt.

Fails on: an edge or library not listed, a listed edge no file uses, a room without a line, a cycle between rooms.
A room `a/b` includes as "a/b/x.h". Tests (*_test.cc) may use what their room may use, plus the test libraries; they
do not keep an otherwise unused edge alive.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
TEST_LIBRARIES = ("gtest/", "gmock/", "rapidcheck", "benchmark/")


def read_layers(path):
    libraries, rooms, problems = {}, {}, []
    for number, raw in enumerate(path.read_text().splitlines(), 1):
        line = raw.split("#")[0].strip()
        if not line:
            continue
        if line.startswith("lib "):
            left, _, _ = line[4:].partition("->")
            name, *prefixes = left.split()
            libraries[name] = prefixes
        elif ":" in line:
            room, _, rest = line.partition(":")
            uses, _, libs = rest.partition("|")
            if room.strip() in rooms:
                problems.append(f"layers.txt:{number}: the room {room.strip()} has a line already")
            rooms[room.strip()] = (set(uses.split()), set(libs.split()))
        else:
            problems.append(f"layers.txt:{number}: cannot read '{raw}'")
    return libraries, rooms, problems


def room_of(path, rooms):
    """The longest listed room a relative path below src/ lies in; None when there is none."""
    parts = path.split("/")[:-1]
    for end in range(len(parts), 0, -1):
        name = "/".join(parts[:end])
        if name in rooms:
            return name
    return None


def main():
    src = ROOT / "src"
    libraries, rooms, problems = read_layers(ROOT / "layers.txt")
    used_rooms = {room: set() for room in rooms}
    used_libs = {room: set() for room in rooms}
    for file in sorted([*src.rglob("*.h"), *src.rglob("*.cc")]):
        relative = file.relative_to(src).as_posix()
        room = room_of(relative, rooms)
        if room is None:
            problems.append(f"src/{relative}: lies in no room of layers.txt")
            continue
        is_test = relative.endswith(("_test.cc", "_fuzz.cc", "_bench.cc"))
        may_use, may_lib = rooms[room]
        for kind, target in INCLUDE.findall(file.read_text(errors="replace")):
            if kind == '"':
                other = room_of(target, rooms)
                if target.startswith("generated/") or (is_test and target.startswith("support/")):
                    continue
                if other is None:
                    problems.append(f"src/{relative}: includes \"{target}\", which lies in no room")
                elif other != room:
                    if other not in may_use:
                        problems.append(f"src/{relative}: the edge {room} -> {other} is not in layers.txt")
                    elif not is_test:
                        used_rooms[room].add(other)
                continue
            if is_test and target.startswith(TEST_LIBRARIES):
                continue
            for name, prefixes in libraries.items():
                if any(target.startswith(prefix) for prefix in prefixes):
                    if name not in may_lib:
                        problems.append(f"src/{relative}: room {room} uses the library {name}, which its line does not name")
                    elif not is_test:
                        used_libs[room].add(name)
    for room, (may_use, may_lib) in rooms.items():
        for other in sorted(may_use - used_rooms[room]):
            problems.append(f"layers.txt: the edge {room} -> {other} is listed but unused"
                            if other in rooms else f"layers.txt: {room} names {other}, which is no room")
        for lib in sorted(may_lib - used_libs[room]):
            problems.append(f"layers.txt: {room} names the library {lib} but does not use it")
    state = {}

    def visit(room, trail):
        if state.get(room) == "done":
            return
        if room in trail:
            problems.append("layers.txt: cycle " + " -> ".join([*trail[trail.index(room):], room]))
            return
        for other in sorted(rooms.get(room, (set(), set()))[0]):
            visit(other, [*trail, room])
        state[room] = "done"

    for room in rooms:
        visit(room, [])
    for problem in problems:
        print(problem)
    print(f"layers: {len(rooms)} rooms, {sum(len(u) for u, _ in rooms.values())} edges, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
