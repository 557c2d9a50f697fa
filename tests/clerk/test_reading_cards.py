"""A card on the reader, and somebody who was here before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.clerk import intake, reading_cards, sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.reading_cards import Holder
from deskapp.desk import Desk
from deskapp.devices.id_card.pretend import PretendReader, record
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from tests.clerk import office

HOUSING = ItemCode("ZJ-0201")
LI, WANG = "990105198802293371", "990102194902030248"


def applied(desk: Desk, number: str = LI, name: str = "李䶮", phone: str = "19900007221", address: str = "") -> CaseId:
    return intake.open_case(desk, Application(HOUSING, name, number, phone, address))


def sent_for(desk: Desk) -> CaseId:
    """A case of 王秀英, for whom 李䶮 came."""
    application = Application(HOUSING, "王秀英", WANG, "", agent_name="李䶮", agent_id=LI, answers={"by_agent": "yes"})
    return intake.open_case(desk, application)


def looks(desk: Desk) -> int:
    return sum(step.kind == "case.looked_at" for step in sheets.line(desk).steps)


def test_without_a_reader_there_is_no_card(desk: Desk) -> None:
    assert desk.card_reader is None
    assert reading_cards.read_card(desk) is None


def test_a_card_is_read_once(desk: Desk) -> None:
    reader = PretendReader()
    desk = replace(desk, card_reader=reader)
    assert reading_cards.read_card(desk) is None
    reader.lay(record("李䶮", LI))
    card = reading_cards.read_card(desk)
    assert card is not None
    assert (card.name, card.number) == ("李䶮", LI)
    assert reading_cards.read_card(desk) is None


def test_a_card_that_is_none_is_refused_and_the_next_is_read(desk: Desk) -> None:
    reader = PretendReader()
    desk = replace(desk, card_reader=reader)
    reader.lay(record("SMITH", LI, mark="I"))
    reader.lay(record("李䶮", LI))
    with pytest.raises(Refusal, match=r"card\.foreign"):
        reading_cards.read_card(desk)
    assert reading_cards.read_card(desk) is not None


def test_who_was_never_here_is_not_known_and_nothing_is_written(desk: Desk) -> None:
    applied(desk, WANG, "王秀英")
    assert reading_cards.known(desk, LI) is None
    assert looks(desk) == 0


def test_who_was_here_is_known_as_of_the_last_time_and_the_look_is_written(
    desk: Desk, clock: office.FrozenClock
) -> None:
    applied(desk, phone="19900000000")
    clock.move(timedelta(days=1))
    newest = applied(desk, address="示例县人民路1号")
    known = reading_cards.known(desk, LI)
    assert known is not None
    assert (known.person.name, known.person.phone, known.person.address) == ("李䶮", "19900007221", "示例县人民路1号")
    assert known.on == date(2026, 11, 24)
    assert looks(desk) == 1
    with desk.journal.reading() as reading:
        assert reading.case(newest).version > 1, "it stands in the case it was taken from"


def test_an_agent_who_came_for_somebody_is_not_that_somebody(desk: Desk) -> None:
    sent_for(desk)
    assert reading_cards.known(desk, LI) is None


def test_a_role_that_may_not_look_is_told_nothing(desk: Desk) -> None:
    applied(desk)
    greeter = replace(desk, clerk=replace(desk.clerk, roles=("greeter",)))
    with pytest.raises(Refusal, match=r"access\.denied"):
        reading_cards.known(greeter, LI)
    assert looks(desk) == 0


@pytest.mark.parametrize(
    ("number", "whose"),
    [(WANG, Holder.APPLICANT), (LI, Holder.AGENT), ("990106197904128117", Holder.SOMEBODY_ELSE)],
)
def test_a_card_beside_a_case_is_somebodys(desk: Desk, number: str, whose: Holder) -> None:
    case = sent_for(desk)
    assert reading_cards.holder(desk, case, number) is whose
    assert looks(desk) == 0
