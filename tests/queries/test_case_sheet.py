"""The case in hand: masked, with what it owes and the one thing to do next."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.journal.journal import Journal
from deskapp.queries.case_sheet import CaseSheet, NextStep, PageLine, case_sheet
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Handling
from deskapp.rules.material_state import Form
from tests.builders import PERSON
from tests.queries import telling
from tests.queries.telling import take_in, tell
from tests.rules.sample import SMALL

ID_CARD, PHOTO = MaterialCode("ID-CARD"), MaterialCode("PHOTO")
BROUGHT = cases.MaterialReceived(ID_CARD, Form.ORIGINAL)
ACCEPTED = cases.Accepted("330000012026112300300018", date(2026, 11, 30), date(2026, 12, 21))
ASKED = cases.CorrectionRequested((ID_CARD,), "", date(2026, 12, 1))
AGENT = cases.Person("欧阳娜娜", "990106197904128117", "19900001234")
BLANK, CLEAR, ELSEWHERE = (PageDigest(letter * 64) for letter in "abc")


@pytest.fixture
def kept(desk: Journal) -> Journal:
    telling.publish(desk)
    return desk


def look(kept: Journal, case_id: CaseId) -> CaseSheet:
    with kept.reading() as reading:
        return case_sheet(reading, case_id)


def refusal(kept: Journal, case_id: CaseId) -> str:
    with pytest.raises(Refusal) as refused:
        look(kept, case_id)
    return refused.value.code


def test_a_case_nobody_opened_is_unknown(kept: Journal) -> None:
    assert refusal(kept, CaseId("nobody's")) == "case.unknown"


def test_a_case_by_a_catalogue_that_never_came_says_which(kept: Journal) -> None:
    case_id = take_in(kept, catalog="2031.01")
    with pytest.raises(Refusal) as refused:
        look(kept, case_id)
    assert (refused.value.code, refused.value.values) == ("catalog.unknown", {"version": "2031.01"})


def test_the_item_stands_there_as_the_cases_own_catalogue_has_it(kept: Journal) -> None:
    case_id = take_in(kept)
    later = SMALL.replace('version: "1"', 'version: "2"').replace("身份证申领", "居民身份证首次申领")
    telling.publish(kept, later.replace("fee: 2000", "fee: 4000"))
    sheet = look(kept, case_id)
    assert (sheet.item, sheet.item_name, sheet.department) == ("GA-1", "身份证申领", "公安局")
    assert (sheet.handling, sheet.promised.amount, sheet.statutory.amount, sheet.fee) == (Handling.PROMISE, 5, 20, 2000)
    assert look(kept, take_in(kept, catalog="2")).fee == 4000


def test_nothing_personal_stands_there_in_full(kept: Journal) -> None:
    sheet = look(kept, take_in(kept, agent=AGENT))
    assert (sheet.applicant, sheet.id_number, sheet.phone) == ("𬭎**", "990108********1158", "199****6024")
    assert sheet.agent == "欧阳**"
    for secret in (PERSON.name, PERSON.id_number, PERSON.phone, AGENT.name, AGENT.id_number, AGENT.phone):
        assert secret not in repr(sheet)


def test_an_erased_person_leaves_the_case_and_no_trace_of_themselves(kept: Journal) -> None:
    case_id = take_in(kept, agent=AGENT)
    assert not look(kept, case_id).erased
    with kept.writing() as writing:
        writing.erase(case_id)
    sheet = look(kept, case_id)
    assert (sheet.erased, sheet.applicant, sheet.id_number, sheet.phone, sheet.agent) == (True, "", "", "", "")
    assert sheet.item_name == "身份证申领"


def test_each_material_says_what_may_be_done_with_it(kept: Journal) -> None:
    card, photo = look(kept, take_in(kept)).lines
    assert (card.name, card.forms) == ("居民身份证", (Form.ORIGINAL, Form.ELECTRONIC))
    assert (card.may_commit, card.may_defer, card.shared_from, card.copies) == (True, False, "公安局", 1)
    assert (photo.may_commit, photo.may_defer, photo.shared_from, photo.copies) == (False, True, None, 2)


@pytest.mark.parametrize(
    ("said", "state", "step", "papers"),
    [
        ((), State.OPENED, NextStep.SETTLE_OWED, 0),
        ((BROUGHT,), State.OPENED, NextStep.ACCEPT, 0),
        ((ASKED,), State.CORRECTION_REQUESTED, NextStep.SETTLE_OWED, 1),
        ((ASKED, BROUGHT), State.CORRECTION_REQUESTED, NextStep.ACCEPT, 1),
        ((ASKED, cases.PaperPrinted("correction")), State.CORRECTION_REQUESTED, NextStep.SETTLE_OWED, 0),
        ((BROUGHT, ACCEPTED), State.ACCEPTED, NextStep.PRINT_AGAIN, 2),
        ((BROUGHT, ACCEPTED, cases.PaperPrinted("receipt")), State.ACCEPTED, NextStep.PRINT_AGAIN, 1),
        ((BROUGHT, ACCEPTED, cases.PaperPrinted("checklist_notice")), State.ACCEPTED, NextStep.PRINT_AGAIN, 2),
        (
            (BROUGHT, ACCEPTED, cases.PaperPrinted("acceptance"), cases.PaperPrinted("receipt")),
            State.ACCEPTED,
            NextStep.DONE,
            0,
        ),
        ((BROUGHT, ACCEPTED, cases.AcceptanceUndone(ACCEPTED.number)), State.OPENED, NextStep.ACCEPT, 0),
        ((cases.Declined("not ours", "art. 29"),), State.DECLINED, NextStep.PRINT_AGAIN, 1),
        ((cases.Withdrawn("asked to"),), State.WITHDRAWN, NextStep.PRINT_AGAIN, 1),
        ((BROUGHT, ACCEPTED, cases.Paused("expert review")), State.PAUSED, NextStep.PRINT_AGAIN, 1),
    ],
)
def test_the_next_step_follows_the_state_and_what_is_still_to_come_out(
    kept: Journal, said: tuple[cases.CaseFact, ...], state: State, step: NextStep, papers: int
) -> None:
    case_id = take_in(kept)
    tell(kept, case_id, *said)
    sheet = look(kept, case_id)
    assert (sheet.state, sheet.next_step, sheet.papers_waiting) == (state, step, papers)


def test_pages_say_what_was_seen_of_them_and_a_page_of_another_desk_is_taken_for_good(kept: Journal) -> None:
    case_id = take_in(kept)
    with kept.writing() as writing:
        pages_kept.keep(writing, pages_kept.KeptPage(BLANK, 10, 100, 200, 300, blank=True, blurred=False))
        pages_kept.keep(writing, pages_kept.KeptPage(CLEAR, 10, 100, 200, 300, blank=False, blurred=True))
    tell(kept, case_id, cases.PagesAdded(ID_CARD, (CLEAR, BLANK)), cases.PagesAdded(PHOTO, (ELSEWHERE,)))
    card, photo = look(kept, case_id).lines
    assert card.pages == (PageLine(CLEAR, blank=False, blurred=True), PageLine(BLANK, blank=True, blurred=False))
    assert photo.pages == (PageLine(ELSEWHERE, blank=False, blurred=False),)
    tell(kept, case_id, cases.PagesMoved((BLANK,), PHOTO), cases.PagesRemoved((CLEAR,)))
    card, photo = look(kept, case_id).lines
    assert ([page.digest for page in card.pages], [page.digest for page in photo.pages]) == ([], [ELSEWHERE, BLANK])


def test_a_case_is_sent_once_the_centre_has_judged_every_step_of_it(kept: Journal) -> None:
    case_id = take_in(kept)
    assert not look(kept, case_id).sent
    telling.accept_all(kept)
    assert look(kept, case_id).sent
    take_in(kept)
    assert look(kept, case_id).sent, "another case waiting says nothing of this one"
    tell(kept, case_id, BROUGHT)
    assert not look(kept, case_id).sent


def test_what_the_centre_refused_is_told_until_it_is_given_up(kept: Journal) -> None:
    case_id = take_in(kept)
    telling.accept_all(kept)
    [step] = tell(kept, case_id, BROUGHT)
    telling.reject(kept, step, "case.wrong_state")
    sheet = look(kept, case_id)
    assert (sheet.rejected, sheet.sent) == ("case.wrong_state", False)
    assert [line.code for line in sheet.owed] == [ID_CARD], "a rejected step is as if it had not been"
    tell(kept, case_id, cases.StepsGivenUp((step.id,), "brought again"), by=ClerkId("clerk5"))
    telling.accept_all(kept)
    sheet = look(kept, case_id)
    assert (sheet.rejected, sheet.sent) == (None, True)
