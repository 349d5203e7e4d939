#!/usr/bin/env python3
"""The census commands as people use them: files in, lines out, exit codes, the way into the register and out again.

    HUABIAO_BIN=build/dev/huabiao tests/system/census_test.py
"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("HUABIAO_BIN", str(ROOT / "build/release/huabiao"))
SHARED = pathlib.Path(os.environ.get("HUABIAO_SHARED", ROOT.parent / "shared"))
HEADER = "单位名称,网站名称,英文域名,中文域名,是否挂标,联系人,联系电话\n"


class Skipped(Exception):
    pass


def run(*words, data=None, check=None, **more):
    command = [BIN, "--lang", "en", *(["--data", str(data)] if data else []), "census", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    if check is not None:
        assert done.returncode == check, f"{words}: exit {done.returncode}, expected {check}\n{done.stderr}"
    return done


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def form(name):
    path = SHARED / "forms" / name
    if not path.exists():
        raise Skipped(f"{path} is not there")
    return path


def without_place(row):
    """What a row says, without where it stood."""
    return {k: v for k, v in row.items() if k not in ("sheet", "row", "authority", "form", "department")}


def messy_form_is_read_as_expected(folder):
    expected = [json.loads(line) for line in form("annex2-messy.expected.jsonl").read_text().splitlines()]
    found = lines(run("read", form("annex2-messy.xlsx"), check=1))
    assert len(found) == len(expected), (len(found), len(expected))
    for row, wanted in zip(found, expected):
        for key, value in wanted.items():
            mine = row[key]
            if key == "problems":
                mine = [{"severity": p["severity"], "column": p["column"]} for p in mine]
            assert mine == value, f"row {wanted['row']}, {key}: {mine} instead of {value}"


def every_format_of_a_form_reads_alike(folder):
    names = ["annex2-notice.xlsx", "annex2-notice-utf8bom.csv", "annex2-notice-gb18030.csv", "annex3-notice.xlsx"]
    read = [[without_place(row) for row in lines(run("read", form(name), check=0))] for name in names]
    assert len(read[0]) == 4
    for name, rows in zip(names, read):
        assert rows == read[0], name
    assert lines(run("read", form("annex3-notice.xlsx")))[1]["department"] == "河北省机构编制委员会办公室"


def export_gives_the_annex_cell_for_cell(folder):
    for name, annex in (("annex2-notice.xlsx", "annex2"), ("annex3-notice.xlsx", "annex3")):
        data, out = folder / f"data-{annex}", folder / f"{annex}.xlsx"
        run("import", form(name), data=data, check=0)
        run("export", "--form", annex, "--out", out, data=data, check=0)
        script = ("import json,sys,openpyxl\n"
                  "ws=openpyxl.load_workbook(sys.argv[1]).worksheets[0]\n"
                  "print(json.dumps([{c.coordinate:c.value for r in ws for c in r if c.value is not None},"
                  "sorted(map(str,ws.merged_cells.ranges))]))")
        if subprocess.run(["/usr/bin/python3", "-c", "import openpyxl"], capture_output=True).returncode:
            raise Skipped("python3-openpyxl is not there")
        told = [json.loads(subprocess.check_output(["/usr/bin/python3", "-c", script, str(f)]))
                for f in (out, form(name))]
        assert told[0] == told[1], [(k, told[0][0].get(k), v) for k, v in told[1][0].items() if told[0][0].get(k) != v]


def import_is_all_or_nothing_unless_told(folder):
    book, data = folder / "a.csv", folder / "data"
    book.write_text(HEADER + "甲局,甲网,a.gov.cn,,是,张三,12345\n乙局,乙网,x y,,是,,\n")
    assert "census.bad_rows" in run("import", book, data=data, check=1).stderr
    assert not run("import", book, "--accept", "good", "--dry-run", data=data, check=1).stdout.count('"import":1')
    assert "nothing_to_export" in run("export", "--form", "annex2", "--out", folder / "x.xlsx", data=data, check=2).stderr
    outcome = lines(run("import", book, "--accept", "good", data=data, check=1))[0]
    assert (outcome["new"], outcome["bad"]) == (1, 1), outcome
    again = lines(run("import", book, "--accept", "good", data=data, check=1))[0]
    assert (again["new"], again["same"], again["new_sites"]) == (0, 1, 0), again


def sites_that_share_a_name_wait_for_a_person(folder):
    book, data = folder / "a.csv", folder / "data"
    book.write_text(HEADER + "甲局,甲网,a.gov.cn,,是,,\n乙局,乙网,a.gov.cn,,是,,\n丙局,丙网,c.gov.cn,,是,,\n")
    assert "census.conflicting_sites" in run("import", book, data=data, check=1).stderr
    outcome = lines(run("import", book, "--accept", "good", data=data, check=1))[0]
    assert (outcome["new"], outcome["conflicting"]) == (1, 2), outcome


def what_cannot_be_read_is_named(folder):
    def refused(name, content, code, status=3):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = run("read", path, check=status)
        assert code in done.stderr and not done.stdout, (name, done.stderr)
    assert "office.no_file" in run("read", folder / "absent.xlsx", check=3).stderr
    refused("empty.xlsx", b"", "office.empty_file")
    refused("noise.xlsx", os.urandom(5000), "office.")
    refused("other.csv", "姓名,年龄\n张三,30\n", "census.wrong_form")
    refused("blank.csv", HEADER, "census.empty_form")
    refused("page.xls", "<html><body><table><tr><td>1</td></tr></table>", "office.other_document")
    many = folder / "many.csv"
    with many.open("w") as out:
        out.write(HEADER)
        out.write(",,,,,,\n" * 1_048_576)
    assert "census.too_many_rows" in run("read", many, check=3).stderr
    bomb = folder / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="s" r:id="a"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels",
                         '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>')
        archive.writestr("xl/s.xml", "<a>" + " " * 50_000_000)
    assert "office.zip_bomb" in run("read", bomb, check=3).stderr
    cut = folder / "cut.xlsx"
    cut.write_bytes(bomb.read_bytes()[:-30])
    assert "office.truncated" in run("read", cut, check=3).stderr
    if (SHARED / "forms/annex2-notice.xls").exists():
        assert "office.old_xls" in run("read", SHARED / "forms/annex2-notice.xls", check=3).stderr
    run("read", folder / "blank.csv", "--format", "nonsense", check=2)


def interruption_leaves_whole_lines(folder):
    book = folder / "long.csv"
    with book.open("w") as out:
        out.write(HEADER)
        for i in range(200_000):
            out.write(f"单位{i},网站{i},s{i}.gov.cn,单位{i}·政务,是,张三,0311-8000{i % 10000:04}\n")
    process = subprocess.Popen([BIN, "census", "read", str(book)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(60) == 130, process.returncode
    read = [json.loads(line) for line in (first + rest).decode().splitlines()]
    assert 0 < len(read) < 200_000, len(read)


def a_full_disk_leaves_the_old_export(folder):
    book, data, out = folder / "a.csv", folder / "data", folder / "out.xlsx"
    book.write_text(HEADER + "".join(f"单位{i},网站{i},s{i}.gov.cn,,是,,\n" for i in range(3000)))
    run("import", book, data=data, check=0)
    out.write_text("old")

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    done = run("export", "--form", "annex3", "--out", out, data=data, preexec_fn=small_files)
    assert done.returncode == 4, (done.returncode, done.stderr)
    assert out.read_text() == "old"
    assert sorted(p.name for p in folder.iterdir()) == ["a.csv", "data", "out.xlsx"], list(folder.iterdir())
    run("export", "--form", "annex3", "--out", out, data=data, check=0)
    assert len(lines(run("read", out, check=0))) == 3000


TESTS = [messy_form_is_read_as_expected, every_format_of_a_form_reads_alike, export_gives_the_annex_cell_for_cell,
         import_is_all_or_nothing_unless_told, sites_that_share_a_name_wait_for_a_person, what_cannot_be_read_is_named,
         interruption_leaves_whole_lines, a_full_disk_leaves_the_old_export]


def main():
    passed = failed = skipped = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(pathlib.Path(folder))
                passed += 1
            except Skipped as why:
                skipped += 1
                print(f"skip: {test.__name__}: {why}")
            except Exception:
                failed += 1
                print(f"FAILED {test.__name__}")
                traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
