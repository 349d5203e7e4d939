"""Tampered pages made of labelled ones: injections, defacements and swapped scripts put into innocent pages, seeded.

Used by accuracy_bench.py. Bytes only: nothing here runs, renders or follows anything.
"""
import random
import re

DEAD = re.compile(rb"<!--.*?-->|<(script|style|textarea|title|noscript)\b.*?</\1\s*>", re.S | re.I)
BLOCK = re.compile(rb"<(?:div|p|li|td|table|ul|h[1-6])\b", re.I)
SCRIPT_FILE = re.compile(rb"(<script\b[^>]*?\bsrc\s*=\s*[\"']?)([^\"'\s>]+)", re.I)
SCRIPT_BODY = re.compile(rb"(<script\b(?![^>]*\bsrc\b)[^>]*>)(.*?)(</script\s*>)", re.S | re.I)
BODY = re.compile(rb"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.S | re.I)
# Made-up names in the style of throw-away hosts; none is a sample's.
HOSTS = (b"//js.tongji-%d.top/s.js", b"http://203.0.113.%d/jquery.min.js", b"https://cdn-%d.example-static.xyz/a.js",
         b"//s%d.counter-code.example:8081/c.js")


def text_bytes(raw):
    """UTF-16 without a mark would be torn inside a page of another encoding."""
    if raw[:200].count(0) > 40:
        raw = raw.decode("utf-16-be" if raw[0] == 0 else "utf-16-le", "replace").encode()
    return raw


def behind(page, tag):
    found = re.search(rb"<" + tag + rb"\b[^>]*>", page, re.I)
    return found.end() if found else 0


def ahead(page, tag):
    at = page.lower().rfind(b"</" + tag)
    return at if at >= 0 else len(page)


def inside(page, rng):
    """Before some block of the body that is neither script nor comment."""
    dead = [m.span() for m in DEAD.finditer(page)]
    blocks = [m.start() for m in BLOCK.finditer(page, behind(page, b"body"))]
    blocks = [at for at in blocks if not any(start <= at < end for start, end in dead)]
    return rng.choice(blocks) if blocks else len(page)


PLACES = {
    "start": lambda page, rng: 0,
    "head": lambda page, rng: behind(page, b"head"),
    "head end": lambda page, rng: ahead(page, b"head"),
    "body": lambda page, rng: behind(page, b"body"),
    "middle": inside,
    "body end": lambda page, rng: ahead(page, b"body"),
    "behind": lambda page, rng: len(page),
}


def put(page, piece, places, rng):
    name = rng.choice(places)
    at = PLACES[name](page, rng)
    return page[:at] + b"\n" + piece + b"\n" + page[at:], name


def as_script(code):
    return code if code.lstrip()[:1] == b"<" else b"<script>" + code + b"</script>"


def swap_file(page, rng):
    files = list(SCRIPT_FILE.finditer(page))
    address = rng.choice(HOSTS) % rng.randrange(2, 250)
    if not files:
        return put(page, b'<script src="' + address + b'"></script>', ["head", "body end"], rng)
    chosen = rng.choice(files)
    return page[:chosen.start(2)] + address + page[chosen.end(2):], "script file"


def swap_body(page, code, rng):
    bodies = list(SCRIPT_BODY.finditer(page))
    if not bodies or code.lstrip()[:1] == b"<":
        return put(page, as_script(code), ["head end", "body end"], rng)
    chosen = rng.choice(bodies)
    return page[:chosen.start(2)] + code + page[chosen.end(2):], "script body"


def compose(pages, injections, scripts, defaced, count, seed=20160226):
    """Yields (before, tampered bytes, what was done). `pages`: {name: bytes}; the rest: lists of (name, bytes)."""
    rng = random.Random(seed)
    names = sorted(pages)
    kinds = ("injection", "script", "script behind", "replaced", "scrawled", "swapped file", "swapped body")
    for i in range(count):
        kind, before = kinds[i % len(kinds)], rng.choice(names)
        page = pages[before]
        if kind == "injection":
            source, piece = rng.choice(injections)
            after, place = put(page, piece, ["start", "head", "middle", "body end"], rng)
        elif kind in ("script", "script behind"):
            source, piece = rng.choice(scripts)
            after, place = put(page, as_script(piece), ["behind"] if kind == "script behind" else
                               ["start", "head end", "body", "middle", "body end"], rng)
        elif kind == "replaced":
            source, after = rng.choice(defaced)
            place = "whole page"
        elif kind == "scrawled":
            source, piece = rng.choice(defaced)
            found = BODY.search(piece)
            after, place = put(page, found.group(1) if found and found.group(1).strip() else piece, ["start", "body", "middle", "body end", "behind"], rng)
        elif kind == "swapped file":
            source = "made up"
            after, place = swap_file(page, rng)
        else:
            source, piece = rng.choice(scripts)
            after, place = swap_body(page, piece, rng)
        yield before, after, f"{kind}, {place}, {source}"
