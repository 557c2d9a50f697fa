"""Two hundred rare names through every place a name goes to: what comes out is what was typed, by code points."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from db.tables import applicants, events
from deskapp.clerk import drafting, intake, sheets, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from deskapp.rules.condition import YES
from deskapp.rules.masking import mask_name
from deskapp.rules.names import normal_name, personal_name
from deskapp.rules.questions import BY_AGENT
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from deskapp.workbooks.catalog_file import read_file
from deskapp.workbooks.catalog_out import workbook_of
from tests.clerk import office
from tests.rare import rare_names
from tests.rules.sample import sample_catalog
from tests.server.running import RunningCentre, running_centre

ITEM = ItemCode("SCJG-0102")
ID, AGENT = "990108200101011158", "990105198802293371"
NAMES = tuple(one.name for one in rare_names())


def taken_in(desk: Desk) -> dict[CaseId, str]:
    """Every name typed, kept as a draft, read back, and taken in: once as applicant, once as agent."""
    cases: dict[CaseId, str] = {}
    for name in NAMES:
        drafting.keep_draft(desk, "applicant", {"name": name, "address": f"{name}巷"})
        typed = drafting.draft(desk, "applicant")
        assert typed == {"name": name, "address": f"{name}巷"}
        application = Application(
            ITEM, typed["name"], ID, "19900006024", typed["address"], agent_name=name, agent_id=AGENT,
            answers={BY_AGENT: YES},
        )  # fmt: skip
        cases[intake.open_case(desk, application)] = name
    return cases


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path, database_url: Callable[[], str]) -> Iterator[RunningCentre]:
    database = database_url() if request.param == "postgresql" else None
    with running_centre(tmp_path / "centre", database=database, clock=office.FrozenClock().clock()) as running:
        yield running


@pytest.fixture
def desks(tmp_path: Path, centre: RunningCentre) -> Iterator[Callable[[str, str, str], Desk]]:
    """Desks with encrypted caches, each signed in at a window and up to date: a new one begins with a snapshot."""
    opened: list[tuple[HttpCentre, Desk]] = []

    def desk(name: str, user: str, window: str) -> Desk:
        line = HttpCentre(centre.address)
        station = office.station(tmp_path / name, office.FrozenClock(), centre=line, furnished=False)
        made = signing_in.sign_in(station, user, "demo", window)
        rounds.run(made)
        opened.append((line, made))
        return made

    yield desk
    for line, made in opened:
        made.journal.engine.dispose()
        line.close()


def test_they_go_from_one_window_to_another_through_the_centre(
    desks: Callable[[str, str, str], Desk],
    centre: RunningCentre,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    desk = desks("a", "clerk3", "3")
    cases = taken_in(desk)
    while sheets.line(desk).pending:
        rounds.run(desk)
    other = desks("b", "clerk5", "5")
    while rounds.run(other).pulled:
        pass
    for journal in (desk.journal, other.journal, centre.parts.journal):
        with journal.reading() as reading:
            for case, name in cases.items():
                applicant, agent = reading.people(case)
                assert applicant is not None
                assert agent is not None
                assert (applicant.name, agent.name, applicant.address) == (name, name, f"{name}巷")
    found_by_beginning_and_whole(other, cases)
    nothing_is_written_in_clear(desk, centre, tmp_path)
    told_by_the_interface(centre)
    said = caplog.text
    assert [name for name in NAMES if name in said] == []


def found_by_beginning_and_whole(desk: Desk, cases: dict[CaseId, str]) -> None:
    """By the whole name its own, and by its beginning and its parts: two code points are two names."""
    by_name: dict[str, set[CaseId]] = {}
    for case, name in cases.items():
        by_name.setdefault(name, set()).add(case)
    for name, own in by_name.items():
        whole = {found.case for found in sheets.find_cases(desk, name)}
        assert own <= whole, name
        assert whole <= _with(name, cases), name
        beginning = name[: max(1, len(name) - 1)]
        assert {found.case for found in sheets.find_cases(desk, beginning)} <= _with(beginning, cases)
        assert all(mask_name(cases[found.case]) == found.applicant for found in sheets.find_cases(desk, name))


def _with(words: str, cases: dict[CaseId, str]) -> set[CaseId]:
    """Whose name has these words in it; Latin letters may be the initials of any."""
    if words.isascii():
        return set(cases)
    return {case for case, name in cases.items() if words.casefold() in name.casefold()}


def nothing_is_written_in_clear(desk: Desk, centre: RunningCentre, tmp_path: Path) -> None:
    """Sealed in the events of both, encrypted in the desk's file, and no list of people at the centre."""
    told = [name for name in NAMES if len(name.encode()) >= 6]
    cache = b"".join(file.read_bytes() for file in (tmp_path / "a").glob("cache.db*"))
    assert [name for name in told if name.encode() in cache] == []
    for journal in (desk.journal, centre.parts.journal):
        with journal.reading() as reading:
            bodies = "".join(str(body) for (body,) in reading.connection.execute(sa.select(events.c.payload)))
        escaped = [name.encode("unicode_escape").decode() for name in told if not name.isascii()]
        assert [name for name in (*told, *escaped) if name in bodies] == []
    with centre.parts.journal.reading() as reading:
        assert reading.connection.execute(sa.select(sa.func.count()).select_from(applicants)).scalar() == 0


def told_by_the_interface(centre: RunningCentre) -> None:
    """What is pulled over HTTP holds them sealed; what a stranger is refused with holds no name at all."""
    with httpx.Client(base_url=centre.address) as stranger:
        for name in NAMES[::20]:
            answer = stranger.post("/api/v1/sign-in", json={"user": name, "password": "falsch"})
            assert answer.status_code in (400, 401, 403, 422)
            assert answer.headers["content-type"].startswith("application/problem+json")
            assert name not in answer.text
            assert name not in answer.content.decode("unicode_escape", errors="ignore")


def test_a_refusal_about_a_name_does_not_repeat_it() -> None:
    for name in NAMES:
        with pytest.raises(Refusal) as refused:
            personal_name(f"{name}7")
        assert name not in str(refused.value.values)
        assert name not in str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_what_it_is_on_the_card(name: str) -> None:
    assert normal_name(name) == personal_name(name) == name
    assert normal_name(f"  {name}\u200b ") == name


def test_two_code_points_are_two_names_though_unicode_calls_them_the_same() -> None:
    pairs = [one.name for one in rare_names() if one.group == "compatibility"]
    alike = [name for name in pairs if unicodedata.normalize("NFC", name) != name]
    assert len(alike) >= 5, "some must be such that plain normalisation would change them"
    for name in alike:
        assert normal_name(name) != normal_name(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize("name", NAMES)
def test_masked_they_show_the_surname_and_nothing_more(name: str) -> None:
    masked = mask_name(name)
    family, dot, given = name.partition("·")
    shown = family + dot if given else name[:1]
    assert masked.startswith(shown if given else masked[:1])
    assert masked.rstrip("*") != name
    assert set(masked[len(family) + 1 :] if given else masked[2:]) <= {"*"}


def test_they_survive_a_workbook() -> None:
    """Names go into a workbook where a catalogue names departments after what people call them."""
    catalog = sample_catalog()
    code, department = next(iter(catalog.departments.items()))
    for name in NAMES:
        named = replace(catalog, departments={**catalog.departments, code: replace(department, name=name)})
        if name in NAMES[::10]:
            assert read_file(workbook_of(named)).departments[code].name == name
