#!/usr/bin/env python3
"""Writes a rule pack of made-up words: what a lexicon of that size costs, without anybody's list.

Usage: tests/bench/make_words_pack.py FOLDER [WORDS]. The words are random, the same for the same number, and never stand in a
text somebody wrote.
"""
import random
import sys
from pathlib import Path

WORDS = 20_000
PER_RULE = 2_000
HEAD = 'name = "made-up"\nversion = 1\ndate = 2026-11-22\nzh = "测量用的词"\nen = "Words made up to measure with"\n'
RULE = '[[rule]]\nid = "made-up.words-{}"\nweight = 1\ndate = 2026-11-22\nzh = "测量用的词"\nen = "made-up words"\nwords = [\n{}]\n'
# Characters the trades use, so that texts come near the words as they do near real ones.
CHARACTERS = "博彩娱乐城注册开户金沙银河贷款证件游戏官网平台皇冠体育新葡京赌球马会真人荷官电子棋牌返水优惠代办文凭发票传奇私服外挂"


def words(count):
    chance = random.Random(count)
    found = set()
    while len(found) < count:
        found.add("".join(chance.choice(CHARACTERS) for _ in range(chance.randint(4, 7))))
    return sorted(found)


def write_pack(folder, count=WORDS):
    folder = Path(folder)
    (folder / "lexicon").mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(HEAD, encoding="utf-8")
    made = words(count)
    parts = [made[at:at + PER_RULE] for at in range(0, count, PER_RULE)]
    text = 'category = "gambling"\n\n'
    for number, part in enumerate(parts):
        text += RULE.format(number, "".join(f'  "{word}",\n' for word in part))
    (folder / "lexicon" / "words.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    write_pack(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else WORDS)
