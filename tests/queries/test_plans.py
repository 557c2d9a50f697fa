"""No list reads a whole table: what the database plans for every question of every query, looked at on a small one.

A hall keeps millions of events and a million cases for years. A question that no index answers is quick in every other
test, and slow in the third year. So each query is asked here, what it asks of the database is listened to, and the plan
of every such question is read.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import deskapp.queries
from db.tables import cases, metadata, tickets
from deskapp.clerk import accepting, calling, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import BundleId, CaseId, ClerkId, ItemCode, PageDigest, QueueId, TicketId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.protocol.link import Link
from deskapp.queries import (
    archived_cases,
    at_the_door,
    bookings,
    bundle_progress,
    bundle_sheet,
    call_board,
    call_sheet,
    came_before,
    case_sheet,
    catalog_effect,
    catalogs,
    citizen_sheet,
    day_replay,
    department_case,
    department_news,
    department_work,
    forecast_error,
    forecast_sheet,
    found,
    found_all,
    found_people,
    hall_board,
    help_sign,
    known_person,
    left_over,
    line_sheet,
    notice_sheet,
    numbers,
    page_cases,
    pages_in_use,
    progress,
    rating_figures,
    replay_board,
    reports,
    roster,
    served_here,
    served_lately,
    silent_windows,
    sisters,
    taking_turns,
    ticket_story,
    ticket_timeline,
    tickets_told,
    to_hand_out,
    track_code,
    waiting,
    was_signed,
    watch_list,
    window_line,
    window_told,
    work,
    working_days,
)  # fmt: skip
from deskapp.rules.case import Decided
from deskapp.rules.catalog import Catalog
from deskapp.rules.condition import YES
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.figures import By
from deskapp.rules.questions import BY_AGENT
from deskapp.rules.ticket import Ticket
from deskapp.rules.window import Window
from tests.clerk import office
from tests.queries.telling import tell

LARGE = ("events", "cases", "tickets", "applicants", "person_words", "case_keys", "bookings", "pages", "case_pages")
TODAY = date(2026, 11, 23)
WEEK = TODAY - timedelta(days=7)
NUMBER = "990102194902030248"
THREE, A, CLERK = WindowId("3"), QueueId("A"), ClerkId("clerk3")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which a little of everything has happened."""
    station = office.station(tmp_path_factory.mktemp("plans"), office.FrozenClock())
    made = office.desk(station)
    for serial in range(1, 4):
        office.issue(station, f"A{serial:03}", item="SCJG-0102")
    calling.call_next(made)
    first, second, _ = (_a_case(made) for _ in range(3))
    for case_id in (first, second):
        for line in sheets.case(made, case_id).owed:
            intake.receive(made, case_id, line.code, line.forms[0])
        accepting.accept(made, case_id)
    tell(made.journal, second, Decided(granted=True))
    intake.open_case(made, Application(ItemCode(""), "王秀英", NUMBER, theme="T-CARD"))
    yield made
    station.journal.engine.dispose()


