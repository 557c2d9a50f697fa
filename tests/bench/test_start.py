"""A start is measured at a real program, and many cases are real cases."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from db import engines
from db.tables import applicants, cases, events
from deskapp.assemble.desk import CACHE, close_station, open_station
from deskapp.journal import outbox
from deskapp.journal.rebuild import differences
from deskapp.keys import beside
from deskapp.queries.found import found_cases
from deskapp.settings import Settings
from tests.bench.many_cases import FIRST, KEY, fill, home_with
from tests.bench.start import HOME, rows, started

MANY = {"painted": 0.15, "typed": 0.21, "ready": 1.0, "usable": 1.4}
FEW = {"painted": 0.15, "typed": 0.20, "ready": 1.0, "usable": 1.4}


def test_a_cache_of_many_cases_opens_as_a_desks_own_and_its_people_are_found(tmp_path: Path) -> None:
    fill(tmp_path, 450)
    station = open_station(Settings(home=tmp_path), keys=lambda home: beside(home / KEY))
    with station.journal.reading() as reading:
        count = sa.select(sa.func.count()).select_from
        assert reading.connection.execute(count(cases)).scalar_one() == 450
        row = reading.connection.execute(sa.select(applicants).order_by(applicants.c.case_id.desc()).limit(1)).one()
        assert row.case_id in {one.case for one in found_cases(reading, row.name)}
        assert row.case_id in {one.case for one in found_cases(reading, row.id_number)}
        person, _ = reading.people(row.case_id)
        assert person is not None
        assert (person.name, person.phone) == (row.name, row.phone)
        assert not outbox.unsent(reading).events, "a desk would send them all again"
        last = reading.connection.execute(sa.select(sa.func.max(events.c.seq))).scalar_one()
        assert FIRST < last < FIRST + 450 * 12
        assert not list(differences(reading)), "the lists are what the events say"
    close_station(station)


def test_the_same_people_come_every_time(tmp_path: Path) -> None:
    names = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, 30)
        engine = engines.sqlcipher(tmp_path / name / CACHE, beside(tmp_path / name / KEY).cache)
        with engine.connect() as connection:
            of_all = sa.select(applicants.c.name).order_by(applicants.c.case_id)
            names.append(list(connection.execute(of_all).scalars()))
        engine.dispose()
    assert names[0] == names[1]
    assert len(set(names[0])) > 10


def test_a_cache_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    home = home_with(3, tmp_path)
    before = (home / "cache.db").stat().st_mtime_ns
    assert home_with(3, tmp_path) == home
    assert (home / "cache.db").stat().st_mtime_ns == before


def test_an_empty_window_tells_when_it_was_painted() -> None:
    assert 0 < started("empty")["painted"] < 60


def test_the_program_tells_its_moments_in_their_order_though_no_centre_answers(tmp_path: Path) -> None:
    told = started("program", tmp_path, "http://127.0.0.1:9")
    assert 0 < told["painted"] < told["typed"]
    assert told["painted"] < told["ready"]
    assert (tmp_path / HOME / CACHE).exists(), "started without an option, it keeps its data where its user does"


def test_the_first_usable_page_is_what_is_wanted_and_the_rest_is_told() -> None:
    told = rows({"empty": [{"painted": 0.1}], "few": [FEW, FEW, FEW | {"typed": 0.4}], "many": [MANY]})
    assert [(row.figure, row.met) for row in told if row.wanted] == [(2.0, True), (2.1, False)]
    assert [row.ours for row in told][:4] == ["200 ms", "150 ms", "1000 ms", "1400 ms"]
