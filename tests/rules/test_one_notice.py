"""Which cases a one-time notice corrects, and what goes back with it, over every mixture of regimes."""

from __future__ import annotations

from itertools import product

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, MaterialCode
from deskapp.rules.case import Case, How, Settled
from deskapp.rules.catalog import Demand, Need, Regime
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.material_state import Standing as Stands
from deskapp.rules.one_notice import Standing, ask_first_notice, asked, goes_back, regime_of
from tests.rules.test_case_steps import of

HERE, LACKS = MaterialCode("HERE"), MaterialCode("LACKS")


def line(material: MaterialCode, stands: Stands) -> Line:
    return Line(material, material, stands, Demand(material, Need.REQUIRED), (), None)


def one(regime: Regime, *, lacks: bool, case: str = "a") -> Standing:
    lines = (line(HERE, Stands.RECEIVED), line(LACKS, Stands.OWED if lacks else Stands.SHARED))
    return Standing(Case(CaseId(case), settled={HERE: Settled(How.RECEIVED)}), of(regime), Checklist(lines))


@pytest.mark.parametrize(("first", "second"), list(product(Regime, Regime)))
@pytest.mark.parametrize("lack", [(True, True), (True, False), (False, True)])
def test_only_what_lacks_something_is_corrected_and_only_its_own_goes_back(
    first: Regime, second: Regime, lack: tuple[bool, bool]
) -> None:
    at_hand = [one(first, lacks=lack[0], case="a"), one(second, lacks=lack[1], case="b")]
    found = asked(at_hand)
    assert [here.case.id for here in found] == [case for case, lacks in zip("ab", lack, strict=True) if lacks]
    registered = any(here.item.regime is Regime.REGISTRATION for here in found)
    assert goes_back(found) == ((HERE,) if registered else ())
    assert regime_of(found) in {here.item.regime for here in found}


@pytest.mark.parametrize("regime", list(Regime))
def test_one_case_by_itself_is_asked_whatever_it_lacks(regime: Regime) -> None:
    for lacks in (True, False):
        assert len(asked([one(regime, lacks=lacks)])) == 1


def test_where_nothing_is_missing_a_remark_is_about_all_but_real_estate() -> None:
    at_hand = [one(regime, lacks=False) for regime in Regime]
    assert {here.item.regime for here in asked(at_hand)} == set(Regime) - {Regime.REAL_ESTATE}


def test_there_is_one_notice_for_all_of_them() -> None:
    ask_first_notice([Case(CaseId("a")), Case(CaseId("b"))])
    with pytest.raises(Refusal, match=r"case\.corrected_before"):
        ask_first_notice([Case(CaseId("a")), Case(CaseId("b"), corrections=1)])
