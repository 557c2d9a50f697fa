"""What the fields of an applicant can be filled with from a page: numbers, names, telephones, dates, with their places.

A number counts only when its check digit holds (GB 11643, GB 32100); a reader that takes one figure for another is
found out by it, but for one in eleven of those that it makes in an ID number, which is why a person confirms them all.
A name or a telephone has no check digit, so it counts only beside its label and where the reader is surer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.rules.identity import LENGTH, CreditCode, read_number
from deskapp.rules.names import normal_name, personal_name
from deskapp.rules.page_making import Box
from deskapp.rules.page_reading import PageReading, ReadLine, part_of
from deskapp.rules.page_rows import Row, rows

SURE_CHECKED = 0.8  # the reader's confidence in a line whose number checks itself
SURE = 0.9  # in one whose words nothing checks
_MOST_REPAIRS = 2

_RUN = re.compile(r"[0-9A-Za-z]+(?:[ \t]+[0-9A-Za-z]+)*")
_DAY = re.compile(r"(?<![0-9])([12][0-9]{3})\s?[年./\-]\s?([01]?[0-9])\s?[月./\-]\s?([0-3]?[0-9])(?![0-9])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")  # the national numbering plan: mobile numbers begin with 13 to 19
_AS_FIGURES = str.maketrans("OoIlZzSs", "00112255")  # what a figure is taken for; L alone is a letter of credit codes
_LABEL = r"(?:^|[\s，。；、）)\]])"
_PERSON = re.compile(_LABEL + r"(?:申请人姓名|申请人|姓\s{0,3}名)[\s：:]*")
_ORGANISATION = re.compile(_LABEL + r"(?:企业名称|单位名称|公司名称|机构名称|申请单位|名\s{0,6}称)[\s：:]*")
_PHONE = re.compile(r"电\s?话|手\s?机|联系方式")
_VALID = re.compile(r"有\s?效\s?期|营业期限")
_BORN = re.compile(r"出\s?生")
_ISSUED = re.compile(r"签\s?发|发\s?证|登记日期|填\s?发")
_NEXT_LABEL = re.compile(
    r"\s+(?=\S{1,8}[：:])|[：:]|\s*(?:性\s?别|民\s?族|出\s?生|身份证|证件|公民身份|联系|电\s?话|手\s?机|住\s?[址所]|地\s?址|统一社会|类\s?型|法定代表)"
)
_PERSON_NAME = re.compile(r"[^\W\d_a-zA-Z]{2,6}|[^\W\d_a-zA-Z]{1,15}(?:·[^\W\d_a-zA-Z]{1,15}){1,4}")
# What stands beside the word "name" where none was written: the next label, the head of a column, a place to sign.
_NO_NAME = re.compile(
    r"签名|签字|签章|盖章|承诺|声明|职务|职业|职称|年龄|学历|关系|国籍|籍贯|曾用|信息|类型|代表|身份|名称|单位|编号|日期|须知"
)
_LEAST_OF_ORGANISATION = 4


class Kind(StrEnum):
    """What a value is."""

    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    PERSON = "person"  # somebody's name
    ORGANISATION = "organisation"  # an organisation's name
    PHONE = "phone"
    VALID_UNTIL = "valid_until"  # the last day on which the document holds
    BORN = "born"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value as the rules keep it (a day as 2026-11-27), how sure the reader is, where it stands. Personal data."""

    kind: Kind
    text: str
    confidence: float
    box: Box


def values(reading: PageReading, today: date) -> tuple[ReadValue, ...]:
    """Everything of use on a page, each once, from the top down."""
    found: dict[tuple[Kind, str], ReadValue] = {}
    for row in rows(reading):
        for value in _of_row(row, today):
            found.setdefault((value.kind, value.text), value)
    return tuple(found.values())


def _of_row(row: Row, today: date) -> Iterator[ReadValue]:
    whole = row.whole
    apart: Iterable[ReadLine] = row.lines if len(row.lines) == 1 else (*row.lines, whole)
    for line in apart:
        yield from _numbers(line, today)
    for place, line in enumerate(row.lines):
        before = " ".join(other.text for other in row.lines[:place])
        yield from _phones(line, before)
        yield from _days(line, before)
    yield from _names(row, _PERSON, Kind.PERSON)
    yield from _names(row, _ORGANISATION, Kind.ORGANISATION)