def _a_case(desk: Desk) -> CaseId:
    application = Application(
        ItemCode("ZJ-0201"), "王秀英", NUMBER, "19900003003", agent_name="李䶮", agent_id="990105198802293371",
        answers={BY_AGENT: YES},
    )  # fmt: skip
    return intake.open_case(desk, application)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is at this desk to be asked about."""

    case: CaseId
    bundled: CaseId  # a case of a bundle
    number: str
    ticket: TicketId
    mine: Ticket
    window: Window


def _known(reading: Reading) -> Known:
    in_bundle = sa.select(cases.c.case_id).where(cases.c.bundle.is_not(None)).limit(1)
    numbered = sa.select(cases).where(cases.c.number.is_not(None)).limit(1)
    case = reading.connection.execute(numbered).one()
    ticket = TicketId(reading.connection.execute(sa.select(tickets.c.ticket_id).limit(1)).scalar_one())
    bundled = CaseId(reading.connection.execute(in_bundle).scalar_one())
    return Known(CaseId(case.case_id), bundled, case.number, ticket, reading.ticket(ticket), reading.window(THREE))


Asked = Callable[[Reading, Known], object]
_MORNING = moment_text(office.MORNING)
_TERMS = department_work.Terms(office.MORNING, WorkingDays(), 0.3)

ASKED: Mapping[Callable[..., object], Asked] = {
    archived_cases.archived_since: lambda r, _: archived_cases.archived_since(r, TODAY),
    at_the_door.at_the_door: lambda r, _: at_the_door.at_the_door(r, "", "", TODAY),
    bookings.booking_of_code: lambda r, _: bookings.booking_of_code(r, "x"),
    bookings.bookings_of_person: lambda r, _: bookings.bookings_of_person(r, ["x"]),
    bookings.places_taken: lambda r, _: bookings.places_taken(r, A, office.MORNING),
    bookings.taken_on: lambda r, _: bookings.taken_on(r, A, TODAY),
    bookings.bookings_of_day: lambda r, _: bookings.bookings_of_day(r, TODAY, TODAY),
    bundle_progress.bundle_progress: lambda r, _: bundle_progress.bundle_progress(r, "x", TODAY, WorkingDays()),
    bundle_sheet.bundle_sheet: lambda r, k: bundle_sheet.bundle_sheet(r, r.case(k.bundled), ("clerk",)),
    bundle_sheet.grantable: lambda r, k: bundle_sheet.grantable(r, ("clerk",), k.bundled),
    bundle_sheet.papers_left: lambda r, k: bundle_sheet.papers_left(r, r.case(k.bundled)),
    call_board.call_board: lambda r, _: call_board.call_board(r, "", TODAY),
    call_sheet.call_sheet: lambda r, _: call_sheet.call_sheet(r, THREE, TODAY, {}),
    call_sheet.others_in_hand: lambda r, _: call_sheet.others_in_hand(r, THREE),
    call_sheet.held_here: lambda r, _: call_sheet.held_here(r, THREE),
    came_before.waiting_ticket_of: lambda r, _: came_before.waiting_ticket_of(r, "x", A),
    came_before.case_numbered: lambda r, k: came_before.case_numbered(r, k.number),
    came_before.waiting_ticket_for: lambda r, k: came_before.waiting_ticket_for(r, k.case),
    came_before.numbers_carried_over: lambda r, _: came_before.numbers_carried_over(r, A, TODAY),
    case_sheet.case_sheet: lambda r, k: case_sheet.case_sheet(r, k.case, ("clerk",), office.FACTS),
    catalog_effect.effect_of: lambda r, _: catalog_effect.effect_of(r, _newer(r), TODAY),
    catalog_effect.ask_publish: lambda r, _: catalog_effect.ask_publish(r, _newer(r), TODAY),
    catalogs.of_version: lambda r, _: catalogs.of_version(r, "2026.11"),
    catalogs.versions: lambda r, _: catalogs.versions(r),
    catalogs.version_in_force: lambda r, _: catalogs.version_in_force(r, TODAY),
    catalogs.in_force: lambda r, _: catalogs.in_force(r, TODAY),
    catalogs.queues_that_end_each_day: lambda r, _: catalogs.queues_that_end_each_day(r, TODAY),
    catalogs.line_terms: lambda r, _: catalogs.line_terms(r, TODAY),
    catalogs.index_in_force: lambda r, _: catalogs.index_in_force(r, TODAY),
    catalogs.item_names: lambda r, _: catalogs.item_names(r, "another"),
    citizen_sheet.citizen_sheet: lambda r, k: citizen_sheet.citizen_sheet(r, k.case),
    day_replay.day_frames: lambda r, _: list(day_replay.day_frames(r, TODAY, [office.MORNING])),
    day_replay.happened_until: lambda r, _: day_replay.happened_until(r, TODAY),
    department_case.department_case: lambda r, k: department_case.department_case(r, "ZJ", k.case, _TERMS, whole=True),
    department_case.masked_name: lambda r, k: department_case.masked_name(r, k.case, TODAY),
    department_news.news_behind: lambda r, _: department_news.news_behind(r, "ZJ", 0),
    department_work.by_number: lambda r, k: department_work.by_number(r, "ZJ", k.number, _TERMS),
    department_work.changed: lambda r, _: department_work.changed(r, "ZJ", 0, 10, _TERMS),
    department_work.items_of: lambda r, _: department_work.items_of(r, "ZJ"),
    department_work.own_case: lambda r, k: department_work.own_case(r, "ZJ", k.case),
    department_work.work_of: lambda r, _: department_work.work_of(r, "ZJ", _TERMS),
    forecast_error.recorded: lambda r, _: forecast_error.recorded(r, random.Random(1)),
    forecast_error.error_of_day: lambda r, _: forecast_error.error_of_day(r, TODAY, random.Random(1)),
    forecast_error.forecasts_of_day: lambda r, _: forecast_error.forecasts_of_day(r, TODAY, random.Random(1)),
    forecast_error.lines_at: lambda r, _: list(forecast_error.lines_at(r, TODAY, [office.MORNING])),
    forecast_sheet.line_now: lambda r, _: forecast_sheet.line_now(r, timedelta(minutes=10)),
    forecast_sheet.rows_of: lambda r, _: forecast_sheet.rows_of(r, TODAY),
    found.found_cases: lambda r, k: [found.found_cases(r, words) for words in _words(k)],
    found.case_ids: lambda r, k: [found.case_ids(r, words, TODAY) for words in _words(k)],
    found.cases_to_continue: lambda r, _: found.cases_to_continue(r, NUMBER),
    found.ranked: lambda r, k: [found.ranked(r, words, TODAY) for words in _words(k)],
    found.case_of_track: lambda r, _: found.case_of_track(r, "x"),
    found.rows_of: lambda r, k: found.rows_of(r, [k.case]),
    found.listed: lambda r, _: found.listed(r, found.ranked(r, NUMBER, TODAY)),
    found_all.find: lambda r, k: [found_all.find(r, words) for words in _words(k)],
    found_people.found_people: lambda r, _: found_people.found_people(r, found.ranked(r, "王", TODAY), "王"),
    found_people.person_sheet: lambda r, k: found_people.person_sheet(r, k.case, as_agent=True),
    hall_board.hall_board: lambda r, _: hall_board.hall_board(r, TODAY, {}),
    help_sign.help_sign: lambda r, _: help_sign.help_sign(r, THREE),
    known_person.newest_case_of: lambda r, _: known_person.newest_case_of(r, NUMBER),
    left_over.of_earlier_days: lambda r, _: left_over.of_earlier_days(r, TODAY),
    left_over.sent_to_closed_windows: lambda r, _: left_over.sent_to_closed_windows(r),
    line_sheet.line_sheet: lambda r, _: line_sheet.line_sheet(r, Link(), None, CLERK),
    notice_sheet.notice_sheet: lambda r, k: notice_sheet.notice_sheet(r, r.case(k.bundled)),
    numbers.next_case_number: lambda r, _: numbers.next_case_number(r, "330000", TODAY, THREE),
    numbers.next_case_numbers: lambda r, _: numbers.next_case_numbers(r, "330000", TODAY, THREE, 3),
    numbers.last_step_here: lambda r, _: numbers.last_step_here(r),
    numbers.serials_here: lambda r, _: numbers.serials_here(r, THREE),
    numbers.last_desk_at: lambda r, _: numbers.last_desk_at(r, THREE),
    page_cases.cases_with: lambda r, _: page_cases.cases_with(r, PageDigest("a" * 64)),
    pages_in_use.pages_in_use: lambda r, _: pages_in_use.pages_in_use(r),
    pages_in_use.nobodys: lambda r, _: pages_in_use.nobodys(r, [PageDigest("a" * 64)]),
    pages_in_use.unconfirmed: lambda r, _: pages_in_use.unconfirmed(r, [PageDigest("a" * 64)]),
    progress.progress: lambda r, k: progress.progress(r, r.case(k.case).track, TODAY, WorkingDays()),
    progress.progress_of: lambda r, k: progress.progress_of(r, k.case, TODAY, TODAY, WorkingDays()),
    rating_figures.open_lamps: lambda r, _: rating_figures.open_lamps(r, TODAY),
    rating_figures.rating_figures: lambda r, _: rating_figures.rating_figures(r, WEEK, TODAY, TODAY),
    replay_board.day_tape: lambda r, _: replay_board.day_tape(r, TODAY),
    reports.report: lambda r, _: reports.report(r, WEEK, TODAY, list(By)),
    reports.lived: lambda r, _: reports.lived(r, WEEK, TODAY),
    roster.open_windows: lambda r, _: roster.open_windows(r),
    roster.opened_at: lambda r, _: roster.opened_at(r, [THREE]),
    roster.changed_for_a_while: lambda r, _: roster.changed_for_a_while(r),
    roster.rosters_between: lambda r, _: roster.rosters_between(r, _MORNING, _MORNING),
    roster.cases_of_ticket: lambda r, k: roster.cases_of_ticket(r, k.ticket),
    roster.unsent_of_kind: lambda r, _: roster.unsent_of_kind(r, "case.opened"),
    roster.last_ticket_serial: lambda r, _: roster.last_ticket_serial(r, A, TODAY),
    roster.waiting_before: lambda r, k: roster.waiting_before(r, A, _MORNING, k.ticket),
    roster.window_names: lambda r, _: roster.window_names(r),
    roster.defined_windows: lambda r, _: roster.defined_windows(r),
    served_here.last_step: lambda r, _: served_here.last_step(r),
    served_here.since: lambda r, _: served_here.since(r, 0),
    served_lately.lately: lambda r, _: served_lately.lately(r, A),
    served_lately.windows_serving: lambda r, _: served_lately.windows_serving(r, A),
    silent_windows.rosters_known: lambda r, _: silent_windows.rosters_known(r, _MORNING),
    silent_windows.cut_off: lambda r, k: silent_windows.cut_off(r, [k.mine], timedelta(minutes=10)),
    sisters.of_bundle: lambda r, k: sisters.of_bundle(r, BundleId(r.case(k.bundled).bundle.id)),  # type: ignore[union-attr]
    sisters.theme_of: lambda r, k: sisters.theme_of(r, r.case(k.bundled)),
    sisters.with_sisters: lambda r, k: sisters.with_sisters(r, r.case(k.bundled)),
    taking_turns.taking: lambda r, k: taking_turns.taking(r, k.window),
    taking_turns.line_of: lambda r, k: taking_turns.line_of(r, k.window, 5),
    taking_turns.busy_elsewhere: lambda r, k: taking_turns.busy_elsewhere(r, k.mine),
    ticket_story.found_tickets: lambda r, k: [ticket_story.found_tickets(r, words, TODAY) for words in _words(k)],
    ticket_story.story: lambda r, k: ticket_story.story(r, k.ticket),
    ticket_timeline.timeline: lambda r, k: ticket_timeline.timeline(r, k.ticket),
    ticket_timeline.last_call: lambda r, k: ticket_timeline.last_call(r, k.ticket),
    tickets_told.told: lambda r, _: tickets_told.told(r, WEEK, TODAY),
    to_hand_out.hand_outs: lambda r, k: [to_hand_out.hand_outs(r, words, TODAY) for words in _words(k)],
    to_hand_out.hand_out_of_case: lambda r, k: to_hand_out.hand_out_of_case(r, k.case),
    track_code.cases_of: lambda r, k: track_code.cases_of(r, r.case(k.case).track),
    waiting.waiting_by_queue: lambda r, _: waiting.waiting_by_queue(r),
    waiting.waiting_tickets: lambda r, _: waiting.waiting_tickets(r),
    was_signed.was_signed: lambda r, k: was_signed.was_signed(r, k.case),
    watch_list.watch_list: lambda r, _: [
        watch_list.watch_list(r, office.MORNING, WorkingDays(), 0.3, window=window) for window in (None, THREE)
    ],
    window_line.window_line: lambda r, _: window_line.window_line(r, THREE, {}),
    window_line.places: lambda r, _: window_line.places(r, THREE, TODAY),
    window_told.window_told: lambda r, _: window_told.window_told(r, THREE, CLERK),
    work.cases_left_open: lambda r, _: work.cases_left_open(r, CLERK),
    work.unanswered: lambda r, _: work.unanswered(r, TODAY),
    working_days.hall_facts: lambda r, _: working_days.hall_facts(r),
    working_days.working_days: lambda r, _: working_days.working_days(r),
}

# Read what there is, and may: the centre's, asked now and then by whoever publishes a catalogue or takes archives away;
# and a desk's, about the few pages that nothing else knows of.
SELDOM = {catalog_effect.effect_of, archived_cases.archived_since, pages_in_use.nobodys}
QUERIES: list[Callable[..., object]] = [query for query in ASKED if query not in SELDOM]
# Asked by those above, with what they have read themselves.
WITHIN = {"line_of_hall", "window_alarms", "line_of"}


def _name(query: Callable[..., object]) -> str:
    return f"{query.__module__.rpartition('.')[2]}.{query.__name__}"


def _words(known: Known) -> tuple[str, ...]:
    return (
        "王",
        "秀英",
        "wxy",
        NUMBER,
        "9901",
        "3003",
        "12",
        known.number,
        known.number[-5:],
        "A001",
        "A001 11-20",
        "1",
    )


def _newer(reading: Reading) -> Catalog:
    return replace(catalogs.in_force(reading, TODAY), version="2027.1", valid_from=date(2027, 1, 1))


def plans(reading: Reading, ask: Callable[[], object]) -> Iterator[tuple[str, list[str]]]:
    """Every question that is asked on the way, and how the database goes about it."""
    asked: dict[str, Any] = {}

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked[statement] = parameters

    sa.event.listen(reading.connection.engine, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        sa.event.remove(reading.connection.engine, "before_cursor_execute", hear)
    for statement, parameters in asked.items():
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            steps = reading.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            yield statement, [row[3] for row in steps]


def whole_tables(steps: list[str]) -> list[str]:
    """The steps that read all there is of a large table, be it in the order of an index.

    Every row has the same hall: an index that is asked for nothing but the hall is read from end to end, and one that
    is asked for all the days before another nearly so. One that holds a few rows only (`WHERE state = 'waiting'`) may
    be.
    """
    read = rf"(SCAN|SEARCH) ({'|'.join(LARGE)})\b"
    few = "|".join(
        sorted(str(index.name) for table in metadata.sorted_tables for index in table.indexes if _partial(index))
    )
    return [
        step
        for step in steps
        if re.match(read, step)
        and (step.startswith("SCAN") or step.endswith(("(hall=?)", "(hall=? AND day<?)")))
        and not re.search(rf"INDEX ({few})\b", step)
    ]


def _partial(index: sa.Index) -> bool:
    return index.dialect_options["sqlite"]["where"] is not None


@pytest.mark.parametrize("query", QUERIES, ids=_name)
def test_no_question_reads_a_whole_table(desk: Desk, query: Callable[..., object]) -> None:
    with desk.journal.reading() as reading:
        known = _known(reading)
        read = [
            (statement, step)
            for statement, steps in plans(reading, lambda: ASKED[query](reading, known))
            for step in whole_tables(steps)
        ]
    assert not read, "\n\n".join(f"{step}\n{statement}" for statement, step in read)


def test_every_query_is_asked_here() -> None:
    """Whoever adds a query adds a line above."""
    there: set[Callable[..., object]] = set()
    for found_module in pkgutil.iter_modules(deskapp.queries.__path__):
        module = importlib.import_module(f"deskapp.queries.{found_module.name}")
        for name, made in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(made).parameters)
            if made.__module__ == module.__name__ and not name.startswith("_") and takes[:1] == ["reading"]:
                there.add(made)
    assert {_name(made).partition(".")[2] for made in there - ASKED.keys()} == WITHIN
    assert not ASKED.keys() - there


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT case_id FROM cases WHERE hall = 'H1' AND state = 'ready'",
        "SELECT count(*) FROM events",
        "SELECT case_id FROM cases WHERE hall = 'H1' ORDER BY number",
        "SELECT case_id FROM applicants WHERE hall = 'H1' AND name LIKE '王%'",
        "SELECT e.id FROM cases JOIN events AS e ON e.hall = cases.hall WHERE cases.case_id = 'x'",
    ],
)
def test_a_question_that_reads_a_whole_table_would_be_found(desk: Desk, statement: str) -> None:
    with desk.journal.reading() as reading:
        (asked,) = plans(reading, lambda: reading.connection.exec_driver_sql(statement).all())
    assert whole_tables(asked[1]) or re.search(r"(SCAN|SEARCH) e\b", "\n".join(asked[1]))
