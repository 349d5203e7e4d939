#!/usr/bin/env python3
"""How rightly huabiao accuses: labelled pages beside the checkout are read by `huabiao inspect` and counted.

Prints per set and category counts, precision and recall with 95 % Wilson intervals, and every miss and false alarm by file
and rule. Where the labelled pages are absent it says so and ends well.
"""
import csv
import sys
import tempfile
from pathlib import Path

from composed_changes import compose, text_bytes
from labelled_pages import Tally, alerts, compare, corpora_folder, inspect, share, unpack

INJECTED = ("injected-script", "injected-frame")
KIT_LABELS = {"compromised_page": 0.8, "injected_js": 0.8, "legit_js_injected": 0.8, "ek_landing": 0.9, "ek_iframe": 0.9,
              "malicious_misc": None, "deobfuscated": None}
DEFACED_LABELS = {"defaced": 0.95, "script_in_title": 0.95, "defaced_weak": None, "image_replacement": None}
# What stands on a page beside what its label names: bought links to betting houses between the articles.
BESIDE = {"newsbreaks_de_c773da.html": ("dark-link",)}


def lines_of(folder, rows, *options):
    """{file: what inspect says of it} of the rows' files."""
    files = [row["file"] for row in rows]
    found = inspect([folder / file for file in files], *options)
    return {file: found[str(folder / file)] for file in files}


def by_label(rows):
    labels = {}
    for row in rows:
        labels.setdefault(row["label"], []).append(row)
    return labels


def innocent(tally, name, folder, rows):
    tally.expect_clean(name, "all", lines_of(folder, rows), "no high, at most 1 % accused",
                       lambda accused, high, of: high == 0 and accused <= 0.01 * of)


def defaced(tally, name, folder, rows):
    for label, some in by_label(rows).items():
        if label in DEFACED_LABELS:
            right = ("defacement", "injected-script") if label == "script_in_title" else ("defacement",)
            tally.expect_accused(name, label, lines_of(folder, some), lambda _, right=right: right, DEFACED_LABELS[label],
                                 lambda file: BESIDE.get(file, ()))


def kits(tally, name, folder, rows):
    for label, some in by_label(rows).items():
        tally.expect_accused(name, label, lines_of(folder, some), lambda _: INJECTED, KIT_LABELS.get(label))


def right_categories(row):
    """The categories the note of the manifest gives an injection; any of them is right."""
    if row["label"] == "spam_links_visible":
        return ("dark-link",)
    if row["label"] == "script_injection":
        return ("injected-script", "conditional-content")
    note = f"{row['kind']} {row['note']}".lower()
    words = {"title": "title-hijack", "keywords": "title-hijack", "referrer": "conditional-content",
             "swap": "conditional-content", "links": "dark-link", "packed": "injected-script"}
    return tuple(sorted({category for word, category in words.items() if word in note}))


def seo(tally, name, folder, rows):
    for label, some in by_label(rows).items():
        lines = lines_of(folder, some)
        right = {row["file"]: right_categories(row) for row in some}
        if label.startswith("benign"):
            tally.expect_clean(name, label, lines, "none", lambda accused, _high, _of: accused == 0)
        elif label in ("seo_injection", "spam_links_visible", "script_injection"):
            tally.expect_accused(name, label, lines, right.get, 1.0)
        else:
            accused = sum(line["assessment"] != "clean" for line in lines.values())
            tally.row(name, label, "shown", accused, len(lines))


FOOTER_FIELDS = ("org", "icp", "police", "site_code", "conac")


def plain(text):
    return "".join(text.split())


def footer_values(facts):
    values = {kind: [plain(value["raw"]) for value in facts[kind]] for kind in ("icp", "police", "site_code")}
    code = plain(facts["error_report"]["code"] or "")
    if code and not values["site_code"]:
        values["site_code"] = [code]  # a button names the code as well as a text does
    values["org"] = [plain(facts["organiser"] or "")]
    values["conac"] = [facts["mark"]["id"] or ""]
    return values


