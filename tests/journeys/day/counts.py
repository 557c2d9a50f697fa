"""The independent count: figures by plain counting of what people lived through, and the replay held against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from itertools import pairwise
from typing import Any

from deskapp.rules.replay import Frame
from deskapp.rules.ticket import TicketState
from tests.journeys.day.hours import Seen
from tests.journeys.day.slips import AT_A_WINDOW, OVER, Slip, Stay

OFFICE = timezone(timedelta(hours=8))
_AGREES = 1e-6  # of a minute: how far two ways to add up may lie apart


@dataclass(frozen=True)
class Lived:
    """One stay, with what figures are told apart by."""

    slip: Slip
    stay: Stay
    waited: float | None  # minutes, without the time another window had the same person

    def part(self, by: str) -> str:
        parts: Mapping[str, str] = {
            "queue": self.stay.queue,
            "window": self.stay.window,
            "clerk": self.stay.clerk,
            "hour": f"{self.stay.since.astimezone(OFFICE):%H}",
            "item": "",
        }
        return parts[by]


def lived(slips: Iterable[Slip]) -> list[Lived]:
    """Every stay of the day."""
    by_visit: dict[str, list[tuple[Slip, Stay]]] = {}
    for slip in slips:
        for stay in slip.stays:
            by_visit.setdefault(slip.visit, []).append((slip, stay))
    return [Lived(slip, stay, _waited(slip, stay, own)) for own in by_visit.values() for slip, stay in own]


def _waited(slip: Slip, stay: Stay, visit: Sequence[tuple[Slip, Stay]]) -> float | None:
    """Second by second would do as well: the parts of the wait in which nobody else had the person."""
    if stay.waited is None or stay.called is None:
        return None
    busy = [
        (other.called, other.ended)
        for its, other in visit
        if its is not slip and other.called is not None and other.ended is not None
    ]
    edges = sorted({stay.since, stay.called, *(edge for span in busy for edge in span)})
    alone = timedelta(0)
    for begun, ended in pairwise(edges):
        inside = begun >= stay.since and ended <= stay.called
        if inside and not any(a <= begun and ended <= b for a, b in busy):
            alone += ended - begun
    return alone.total_seconds() / 60


def figures(told: Sequence[Lived], by: Sequence[str]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The figures of each group, as `GET /figures` names them."""
    groups: dict[tuple[str, ...], list[Lived]] = {}
    for one in told:
        groups.setdefault(tuple(one.part(each) for each in by), []).append(one)
    return {key: _counted(group) for key, group in groups.items()}


def _counted(group: Sequence[Lived]) -> dict[str, Any]:
    ends = Counter(one.stay.outcome or _unended(one.slip) for one in group)
    judged = [
        one.stay.called <= one.stay.due for one in group if one.waited is not None and one.stay.called and one.stay.due
    ]
    served = [one.stay.served for one in group if one.stay.served is not None]
    return {
        "people": len({one.slip.visit for one in group}),
        "legs": len(group),
        "served": ends["served"],
        "sent_on": ends["sent_on"],
        "at_window": ends["at_window"],
        "no_shows": ends["no_show"],
        "cancelled": ends["cancelled"],
        "waiting": ends["waiting"],
        "carried_over": ends["carried_over"],
        "waits": _spread([one.waited for one in group if one.waited is not None]),
        "services": _spread([each.total_seconds() / 60 for each in served]),
        "in_time": judged.count(True) / len(judged) if len(judged) >= 10 else None,
    }


def _unended(slip: Slip) -> str:
    return "at_window" if slip.state in AT_A_WINDOW else "waiting"


def _spread(minutes: Sequence[float]) -> dict[str, Any]:
    """By counting: half of all are no longer than the median, nine tenths no longer than the p90."""
    ordered, count = sorted(minutes), len(minutes)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2 if count >= 5 else None
    p90 = next((m for m in ordered if sum(other <= m for other in ordered) * 10 >= count * 9), None)
    return {
        "samples": count,
        "median": middle,
        "p90": p90 if count >= 20 else None,
        "longest": ordered[-1] if ordered else None,
    }


def differences(counted: Mapping[tuple[str, ...], Mapping[str, Any]], told: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where the reports say something else than was counted."""
    rows = {tuple(row["key"]): row for row in told}
    found = [f"{key}: counted, not told" for key in counted.keys() - rows.keys()]
    found += [f"{key}: told, not counted" for key in rows.keys() - counted.keys()]
    for key in sorted(counted.keys() & rows.keys()):
        for name, ours in counted[key].items():
            if not _same(ours, rows[key][name]):
                found.append(f"{key} {name}: counted {ours}, told {rows[key][name]}")
    return found


def _same(ours: Any, told: Any) -> bool:
    if isinstance(ours, dict):
        return all(_same(value, told[name]) for name, value in ours.items())
    if isinstance(ours, float) or isinstance(told, float):
        return ours is not None and told is not None and abs(ours - told) < _AGREES
    return bool(ours == told)


def unlike(seen: Seen, frame: Frame, apart: Callable[[str], bool]) -> list[str]:
    """Where a frame of the replay shows another hall than was seen then; `apart`: whom it may show elsewhere."""
    lines: dict[str, list[str]] = {queue: [t.id for t in line] for queue, line in frame.waiting.items()}
    has: dict[str, set[str]] = {window: {t.id for t in of} for window, of in frame.with_window.items()}
    states: dict[str, str] = {window: state.state.value for window, state in frame.windows.items()}
    found = []
    for where, ours, shown in (("waiting in", seen.waiting, lines), ("at window", seen.with_window, has)):
        for place in sorted({*ours, *shown}):
            here = [one for one in ours.get(place, ()) if not apart(one)]
            there = [one for one in shown.get(place, ()) if not apart(one)]
            if here != there and (where == "waiting in" or set(here) != set(there)):
                found.append(f"{seen.at:%H:%M} {where} {place}: {here}, shown are {there}")
    wrong = {
        window: (state, states.get(window)) for window, state in seen.states.items() if states.get(window) != state
    }
    return [*found, *([f"{seen.at:%H:%M} windows: {wrong}"] if wrong else [])]


def ended(seen: Seen, frame: Frame, may_differ: int) -> list[str]:
    """Where the replay counts other ends than were seen."""
    shown = {state: frame.ended.get(TicketState(state), 0) for state in OVER}
    wrong = [f"{s}: {seen.ended[s]}, shown {n}" for s, n in shown.items() if abs(seen.ended[s] - n) > may_differ]
    return [f"{seen.at:%H:%M} ended {one}" for one in wrong]