def _numbers(line: ReadLine, today: date) -> Iterator[ReadValue]:
    if line.confidence < SURE_CHECKED:
        return
    for run, begin, end in _runs(line.text):
        read = _checked(run, today)
        if read is not None:
            yield ReadValue(*read, line.confidence, part_of(line, begin, end))


def _runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Figures and letters of eighteen places, printed in groups or not, and nothing more of their kind around them."""
    plain = "".join(one if len(one := unicodedata.normalize("NFKC", letter)) == 1 else " " for letter in text)
    for match in _RUN.finditer(plain):
        run = "".join(match.group().split())
        if len(run) == LENGTH:
            yield run, match.start(), match.end()
            continue
        for word in re.finditer(r"\S+", match.group()):
            if len(word.group()) == LENGTH:
                yield word.group(), match.start() + word.start(), match.start() + word.end()


def _checked(run: str, today: date) -> tuple[Kind, str] | None:
    """A number whose check digit holds, as it was read or with a letter or two that can only be figures put right."""
    repaired = run.translate(_AS_FIGURES)
    wrong = sum(one != other for one, other in zip(run, repaired, strict=True))
    for text in (run, repaired) if 0 < wrong <= _MOST_REPAIRS else (run,):
        try:
            read = read_number(text, today)
        except Refusal:
            continue
        return (Kind.CREDIT_CODE if isinstance(read, CreditCode) else Kind.ID_NUMBER), read.number
    return None


def _phones(line: ReadLine, before: str) -> Iterator[ReadValue]:
    if line.confidence < SURE:
        return
    for run, begin, end in _figures(line.text):
        if _MOBILE.fullmatch(run) and _PHONE.search(f"{before} {line.text[:begin]}"):
            yield ReadValue(Kind.PHONE, run, line.confidence, part_of(line, begin, end))


def _figures(text: str) -> Iterator[tuple[str, int, int]]:
    for match in re.finditer(r"(?<![0-9A-Za-z])[0-9]{3,11}(?:[ \-][0-9]{3,5}){0,3}(?![0-9A-Za-z])", text):
        yield re.sub(r"[ \-]", "", match.group()), match.start(), match.end()


def _days(line: ReadLine, before: str) -> Iterator[ReadValue]:
    if line.confidence < SURE:
        return
    found = list(_DAY.finditer(line.text))
    for place, match in enumerate(found):
        day = _day(match)
        label = f"{before} {line.text[: match.start()]}"
        # of a span the last day counts; one that is open at its end (长期) has none
        last = place == len(found) - 1 and "长期" not in line.text[match.end() :]
        alone = not re.match(r"\s?[日]?\s?[-—–至到]", line.text[match.end() :])
        for pattern, kind in ((_VALID, Kind.VALID_UNTIL), (_BORN, Kind.BORN), (_ISSUED, Kind.ISSUED)):
            if day is not None and pattern.search(label):
                if kind is not Kind.VALID_UNTIL or (last and alone):
                    box = part_of(line, match.start(), match.end())
                    yield ReadValue(kind, day.isoformat(), line.confidence, box)
                break


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _names(row: Row, label: re.Pattern[str], kind: Kind) -> Iterator[ReadValue]:
    """What stands behind a label in its line, or in the line beside it when there is nothing behind it."""
    for place, line in enumerate(row.lines):
        match = label.search(line.text)
        if match is None:
            continue
        beside = row.lines[place + 1] if place + 1 < len(row.lines) else None
        if match.end() < len(line.text):
            yield from _name(line, match.end(), kind)
        elif beside is not None:
            yield from _name(beside, 0, kind)


def _name(line: ReadLine, begin: int, kind: Kind) -> Iterator[ReadValue]:
    stops = _NEXT_LABEL.search(line.text, begin)
    said = line.text[begin : stops.start() if stops else None]
    text = said.rstrip(" ,，。;；、（(")
    begin += len(text) - len(text.lstrip(" ：:"))
    if line.confidence < SURE or not text.strip() or _NO_NAME.match(text.lstrip(" ：:")):
        return
    try:
        name = personal_name(text) if kind is Kind.PERSON else normal_name(text)
    except Refusal:
        return
    sound = _PERSON_NAME.fullmatch(name) if kind is Kind.PERSON else len(name) >= _LEAST_OF_ORGANISATION
    if sound:
        yield ReadValue(kind, name, line.confidence, part_of(line, begin, begin + len(text.strip(" ：:"))))