def footers(tally, name, folder, rows):
    right = of = quiet = empty = 0
    for row, line in zip(rows, lines_of(folder, rows).values()):
        values = footer_values(line["facts"])
        text = plain((folder / row["file"]).read_text(encoding="utf-8", errors="replace"))
        for field in FOOTER_FIELDS:
            if field == "org" and plain(row[field] or "") not in text:
                continue  # the label knows it from elsewhere; no reader can
            wanted, read = plain(row[field] or ""), [value for value in values[field] if value]
            good = wanted in read if wanted else not read
            right, of = (right + good, of + 1) if wanted else (right, of)
            quiet, empty = (quiet, empty) if wanted else (quiet + good, empty + 1)
            if not good:
                tally.misses.append((name, row["file"], f"{field}: labelled {wanted or 'none'}, read {', '.join(read) or 'none'}"))
    tally.row(name, "labelled fields read", "at least 95 %", right, of, right >= 0.95 * of)
    tally.row(name, "fields without a label left empty", "shown", quiet, empty)


FOREIGN = "www.mirror-portal.example"
REGISTER_COLUMNS = ("site", "unit", "hosts", "site_code", "icp", "police", "mark")


def write_register(path, sites):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, REGISTER_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(sites)


def counterfeits(lines):
    return [file for file, line in lines.items() if any(f["category"] == "counterfeit" for f in alerts(line))]


def forged(tally, name, folder, rows):
    """Each page under its claimed host and under a foreign one, with every claimed unit registered."""
    rows = [row for row in rows if row["claimed_domain"] and "/" not in row["claimed_domain"]]
    register, hosts = folder / "register.csv", folder / "hosts.csv"
    units = {row["claimed_domain"]: {"unit": row["claimed_domain"], "hosts": row["claimed_domain"], "site_code": row["site_code"],
                                     "icp": row["icp"], "police": row["police"], "mark": row["conac"]} for row in rows}
    write_register(register, units.values())
    hosts.write_text("".join(f"{folder / row['file']},{row['claimed_domain']}\n" for row in rows), encoding="utf-8")
    tally.expect_accused(name, "on a foreign host", lines_of(folder, rows, "--registry", register, "--host", FOREIGN),
                         lambda _: ("counterfeit",), 1.0)
    own = counterfeits(lines_of(folder, rows, "--registry", register, "--hosts", hosts))
    tally.false_alarms += [(name, file, "counterfeit under the claimed host") for file in own]
    tally.row(name, "under the claimed host, accused", "none", len(own), len(rows), not own)


def kin(tally, name, folder, rows):
    """The institution's pages under its host; a parent and a sibling with the same ICP number are registered."""
    register, host, icp = folder / "register.csv", "www.school.example", rows[0]["icp"]
    site = {"unit": rows[0]["title"].rsplit("-", 1)[-1], "hosts": host, "icp": icp, "police": rows[0]["police"], "mark": rows[0]["conac"]}
    parent = {"unit": "上级单位", "hosts": "www.parent.example", "icp": icp}
    sibling = {"unit": "兄弟单位", "hosts": "www.sibling.example", "icp": icp}
    write_register(register, [site, parent, sibling])
    accused = counterfeits(lines_of(folder, rows, "--registry", register, "--host", host))
    tally.false_alarms += [(name, file, "counterfeit under its own host") for file in accused]
    tally.row(name, "parent and sibling registered, accused", "none", len(accused), len(rows), not accused)


def school(tally, name, folder, rows):
    innocent(tally, name, folder, rows)
    kin(tally, name, folder, rows)


COMPOSED = 350
GRADES = ("same", "routine", "notable", "tampered")


def pieces_of(corpora, scratch, name, labels):
    """(file, bytes) of the set's rows with these labels."""
    folder, rows = unpack(corpora, name, scratch)
    chosen = [row["file"] for row in rows if row["label"] in labels] if folder else []
    return [(file, text_bytes((folder / file).read_bytes())) for file in chosen]


