"""Pieces of a page: whatever is said stands as it was said, Chinese before English, and nothing said becomes a mark."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.server.page_pieces import Both, Stage, day_words, facts, listed, phone, said, section, way

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
BOTH = st.builds(Both, WORDS, WORDS)
HOSTILE = "<script>alert('1')</script>&\"</p>"


class Read(HTMLParser):
    """What a browser makes of a piece: its marks in their order, what is said, and whether every mark is closed."""

    def __init__(self, piece: str) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(piece)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.marks]


def test_english_stands_below_the_chinese_and_says_that_it_is_english() -> None:
    assert said(Both("受理", "Accepted")) == '<p>受理<span class="en" lang="en">Accepted</span></p>'
    assert said(Both("受理")) == "<p>受理</p>", "a name without an English form leaves nothing empty behind"


def test_a_block_is_of_the_sort_and_look_that_is_asked_for() -> None:
    assert said(Both("甲"), "h1", "big") == '<h1 class="big">甲</h1>'
    assert section(Both("甲"), "<p>1</p>", "<p>2</p>") == "<section><h2>甲</h2><p>1</p><p>2</p></section>"
    assert section(Both("甲"), look="wide") == '<section class="wide"><h2>甲</h2></section>'


@given(BOTH)
def test_whatever_is_said_is_read_again_and_makes_no_mark(words: Both) -> None:
    read = Read(said(words))
    assert read.text == words.zh + words.en
    assert read.tags == (["p", "span"] if words.en else ["p"])


@pytest.mark.parametrize(
    "piece",
    [
        said(Both(HOSTILE, HOSTILE)),
        section(Both(HOSTILE, HOSTILE)),
        listed([Both(HOSTILE, HOSTILE)]),
        facts([(Both(HOSTILE), Both("", HOSTILE))]),
        way([Stage(Both(HOSTILE, HOSTILE))]),
        said(phone(HOSTILE)),
    ],
)
def test_no_piece_lets_a_name_become_a_mark(piece: str) -> None:
    read = Read(piece)
    assert "script" not in read.tags
    assert HOSTILE in read.text


@given(st.lists(BOTH, max_size=5))
def test_a_list_has_a_line_for_each_thing_in_its_order(lines: list[Both]) -> None:
    read = Read(listed(lines))
    assert read.tags[0] == "ul"
    assert read.tags.count("li") == len(lines)
    assert read.text == "".join(line.zh + line.en for line in lines)
    assert listed(iter(lines)) == listed(lines)


@given(st.lists(st.tuples(BOTH, BOTH), max_size=5))
def test_each_fact_has_its_name_before_its_value(rows: list[tuple[Both, Both]]) -> None:
    read = Read(facts(rows))
    assert [tag for tag in read.tags if tag != "span"] == ["dl", *["div", "dt", "dd"] * len(rows)]
    assert read.text == "".join(part for name, value in rows for part in (*name, *value))


@pytest.mark.parametrize(
    ("stage", "look", "current", "when"),
    [
        (Stage(Both("受理"), date(2026, 11, 9)), "done", False, "2026-11-09"),
        (Stage(Both("受理"), date(2026, 11, 9), now=True), "now", True, "2026-11-09"),
        (Stage(Both("受理"), now=True), "now", True, None),
        (Stage(Both("受理")), "later", False, None),
    ],
)
def test_a_step_is_done_or_now_or_still_to_come(stage: Stage, look: str, current: bool, when: str | None) -> None:
    read = Read(way([stage]))
    step = dict(read.marks)["li"]
    assert step["class"] == look
    assert step.get("aria-current") == ("step" if current else None), "heard by whoever cannot see it"
    assert dict(read.marks).get("time", {}).get("datetime") == when


def test_a_way_has_its_steps_in_order_and_one_of_them_is_now() -> None:
    stages = [Stage(Both("甲"), date(2026, 1, 2)), Stage(Both("乙"), date(2026, 1, 3), now=True), Stage(Both("丙"))]
    read = Read(way(stages))
    assert read.marks[0] == ("ol", {"class": "way"})
    assert [told["class"] for tag, told in read.marks if tag == "li"] == ["done", "now", "later"]
    assert read.text == "甲2026 年 1 月 2 日2 January 2026乙2026 年 1 月 3 日3 January 2026丙"
    assert way([]) == '<ol class="way"></ol>'


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_is_said_as_people_say_it_in_both_languages(day: date) -> None:
    words = day_words(day)
    assert words.zh == f"{day.year} 年 {day.month} 月 {day.day} 日"
    number, month, year = words.en.split(" ")
    assert (int(number), int(year)) == (day.day, day.year)
    assert month[:3] == "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * day.month - 3 : 3 * day.month]


def test_a_telephone_is_no_link() -> None:
    assert phone("010-65529332") == Both("010-65529332", "")
    assert Read(said(phone("010-65529332"))).tags == ["p"]
