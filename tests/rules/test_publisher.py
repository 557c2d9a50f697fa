"""A program stays with its publisher."""

from __future__ import annotations

import pytest

from deskapp.failures import ContentTrouble
from deskapp.rules.publisher import Publisher, Standing, ask_same

OURS = Publisher(Standing.TRUSTED, "CN=County", "a" * 64)
RENEWED = Publisher(Standing.TRUSTED, "CN=County", "b" * 64)
STRANGER = Publisher(Standing.TRUSTED, "CN=Somebody", "c" * 64)
OWN_CA = Publisher(Standing.NOT_TRUSTED, "CN=County", "d" * 64)
SAME_NAME = Publisher(Standing.NOT_TRUSTED, "CN=County", "e" * 64)
UNSIGNED = Publisher(Standing.NONE)
CHANGED = Publisher(Standing.BROKEN, "CN=County", "a" * 64)


@pytest.mark.parametrize(
    ("running", "offered"),
    [(OURS, OURS), (OURS, RENEWED), (OWN_CA, OWN_CA), (UNSIGNED, UNSIGNED), (UNSIGNED, OURS), (UNSIGNED, OWN_CA),
     (OWN_CA, Publisher(Standing.TRUSTED, "CN=County", "d" * 64))],
)  # fmt: skip
def test_the_same_publisher_may_follow(running: Publisher, offered: Publisher) -> None:
    ask_same(running, offered)


@pytest.mark.parametrize(
    ("running", "offered"),
    [(OURS, STRANGER), (OURS, UNSIGNED), (OURS, OWN_CA), (OURS, SAME_NAME), (OWN_CA, SAME_NAME), (OWN_CA, UNSIGNED),
     (OURS, CHANGED), (UNSIGNED, CHANGED), (OWN_CA, CHANGED)],
)  # fmt: skip
def test_nobody_else_may(running: Publisher, offered: Publisher) -> None:
    with pytest.raises(ContentTrouble, match=r"update\.other_publisher"):
        ask_same(running, offered)
