"""Pieces of the pages that people read without a program: each in Chinese first and in English below it, escaped.

A piece is HTML that can stand anywhere in a page's body. `Both` is what is said in the two languages.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Both(NamedTuple):
    """The same in Chinese and in English; the second is "" where a name has only its Chinese form."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a way: `day` when it was taken; None for one that is still to come."""

    name: Both
    day: date | None = None
    now: bool = False


def said(words: Both, tag: str = "p", look: str = "") -> str:
    """A paragraph, or another block."""
    mark = f' class="{look}"' if look else ""
    return f"<{tag}{mark}>{_inside(words)}</{tag}>"


def section(title: Both, *pieces: str, look: str = "") -> str:
    """A part of the page with a heading of its own."""
    mark = f' class="{look}"' if look else ""
    return f"<section{mark}>{said(title, 'h2')}{''.join(pieces)}</section>"


def listed(lines: Iterable[Both]) -> str:
    """What is to be brought, one line each."""
    return f"<ul>{''.join(said(line, 'li') for line in lines)}</ul>"


def facts(rows: Iterable[tuple[Both, Both]]) -> str:
    """Names and values."""
    return "<dl>" + "".join(f"<div>{said(name, 'dt')}{said(value, 'dd')}</div>" for name, value in rows) + "</dl>"


def way(stages: Sequence[Stage]) -> str:
    """The steps of a way, those that were taken with their days. A screen reader hears which one is now."""
    return f'<ol class="way">{"".join(_stage(stage) for stage in stages)}</ol>'


def link(words: Both, place: str) -> str:
    """A way to another of our pages."""
    return f'<p class="go"><a href="{html.escape(place)}">{_inside(words)}</a></p>'


def day_words(day: date) -> Both:
    """A day as people say it."""
    return Both(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def phone(number: str) -> Both:
    """A telephone number. Not a link: what it is dialled with is nobody's business."""
    return Both(number)


def _stage(stage: Stage) -> str:
    look, when = "now" if stage.now else "done" if stage.day is not None else "later", ""
    if stage.day is not None:
        words = day_words(stage.day)
        when = f'<time datetime="{stage.day.isoformat()}">{_inside(words)}</time>'
    current = ' aria-current="step"' if stage.now else ""
    return f'<li class="{look}"{current}><span class="step">{_inside(stage.name)}</span>{when}</li>'


def _inside(words: Both) -> str:
    english = f'<span class="en" lang="en">{html.escape(words.en)}</span>' if words.en else ""
    return f"{html.escape(words.zh)}{english}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
