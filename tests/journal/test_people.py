"""Who may sign in, whose token is whose, and who has been at which desk."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from db.tables import devices
from deskapp.ids import ClerkId, DeviceId, HallId, WindowId
from deskapp.journal import people
from deskapp.journal.journal import Journal
from deskapp.journal.people import Computer, Principal, Token, User

CHEN = User(ClerkId("clerk3"), "陈三", ("clerk",), "$argon2id$3")
LI = User(ClerkId("li"), "李䶮", ("clerk", "manager"), "$argon2id$l", department="市场监管局")
D1, D2 = DeviceId("D1"), DeviceId("D2")
SHOWN = "5" * 64
NOW, LATER, LATEST = "2026-11-23T01:30:00.000000Z", "2026-11-23T09:30:00.000000Z", "2026-11-24T01:30:00.000000Z"
TOKEN = Token("a" * 64, CHEN.user, WindowId("3"), D1, sends_only=False, expires_at=LATER)


def know(kept: Journal, *users: User) -> None:
    with kept.writing() as facts:
        for user in users:
            people.put_user(facts, user)


def keep(kept: Journal, *tokens: Token) -> None:
    with kept.writing() as facts:
        for token in tokens:
            people.keep_token(facts, token)


def owner(kept: Journal, digest: str, now: str = NOW) -> Principal | None:
    with kept.reading() as reading:
        return people.principal(reading, digest, now)


def found(kept: Journal, user: str) -> User | None:
    with kept.reading() as reading:
        return people.find_user(reading, user)


def elsewhere(kept: Journal) -> Journal:
    """The same database, asked by another hall."""
    return Journal(kept.engine, replace(kept.terms, hall=HallId("H2")))


@pytest.mark.parametrize("user", [CHEN, LI, replace(CHEN, roles=()), replace(LI, disabled=True)])
def test_a_user_is_found_as_they_were_put(kept: Journal, user: User) -> None:
    know(kept, user)
    assert found(kept, user.user) == user


@pytest.mark.parametrize("name", ["", "Clerk3", "clerk3 ", "clerk", "%", "clerk_", "' OR 1=1 --"])
def test_nobody_is_found_by_a_name_that_is_not_theirs(kept: Journal, name: str) -> None:
    know(kept, CHEN)
    assert found(kept, name) is None


def test_a_user_that_is_put_again_is_changed_and_not_doubled(kept: Journal) -> None:
    know(kept, CHEN, LI)
    know(kept, replace(CHEN, name="陈叁", roles=("clerk", "greeter"), department="大数据局"))
    changed = found(kept, CHEN.user)
    assert changed is not None
    assert (changed.name, changed.roles, changed.department) == ("陈叁", ("clerk", "greeter"), "大数据局")
    assert found(kept, LI.user) == LI


def test_another_halls_people_are_nobody_here(kept: Journal) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN)
    assert found(elsewhere(kept), CHEN.user) is None
    assert owner(elsewhere(kept), TOKEN.digest) is None


def test_roles_are_told_of_those_who_may_work(kept: Journal) -> None:
    know(kept, CHEN, LI, replace(CHEN, user=ClerkId("gone"), disabled=True))
    with kept.reading() as reading:
        told = people.roles_of(reading, {"clerk3", "li", "gone", "nobody"})
        assert told == {"clerk3": ("clerk",), "li": ("clerk", "manager")}
        assert people.roles_of(reading, set()) == {}


def test_a_token_is_its_owners_as_they_are_now(kept: Journal) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN)
    assert owner(kept, TOKEN.digest) == Principal(CHEN.user, "陈三", ("clerk",), WindowId("3"), D1, sends_only=False)
    know(kept, replace(CHEN, roles=("greeter",)))
    now = owner(kept, TOKEN.digest)
    assert now is not None
    assert now.roles == ("greeter",), "who was taken a role away has lost it at once"


@pytest.mark.parametrize(("now", "holds"), [(NOW, True), (LATER, False), (LATEST, False)])
def test_a_token_holds_until_its_end_and_not_at_it(kept: Journal, now: str, holds: bool) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN)
    assert (owner(kept, TOKEN.digest, now) is not None) is holds


def test_who_was_sent_away_opens_nothing_with_a_token_of_before(kept: Journal) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN)
    know(kept, replace(CHEN, disabled=True))
    assert owner(kept, TOKEN.digest) is None


@pytest.mark.parametrize("digest", ["", "b" * 64, "A" * 64, "a" * 63, "%"])
def test_what_is_no_token_opens_nothing(kept: Journal, digest: str) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN)
    assert owner(kept, digest) is None


def test_a_token_without_a_window_is_of_no_window(kept: Journal) -> None:
    know(kept, LI)
    keep(kept, replace(TOKEN, user=LI.user, window=None))
    at_none = owner(kept, TOKEN.digest)
    assert at_none is not None
    assert at_none.window is None


def test_signing_in_again_ends_the_token_of_before_at_that_desk(kept: Journal) -> None:
    know(kept, CHEN)
    keep(kept, TOKEN, replace(TOKEN, digest="b" * 64))
    assert owner(kept, "a" * 64) is None
    assert owner(kept, "b" * 64) is not None


@pytest.mark.parametrize(
    "other",
    [
        replace(TOKEN, digest="b" * 64, device=D2),
        replace(TOKEN, digest="b" * 64, user=LI.user),
        replace(TOKEN, digest="b" * 64, sends_only=True),
    ],
    ids=["another desk", "another person", "the desk's own"],
)
def test_a_token_of_another_kind_ends_none(kept: Journal, other: Token) -> None:
    know(kept, CHEN, LI)
    keep(kept, TOKEN, other)
    assert owner(kept, TOKEN.digest) is not None
    assert owner(kept, other.digest) is not None


def test_signing_out_ends_one_token(kept: Journal) -> None:
    know(kept, CHEN, LI)
    keep(kept, TOKEN, replace(TOKEN, digest="b" * 64, user=LI.user))
    with kept.writing() as facts:
        people.drop_token(facts, TOKEN.digest)
        people.drop_token(facts, "c" * 64)
    assert owner(kept, TOKEN.digest) is None
    assert owner(kept, "b" * 64) is not None


def test_ended_tokens_are_swept_and_no_others(kept: Journal) -> None:
    know(kept, CHEN, LI)
    keep(kept, TOKEN, replace(TOKEN, digest="b" * 64, user=LI.user, expires_at=LATEST))
    with kept.writing() as facts:
        people.drop_ended_tokens(facts, LATER)
    early = "2000-01-01T00:00:00.000000Z"
    assert owner(kept, TOKEN.digest, early) is None, "gone, and not only over"
    assert owner(kept, "b" * 64, early) is not None


def test_a_desk_remembers_everybody_who_was_at_it_and_its_last_window(kept: Journal) -> None:
    for user, window, epoch in (("clerk3", "3", 1), ("li", "4", 1), ("clerk3", None, 2)):
        with kept.writing() as facts:
            people.note_device(facts, Computer(D1, epoch, SHOWN), ClerkId(user), WindowId(window) if window else None)
    with kept.reading() as reading:
        assert people.authors_at(reading, D1, ClerkId("me")) == {"clerk3", "li"}
        assert people.window_of(reading, D1) is None
        assert people.authors_at(reading, D2, ClerkId("me")) == set()
        assert people.window_of(reading, D2) is None


def test_two_desks_are_kept_apart(kept: Journal) -> None:
    with kept.writing() as facts:
        people.note_device(facts, Computer(D1), ClerkId("clerk3"), WindowId("3"))
        people.note_device(facts, Computer(D2), ClerkId("li"), WindowId("4"))
    with kept.reading() as reading:
        assert (people.window_of(reading, D1), people.window_of(reading, D2)) == ("3", "4")


def signed_in(kept: Journal, user: str, credential: str = "") -> None:
    with kept.writing() as facts:
        people.note_device(facts, Computer(D1, 1, credential), ClerkId(user), None)


def authors(kept: Journal, user: str) -> set[str]:
    with kept.reading() as reading:
        return people.authors_at(reading, D1, ClerkId(user))


def test_a_computer_that_shows_nothing_sends_in_the_name_of_whose_token_it_is_alone(kept: Journal) -> None:
    signed_in(kept, "manager")
    signed_in(kept, "clerk3")
    assert authors(kept, "clerk3") == {"clerk3"}
    assert authors(kept, "manager") == {"manager"}


def test_whoever_shows_something_first_under_a_name_inherits_nobody(kept: Journal) -> None:
    signed_in(kept, "manager")
    know(kept, CHEN)
    keep(kept, TOKEN)
    signed_in(kept, "clerk3", SHOWN)
    assert authors(kept, "clerk3") == {"clerk3"}
    assert owner(kept, TOKEN.digest) is None, "what was given to whoever bore the name before sends nothing from here"
    signed_in(kept, "clerk4", SHOWN)
    assert authors(kept, "clerk4") == {"clerk3", "clerk4"}


def test_a_computer_of_before_anything_was_shown_keeps_those_who_worked_at_it(kept: Journal) -> None:
    """Their work may still lie there unsent when the program is renewed."""
    signed_in(kept, "clerk3")
    with kept.writing() as facts:
        facts.connection.execute(sa.update(devices).values(credential=None))
    assert authors(kept, "clerk4") == {"clerk3"}
    signed_in(kept, "clerk4", SHOWN)
    assert authors(kept, "clerk4") == {"clerk3", "clerk4"}


def test_another_password_ends_what_was_opened_with_the_one_before(kept: Journal) -> None:
    know(kept, CHEN, LI)
    keep(kept, TOKEN, replace(TOKEN, digest="b" * 64, user=LI.user))
    know(kept, replace(CHEN, name="陈叁"))
    assert owner(kept, TOKEN.digest) is not None
    know(kept, replace(CHEN, password_hash="$argon2id$4"))
    assert owner(kept, TOKEN.digest) is None
    assert owner(kept, "b" * 64) is not None, "nobody else's"
