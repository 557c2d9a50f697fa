"""Numbers never collide (promise 6): also when a window's computer is cut off and a spare one is opened there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskapp.clerk import accepting, signing_in
from deskapp.desk import Desk, Station
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.protocol.messages import SignedInAnswer, SignIn
from deskapp.rules.case_state import State
from deskapp.rules.numbering import read_case_number
from deskapp.sync import round as rounds
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.journeys.test_a_visit import line, sign_in, take_in
from tests.server.running import RunningCentre

SILENCE = timedelta(seconds=91)


def accept(desk: Desk) -> str:
    """Take in a case and accept it; the number that stands on the receipt."""
    done = accepting.accept(desk, take_in(desk, pages=False))
    assert done.trouble is None
    assert done.papers
    return done.number


def serials(numbers: list[str]) -> list[int]:
    return [read_case_number(number).serial for number in numbers]


def cases_at(centre: RunningCentre) -> Iterator[tuple[str, State]]:
    with centre.parts.journal.reading() as reading:
        for event in reading.numbered(0, 10_000):
            if event.kind == "case.opened":
                case = reading.case(CaseId(event.stream_id))
                yield case.number or "", case.state or State.OPENED


def settle(centre: RunningCentre, desks: list[Desk], papers: list[str]) -> None:
    """All lines are up again: what was printed is what the centre has, and nothing was rejected."""
    for desk in desks:
        line(desk).cut = False
        for _ in range(3):
            rounds.run(desk)
        with desk.journal.engine.connect() as kept:
            asked = kept.exec_driver_sql("SELECT count(*) FROM events WHERE verdict IN ('rejected', 'pending')")
            assert asked.scalar_one() == 0
    assert len(papers) == len(set(papers)), "two papers with one number"
    assert sorted(cases_at(centre)) == sorted((number, State.ACCEPTED) for number in papers)


def test_a_spare_computer_gives_no_number_that_the_one_that_is_cut_off_has_printed(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    first = sign_in(stations[0])
    papers = [accept(first)]
    rounds.run(first)
    line(first).cut = True
    papers += [accept(first), accept(first)]
    clock.move(SILENCE)
    spare = sign_in(stations[1], "clerk5")
    papers += [accept(spare), accept(spare)]
    rounds.run(spare)
    papers += [accept(first), accept(spare)]
    assert serials(papers) == [1, 2, 3, 1001, 1002, 4, 1003]
    settle(centre, [first, spare], papers)


def test_nor_on_the_next_day_when_it_was_cut_off_over_midnight(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    first = sign_in(stations[0])
    line(first).cut = True
    papers = [accept(first)]
    clock.move(timedelta(days=1))
    papers.append(accept(first))
    spare = sign_in(stations[1], "clerk5")
    papers += [accept(spare), accept(first)]
    assert serials(papers) == [1, 1, 1001, 2]
    settle(centre, [spare], papers[2:3])
    clock.move(SILENCE)
    line(first).cut = False
    settle(centre, [sign_in(stations[0]), spare], papers)


def test_who_signs_in_again_without_the_line_numbers_on_from_the_same_serials(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    first = sign_in(stations[0])
    clock.move(SILENCE)
    spare = sign_in(stations[1], "clerk5")
    papers = [accept(spare)]
    line(spare).cut = True
    signing_in.sign_out(spare)
    offline = signing_in.sign_in(stations[1], "clerk5", "demo", "3")
    assert offline.clerk.offline
    papers.append(accept(offline))
    clock.move(SILENCE)
    first = sign_in(stations[0])
    papers.append(accept(first))
    assert serials(papers) == [1001, 1002, 1]
    settle(centre, [first, offline], papers)


def test_a_sign_in_whose_answer_is_lost_takes_nothing_from_anybody(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    first = sign_in(stations[0])
    papers = [accept(first)]
    rounds.run(first)
    line(first).lose_answers = True
    offline = signing_in.sign_in(stations[0], "clerk3", "demo", "3")
    assert offline.clerk.offline
    papers.append(accept(offline))
    line(first).lose_answers = False
    clock.move(SILENCE)
    spare = sign_in(stations[1], "clerk5")
    papers.append(accept(spare))
    assert serials(papers) == [1, 2, 1001]
    settle(centre, [spare, offline], papers)


def test_a_desk_that_is_cut_off_for_more_than_a_week_wants_to_hear_the_centre_first(
    stations: list[Station], clock: office.FrozenClock
) -> None:
    """By then its serials may be another computer's, and no clerk signs in without the line for so long."""
    first = sign_in(stations[0])
    line(first).cut = True
    clock.move(timedelta(days=8))
    accept(first)
    clock.move(timedelta(days=1))
    case = take_in(first, pages=False)
    with pytest.raises(Refusal, match=r"number\.sign_in_again"):
        accepting.accept(first, case)
    line(first).cut = False
    again = sign_in(stations[0])
    assert accepting.accept(again, case).number


class OlderCentre(Cuttable):
    """A centre of before, which tells nobody what to number from."""

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        return replace(super().sign_in(words), serials=None)


def test_with_an_older_centre_a_window_numbers_on_from_the_highest_as_before(
    tmp_path: Path, stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    papers = [accept(first := sign_in(stations[0]))]
    rounds.run(first)
    clock.move(SILENCE)
    made = office.station(tmp_path / "c", clock, centre=OlderCentre(centre.address), furnished=False)
    other = sign_in(made, "clerk5")
    papers += [accept(other), accept(other)]
    assert serials(papers) == [1, 2, 3]
    made.journal.engine.dispose()
    line(made).close()
