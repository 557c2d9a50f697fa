"""What a one-time notice (一次性告知) asks of the cases that stand at the window, and what goes back with it.

A notice is one for all cases of a bundle, and the bundle has one only: it says that nothing else will be asked for.
Only those that lack something are corrected by it. A market entity's registration is handed back with all that was
brought for it and filed again complete; that holds for the registration that is corrected, and for no case beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.failures import Refusal
from deskapp.ids import MaterialCode
from deskapp.rules.case import Case
from deskapp.rules.catalog import Item, Regime
from deskapp.rules.checklist import Checklist

STRICTEST = (Regime.LICENCE, Regime.REGISTRATION, Regime.REAL_ESTATE, Regime.SERVICE)  # the strictest first


@dataclass(frozen=True, slots=True)
class Standing:
    """One case at the window, the item it applies for and what it owes."""

    case: Case
    item: Item
    checklist: Checklist

    @property
    def handed_back(self) -> bool:
        """Whether a correction of it hands everything back."""
        return self.item.regime is Regime.REGISTRATION


def asked(at_hand: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those that a notice corrects: of several, those that lack something. Where nothing is missing a remark is about
    all of them, but for real estate: that is declined on the spot, and cannot be asked for anything.
    """
    lacking = tuple(one for one in at_hand if one.checklist.owed)
    if lacking or len(at_hand) == 1:
        return lacking or tuple(at_hand)
    return tuple(one for one in at_hand if one.item.regime is not Regime.REAL_ESTATE)


def goes_back(asked_now: Sequence[Standing]) -> tuple[MaterialCode, ...]:
    """What the applicant takes home with the notice and files again, each once, in the order of the lists."""
    back = [one for one in asked_now if one.handed_back]
    return tuple(
        dict.fromkeys(
            line.material for one in back for line in one.checklist.lines if line.material in one.case.settled
        )
    )


def regime_of(asked_now: Sequence[Standing]) -> Regime:
    """Of several laws the strictest is told: it holds for what it is about. ValueError for none."""
    return min((one.item.regime for one in asked_now), key=STRICTEST.index)


def ask_first_notice(cases: Sequence[Case]) -> None:
    """Refusal `case.corrected_before` when a notice was given for any of them: it promised to be the only one."""
    if any(case.corrections for case in cases):
        raise Refusal("case.corrected_before")
