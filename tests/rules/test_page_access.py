"""Who may look at a page that is asked for by its digest: by role, and by the cases that have named it."""

from __future__ import annotations

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.access import Role
from deskapp.rules.case import Case
from deskapp.rules.page_access import ask_to_see
from deskapp.rules.page_making import Craft, MadeOf

SCAN, BLACKENED, CROP = PageDigest("1" * 64), PageDigest("2" * 64), PageDigest("3" * 64)
MATERIAL = MaterialCode("ID-CARD")
PLAIN = Case(CaseId("c1"), pages={MATERIAL: (SCAN,)})
REDACTED = Case(
    CaseId("c2"), pages={MATERIAL: (BLACKENED,)},
    makings=(
        MadeOf((SCAN,), (CROP,), Craft.CROP, standing=False),
        MadeOf((SCAN,), (BLACKENED,), Craft.REDACT),
    ),
)  # fmt: skip
UNDONE = Case(
    CaseId("c3"), pages={MATERIAL: (SCAN,)}, makings=(MadeOf((SCAN,), (BLACKENED,), Craft.REDACT, standing=False),)
)
READS = {Role.CLERK, Role.MANAGER}


def said(role: str, page: PageDigest, *cases: Case) -> str:
    try:
        ask_to_see((role,), page, cases)
    except Refusal as refusal:
        return refusal.code
    return "seen"


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_halls_journal_sees_the_pages_of_its_cases_and_nobody_else(role: Role) -> None:
    assert said(role, SCAN, PLAIN) == ("seen" if role in READS else "page.unknown")


@pytest.mark.parametrize("role", list(Role))
def test_what_no_case_names_is_not_there_for_anybody(role: Role) -> None:
    assert said(role, SCAN) == "page.unknown"


@pytest.mark.parametrize("page", [SCAN, CROP])
def test_what_was_blackened_is_for_those_alone_who_may_see_what_is_sealed(page: PageDigest) -> None:
    assert said(Role.CLERK, page, REDACTED) == "seen"
    assert said(Role.MANAGER, page, REDACTED) == "access.denied"
    assert said(Role.MANAGER, BLACKENED, REDACTED) == "seen"


def test_a_redaction_that_was_undone_seals_nothing() -> None:
    assert said(Role.MANAGER, SCAN, UNDONE) == "seen"


def test_a_page_that_stands_in_another_case_as_it_is_may_be_seen_there() -> None:
    assert said(Role.MANAGER, SCAN, REDACTED, PLAIN) == "seen"


def test_somebody_with_two_roles_may_what_either_may() -> None:
    ask_to_see((Role.MANAGER, Role.CLERK), SCAN, [REDACTED])
    ask_to_see((Role.DEPARTMENT, Role.CLERK), SCAN, [PLAIN])
