"""The life of a window, as one table."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, QueueId, WindowId
from deskapp.rules import window as windows
from deskapp.rules.window import Window, WindowFact, WindowKind, WindowState, fold

A, B = QueueId("A"), QueueId("B")
DEFINED = windows.WindowDefined(WindowKind.INTAKE, (A,))
FACTS: dict[str, WindowFact] = {
    "WindowDefined": DEFINED,
    "WindowOpened": windows.WindowOpened(ClerkId("clerk1"), DeviceId("d1")),
    "WindowPaused": windows.WindowPaused("午休"),
    "WindowResumed": windows.WindowResumed(),
    "WindowClosed": windows.WindowClosed(),
    "QueuesChanged": windows.QueuesChanged((A, B)),
}
WAYS: dict[str, list[WindowFact]] = {
    "undefined": [],
    "closed": [DEFINED],
    "open": [DEFINED, FACTS["WindowOpened"]],
    "paused": [DEFINED, FACTS["WindowOpened"], FACTS["WindowPaused"]],
}
# x may happen · . wrong state · u unknown · undefined, closed, open, paused
TABLE = {
    "WindowDefined": "xxxx",
    "WindowOpened":  "uxxx",
    "WindowPaused":  "u.x.",
    "WindowResumed": "u..x",
    "WindowClosed":  "uxxx",
    "QueuesChanged": "uxxx",
}  # fmt: skip
CODES = {".": "window.wrong_state", "u": "window.unknown"}
CELLS = [(name, way, row[column]) for name, row in TABLE.items() for column, way in enumerate(WAYS)]
LEADS_TO = {
    "WindowOpened": WindowState.OPEN, "WindowPaused": WindowState.PAUSED, "WindowResumed": WindowState.OPEN,
    "WindowClosed": WindowState.CLOSED,
}  # fmt: skip


def after(*facts: WindowFact) -> Window:
    window = Window(WindowId("3"))
    for fact in facts:
        window = fold(window, fact)
    return window


def test_the_table_has_every_fact() -> None:
    assert set(TABLE) == set(FACTS) == {kind.__name__ for kind in get_args(WindowFact)}


@pytest.mark.parametrize(("name", "way", "cell"), CELLS)
def test_a_fact_does_what_the_table_says(name: str, way: str, cell: str) -> None:
    before, fact = after(*WAYS[way]), FACTS[name]
    if cell == "x":
        windows.permits(before, fact)
        assert fold(before, fact).state is LEADS_TO.get(name, before.state)
    else:
        with pytest.raises(Refusal) as refusal:
            windows.permits(before, fact)
        assert refusal.value.code == CODES[cell]
        assert replace(fold(before, fact), version=before.version) == before
    assert fold(before, fact).version == before.version + 1


def test_an_open_window_knows_who_sits_there_and_at_which_desk() -> None:
    window = after(*WAYS["open"])
    assert (window.clerk, window.device, window.queues) == ("clerk1", "d1", (A,))


def test_a_closed_window_is_nobodys() -> None:
    window = after(*WAYS["open"], windows.WindowClosed())
    assert (window.clerk, window.device) == (None, None)
    assert window.queues == (A,)


def test_queues_change_while_a_window_serves() -> None:
    assert after(*WAYS["open"], windows.QueuesChanged((B,))).queues == (B,)


@given(st.lists(st.sampled_from(list(FACTS.values())), max_size=20))
def test_any_history_can_be_folded(history: list[WindowFact]) -> None:
    window = after(*history)
    assert window.version == len(history)
    assert (window.clerk is None) == (window.state is WindowState.CLOSED)