def changes(tally, name, folder, rows):
    scratch, corpora = folder.parent, corpora_folder()
    worst = 0.0
    for label, some in by_label(rows).items():
        quiet = 0
        for row in some:
            report = compare(folder / row["file"], folder / row["file2"])
            worst = max(worst, report["score"])
            quiet += report["grade"] in GRADES[:2]
            if report["grade"] not in GRADES[:2]:
                kinds = sorted({change["kind"] for change in report["changes"]})
                tally.false_alarms.append((name, row["file"], f"{report['grade']} {report['score']:.2f}: {', '.join(kinds)}"))
        tally.row(name, f"{label}, same or routine", "all", quiet, len(some), quiet == len(some))

    injections = pieces_of(corpora, scratch, "cn_seo_injection", ("seo_injection", "spam_links_visible", "script_injection"))
    scripts = pieces_of(corpora, scratch, "ek_injected", ("injected_js", "legit_js_injected", "ek_iframe"))
    torn = pieces_of(corpora, scratch, "defacement_mirror", ("defaced",))
    injections = [(file, b"<script>" + body + b"</script>" if file.endswith(".js") else body) for file, body in injections]
    if not (injections and scripts and torn):
        return
    pages = {row["file"]: (folder / row["file"]).read_bytes() for row in rows}
    grades, above = {grade: 0 for grade in GRADES}, 0
    tampered = scratch / "tampered.html"
    for before, after, done in compose(pages, injections, scripts, torn, COMPOSED):
        tampered.write_bytes(after)
        report = compare(folder / before, tampered)
        grades[report["grade"]] += 1
        above += report["score"] > worst
        if report["grade"] in GRADES[:2] or report["score"] <= worst:
            tally.misses.append((name, before, f"{report['grade']} {report['score']:.2f}: {done}"))
    found = grades["notable"] + grades["tampered"]
    tally.row(name, "composed, notable or tampered", "at least 95 %", found, COMPOSED, found >= 0.95 * COMPOSED)
    tally.row(name, f"composed, above every benign pair ({worst:.2f})", "at least 95 %", above, COMPOSED, above >= 0.95 * COMPOSED)
    tally.row(name, "composed, tampered", "shown", grades["tampered"], COMPOSED)


SETS = {
    "cn_school_site": school,
    "benign_world": innocent,
    "cn_seo_injection": seo,
    "defacement_mirror": defaced,
    "ek_injected": kits,
    "cn_gov_forged": forged,
    "cn_footers": footers,
    "cn_change_pairs": changes,
}


def tables(tally):
    out = ["## By set", "", "| set | label | demand | share (95 % interval) | |", "|---|---|---|---|---|"]
    said = {True: "met", False: "**not met**", None: ""}
    out += [f"| {r.set} | {r.label} | {r.demand} | {share(r.hits, r.of)} | {said[r.met]} |" for r in tally.rows]
    out += ["", "## By category", "", "Precision over the pages that are judged: those accused rightly of all that are accused.", "",
            "| category | rightly | wrongly | precision (95 % interval) |", "|---|---|---|---|"]
    out += [f"| {c} | {right} | {wrong} | {share(right, right + wrong)} |" for c, (right, wrong) in tally.per_category.items()]
    for title, entries in (("Misses", tally.misses), ("False alarms", tally.false_alarms)):
        out += ["", f"## {title}", ""]
        out += [f"- {name}: {file}: {what}" for name, file, what in sorted(entries)] or ["None."]
    return "\n".join(out)


def main():
    corpora = corpora_folder()
    if corpora is None:
        print("The labelled pages are not beside this checkout (../shared/corpora); nothing was measured.", file=sys.stderr)
        return 0
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="huabiao-accuracy-") as scratch:
        for name, judge in SETS.items():
            folder, rows = unpack(corpora, name, Path(scratch))
            if folder is None:
                print(f"The set {name} is not there.\n")
                continue
            judge(tally, name, folder, rows)
    print(tables(tally))
    return 0


if __name__ == "__main__":
    sys.exit(main())
