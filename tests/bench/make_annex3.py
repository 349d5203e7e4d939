#!/usr/bin/env python3
"""Writes a synthetic annex 3 of any length: make_annex3.py OUT.xlsx ROWS [--strings shared|inline] [--seed N].

Shared strings are what Excel and WPS write, inline ones with character references what openpyxl writes. One site in
five is shared by up to four organisations and has its cells merged, as in the notice's own example.
"""
import argparse
import random
import zipfile
from xml.sax.saxutils import escape

HEADER = ["主管部门", "单位名称", "网站名称", "英文域名", "中文域名", "是否挂标", "联系人", "联系电话"]
PLACES = "青河 临泉 安丰 广宁 长岭 平湖 南山 西渡 北川 东明 石桥 金沙 白水 龙门 云阳 海晏".split()
OFFICES = "教育局 水利局 林业局 档案馆 图书馆 统计局 审计局 民政局 财政局 交通运输局 生态环境局 应急管理局 卫生健康委员会".split()
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明华丽强军洋勇艳杰涛磊娟霞平刚桂英"


def rows(count, rng):
    """Yields (cells, first row of the group) lists in the form's order; None in a cell says: merged with the one above."""
    number = 0
    while number < count:
        number += 1
        size = min(rng.choice((1, 1, 1, 1, 4)), count - number + 1)
        place, office = rng.choice(PLACES), rng.choice(OFFICES)
        site = f"{place}市{office}第{number}网站"
        contact = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
        phone = f"0{rng.randint(310, 899)}-{rng.randint(20000000, 89999999)}"
        for i in range(size):
            name = f"{place}市{office}第{number + i}处"
            first = i == 0
            yield [f"{place}市人民政府", name, site if first else None,
                   f"www.s{number}.{place_ascii(place)}.gov.cn" if first else "无",
                   f"1. {name}·政务 2. {place}{office}{number + i}·政务" if rng.random() < 0.3 else f"{name}·政务",
                   rng.choice("是是是否"), contact if first else None, phone if first else None]
        number += size - 1


def place_ascii(place):
    return "p" + format(ord(place[0]), "x")


class Strings:
    def __init__(self, mode):
        self.mode, self.index, self.total = mode, {}, 0

    def cell(self, ref, text):
        if self.mode == "inline":
            refs = "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in escape(text))
            return f'<c r="{ref}" s="1" t="inlineStr"><is><t>{refs}</t></is></c>'
        self.total += 1
        return f'<c r="{ref}" s="1" t="s"><v>{self.index.setdefault(text, len(self.index))}</v></c>'


def write(path, count, mode, seed):
    rng, strings, merges = random.Random(seed), Strings(mode), ["A1:H1", "A2:H2"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            def put(text):
                out.write(text.encode())
            put('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/'
                f'spreadsheetml/2006/main"><dimension ref="A1:H{count + 3}"/><sheetData>')
            blank = lambda row, letters: "".join(f'<c r="{c}{row}" s="1"/>' for c in letters)
            put(f'<row r="1">{strings.cell("A1", "党政机关、事业单位网站开办情况汇总表")}{blank(1, "BCDEFGH")}</row>')
            put(f'<row r="2">{strings.cell("A2", "单位（公章）：青河省机构编制委员会办公室")}{blank(2, "BCDEFGH")}</row>')
            put('<row r="3">' + "".join(strings.cell(f"{'ABCDEFGH'[i]}3", h) for i, h in enumerate(HEADER)) + "</row>")
            start, last = 4, 3
            for number, cells in enumerate(rows(count, rng), 4):
                put(f'<row r="{number}" spans="1:8">' + "".join(
                    strings.cell(f"{'ABCDEFGH'[i]}{number}", text) if text is not None else
                    f'<c r="{"ABCDEFGH"[i]}{number}" s="1"/>' for i, text in enumerate(cells)) + "</row>")
                if cells[2] is not None:
                    if last > start:
                        merges += [f"{c}{start}:{c}{last}" for c in "CGH"]
                    start = number
                last = number
            if last > start:
                merges += [f"{c}{start}:{c}{last}" for c in "CGH"]
            put(f'</sheetData><mergeCells count="{len(merges)}">' + "".join(f'<mergeCell ref="{m}"/>' for m in merges) +
                "</mergeCells></worksheet>")
        if mode == "shared":
            with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as out:
                out.write(('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/'
                           f'spreadsheetml/2006/main" count="{strings.total}" uniqueCount="{len(strings.index)}">').encode())
                for text in strings.index:
                    out.write(f"<si><t>{escape(text)}</t></si>".encode())
                out.write(b"</sst>")
        parts(archive, mode)


def parts(archive, mode):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    shared = mode == "shared"
    archive.writestr("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                     '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                     f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/><Override PartName="/xl/worksheets/'
                     f'sheet1.xml" ContentType="{kind}worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/>'
                     + (f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/>' if shared else "") + "</Types>")
    archive.writestr("_rels/.rels", f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/'
                     'officeDocument" Target="xl/workbook.xml"/></Relationships>')
    archive.writestr("xl/workbook.xml", f'{head}<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="汇总表" sheetId="1" '
                     'r:id="rId1"/></sheets></workbook>')
    archive.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type='
                     f'"{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/>'
                     + (f'<Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>' if shared else "")
                     + "</Relationships>")
    archive.writestr("xl/styles.xml", f'{head}<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font>'
                     '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/>'
                     '<right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
                     'borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf '
                     'numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("rows", type=int)
    parser.add_argument("--strings", choices=("shared", "inline"), default="shared")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.out, given.rows, given.strings, given.seed)


if __name__ == "__main__":
    main()
