"""The centre hands versions on: to enrolled desks alone, from any place on, to as many at once as calls can bear."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import WindowId, new_id
from deskapp.journal import desk_programs
from deskapp.protocol.updates import WINDOWS_SETUP
from deskapp.server.offers import Offer, Offers
from tests.server.hall import Hall, Person, code_of
from tests.updates.makers import Maker, maker, signed_of, statement_of

DEVICE = "0193a000-0000-7000-8000-000000000003"
RUNS = {"version": "0.1.0", "kind": WINDOWS_SETUP}


@pytest.fixture
def ours(tmp_path: Path) -> Maker:
    return maker(tmp_path / "ours")


def made_offer(setup: Path, *windows: str, moment: str = "2026-11-23T01:30:00Z") -> Offer:
    return Offer(
        id=new_id(), statement=statement_of(setup), signed=signed_of(setup),
        windows=tuple(WindowId(window) for window in windows), moment=moment,
    )  # fmt: skip


@pytest.fixture
def desk(any_hall: Hall) -> Person:
    return any_hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token()


def ask(desk: Person, **more: object) -> httpx.Response:
    return desk.post("/update", RUNS | more)


def test_a_desk_is_told_what_there_is_and_tells_what_it_runs(any_hall: Hall, desk: Person, ours: Maker) -> None:
    assert ask(desk).json() == {"offer": None}
    setup = ours.setup("0.2.0")
    any_hall.parts.offers.keep(made_offer(setup), setup)
    offer = ask(desk, state="fetching", offered="0.2.0").json()["offer"]
    assert offer["signed"]["statement"] == signed_of(setup).statement
    assert offer["hours"] == "17:30-07:30"
    with any_hall.parts.journal.reading() as reading:
        (told,) = desk_programs.programs(reading)
    assert (told.window, told.device, told.program.version, told.program.offered) == ("3", DEVICE, "0.1.0", "0.2.0")


def test_only_what_is_new_is_written_down(hall: Hall) -> None:
    desk = hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token()

    def since() -> str:
        with hall.parts.journal.reading() as reading:
            return desk_programs.programs(reading)[0].since

    ask(desk)
    first = since()
    from datetime import timedelta

    hall.clock.move(timedelta(minutes=30))
    ask(desk)
    assert since() == first
    ask(desk, version="0.2.0")
    assert since() > first


def test_a_desk_that_was_moved_is_told_of_at_its_new_window(hall: Hall) -> None:
    desk = hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token()
    ask(desk)
    ask(hall.sign_in("clerk3", "4", device=DEVICE).by_desk_token())
    with hall.parts.journal.reading() as reading:
        assert [told.window for told in desk_programs.programs(reading)] == ["4"]


def test_desks_stand_in_the_order_of_their_windows(any_hall: Hall) -> None:
    from deskapp.ids import DeviceId
    from deskapp.journal.desk_programs import ToldProgram
    from deskapp.protocol.updates import DeskProgram

    with any_hall.parts.journal.writing() as facts:
        facts.note("program", "not one of these")
        facts.note("program:zz", "{}")
        for device, window in (("c", "10"), ("b", "2"), ("a", None)):
            desk_programs.tell(facts, ToldProgram(
                device=DeviceId(device), window=WindowId(window) if window else None,
                program=DeskProgram(version="0.1.0", kind="x"), since="2026",
            ))  # fmt: skip
    with any_hall.parts.journal.reading() as reading:
        assert [told.window for told in desk_programs.programs(reading)] == [None, "2", "10"]


def test_nobody_but_an_enrolled_desk_is_told_or_given_anything(hall: Hall, ours: Maker) -> None:
    setup = ours.setup("0.2.0")
    offer = made_offer(setup)
    hall.parts.offers.keep(offer, setup)
    place = f"/updates/{offer.statement.sha256}"
    clerk = hall.sign_in("clerk3", "3", device=DEVICE)
    for who in (clerk, hall.sign_in("manager"), hall.sign_in("clerk4", "4").by_desk_token()):
        assert code_of(ask(who)) == "update.desks_only", "a person, or somebody without a desk"
        assert code_of(who.line.get(place)) == "update.desks_only"
    stranger = hall.stranger()
    for answer in (stranger.get(place), stranger.post("/api/v1/update", json=RUNS)):
        assert (answer.status_code, code_of(answer)) == (401, "access.not_signed_in")


def test_words_of_another_shape_are_refused_and_none_reaches_a_terminal(hall: Hall) -> None:
    desk = hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token()
    odd: tuple[dict[str, object], ...] = (
        {"version": "x" * 65}, {"kind": 3}, {"state": "dreaming"}, {"offered": "x" * 500}, {"why": None},
        {"why": "\x1b[2J"}, {"version": "0.1.0\n"}, {"kind": "a b"},
    )  # fmt: skip
    for words in odd:
        assert code_of(ask(desk, **words)) == "json.not_this_shape", words


class Handed:
    """A setup that is offered, and a desk that fetches it."""

    def __init__(self, hall: Hall, ours: Maker) -> None:
        self.setup = ours.setup("0.2.0", size=200_000)
        self.data = self.setup.read_bytes()
        self.digest = statement_of(self.setup).sha256
        self.offers = hall.parts.offers
        self.offers.keep(made_offer(self.setup), self.setup)
        self.line = hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token().line

    def get(self, place: str = "", **headers: str) -> httpx.Response:
        return self.line.get(f"/updates/{place or self.digest}", headers=headers)


@pytest.fixture
def handed(hall: Hall, ours: Maker) -> Handed:
    return Handed(hall, ours)


def test_it_is_given_from_any_place_on(handed: Handed) -> None:
    whole = handed.get()
    assert (whole.status_code, whole.content) == (200, handed.data)
    assert whole.headers["etag"] == f'"{handed.digest}"'
    assert whole.headers["x-content-type-options"] == "nosniff"
    size = len(handed.data)
    for words, part in (("0-9", handed.data[:10]), ("1000-1999", handed.data[1000:2000]),
                        (f"{size - 1}-", handed.data[-1:]), ("-5", handed.data[-5:])):  # fmt: skip
        piece = handed.get(Range=f"bytes={words}")
        assert (piece.status_code, piece.content) == (206, part), words
        assert piece.headers["content-range"].endswith(f"/{size}")


def test_a_range_of_another_edition_is_answered_with_the_whole(handed: Handed) -> None:
    kept = handed.get(Range="bytes=5-9", **{"If-Range": f'"{handed.digest}"'})
    assert (kept.status_code, kept.content) == (206, handed.data[5:10])
    other = handed.get(Range="bytes=5-9", **{"If-Range": f'"{"0" * 64}"'})
    assert (other.status_code, other.content) == (200, handed.data)


def test_ranges_that_are_none_break_nothing(handed: Handed) -> None:
    for words in (
        "bytes=999999999-",
        "bytes=9-1",
        "bytes=a-b",
        "lines=1-2",
        "bytes=",
        "x" * 3000,
        "bytes=-",
        "bytes=0-,",
    ):
        assert handed.get(Range=words).status_code in (200, 206, 400, 416), words
    many = handed.get(Range="bytes=" + ",".join(f"{place}-{place}" for place in range(1000)))
    assert (many.status_code, code_of(many)) == (400, "request.wrong")


def test_what_is_not_offered_is_not_given(handed: Handed) -> None:
    for place in ("0" * 64, "setup", "..%2f..%2fcentre.key", "%2e%2e", "F" * 64, "offer.json"):
        answer = handed.get(place)
        assert answer.status_code == 404, place
        assert code_of(answer) in ("update.withdrawn", "request.no_such_place")


def test_a_withdrawn_version_is_given_no_more(handed: Handed) -> None:
    handed.offers.withdraw("0.2.0")
    assert code_of(handed.get()) == "update.withdrawn"
    assert handed.offers.listed() == ()
    with pytest.raises(Refusal, match=r"update\.not_offered"):
        handed.offers.withdraw("0.2.0")


def test_only_so_many_are_served_at_once_and_calls_go_on(hall: Hall, ours: Maker) -> None:
    setup = ours.setup("0.2.0", size=24_000_000)
    offer = made_offer(setup)
    hall.parts.offers.keep(offer, setup)
    line = hall.sign_in("clerk3", "3", device=DEVICE).by_desk_token().line
    place = f"/updates/{offer.statement.sha256}"
    with ExitStack() as stack:
        under_way = [stack.enter_context(line.stream("GET", place)) for _ in range(8)]  # nobody reads on
        assert {answer.status_code for answer in under_way} == {200}
        turned_away = line.get(place)
        assert (turned_away.status_code, code_of(turned_away)) == (503, "update.busy")
        assert hall.stranger().get("/api/v1/health").status_code == 200
        assert b"".join(under_way[0].iter_raw()) == setup.read_bytes()
    done = threading.Event()
    for _ in range(100):
        if line.get(place, headers={"Range": "bytes=0-1"}).status_code == 206:
            done.set()
            break
    assert done.is_set(), "whoever has gone makes room"


# --- the folder of offers -------------------------------------------------------------------------------------------


@pytest.fixture
def offers(tmp_path: Path) -> Offers:
    return Offers(tmp_path / "offers", "17:30-07:30")


def test_the_newest_for_a_window_is_offered(offers: Offers, ours: Maker) -> None:
    for version, windows in (("0.2.0", ()), ("0.10.0", ("5",)), ("0.3.0rc1", ()), ("0.9.0", ("3", "5"))):
        setup = ours.setup(version)
        offers.keep(made_offer(setup, *windows), setup)

    def to(window: str | None, kind: str = WINDOWS_SETUP) -> str | None:
        found = offers.to_desk(kind, WindowId(window) if window else None)
        return None if found is None else found.statement.version

    assert [to("5"), to("3"), to("1"), to(None)] == ["0.10.0", "0.9.0", "0.3.0rc1", "0.3.0rc1"]
    assert to("5", "debian") is None
    assert [one.statement.version for one in offers.listed()] == ["0.10.0", "0.9.0", "0.3.0rc1", "0.2.0"]


def test_a_file_that_is_not_what_was_signed_is_not_taken(offers: Offers, ours: Maker) -> None:
    setup = ours.setup("0.2.0")
    offer = made_offer(setup)
    setup.write_bytes(setup.read_bytes() + b"\n")
    with pytest.raises(ContentTrouble, match=r"update\.damaged"):
        offers.keep(offer, setup)
    assert offers.listed() == ()
    with pytest.raises(StoreTrouble, match=r"update\.not_kept"):
        offers.keep(offer, setup.with_name("absent.exe"))


def test_the_same_version_built_once_more_stands_in_place_of_the_first(offers: Offers, ours: Maker) -> None:
    first = ours.setup("0.2.0")
    old = made_offer(first)
    offers.keep(old, first)
    first.write_bytes(first.read_bytes() + b"# again\n")
    ours.sign(first, "0.2.0")
    new = made_offer(first)
    offers.keep(new, first)
    assert [one.id for one in offers.listed()] == [new.id]
    with pytest.raises(Refusal, match=r"update\.withdrawn"):
        offers.file_of(old.statement.sha256)


def test_widened_it_is_the_same_offer(offers: Offers, ours: Maker) -> None:
    setup = ours.setup("0.2.0")
    offer = made_offer(setup, "3")
    offers.keep(offer, setup)
    wider = offers.change("0.2.0", (WindowId("3"), WindowId("5")))
    assert (wider.id, wider.windows) == (offer.id, ("3", "5"))
    assert list(offers.listed()[0].windows) == ["3", "5"]
    with pytest.raises(Refusal, match=r"update\.not_offered"):
        offers.change("0.9.9", ())


def test_what_lies_beside_and_is_no_offer_is_none(offers: Offers, ours: Maker, tmp_path: Path) -> None:
    assert offers.listed() == ()
    setup = ours.setup("0.2.0")
    offers.keep(made_offer(setup), setup)
    folder = tmp_path / "offers"
    for name, text in (("a", "{"), ("b", "[]")):
        (folder / name).mkdir()
        (folder / name / "offer.json").write_text(text, encoding="ascii")
    (folder / "c").mkdir()
    (folder / "c" / "setup").write_bytes(b"x")
    assert [one.statement.version for one in offers.listed()] == ["0.2.0"]
    assert not list(folder.glob("*/*.part"))
