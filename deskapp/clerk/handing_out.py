"""Handing results out (统一出件): several cases of one person at once, to them or to whoever came for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deskapp.clerk import stepping
from deskapp.clerk.accepting import print_waiting
from deskapp.clerk.placing import taken_page
from deskapp.clerk.printing import Paper
from deskapp.desk import Desk
from deskapp.failures import Failure, Refusal
from deskapp.ids import CaseId, PageDigest, new_id
from deskapp.journal import pages_kept
from deskapp.queries.to_hand_out import HandOut, hand_out_of_case, hand_outs
from deskapp.rules.case import Delivered, Handed, Person
from deskapp.rules.identity import read_number
from deskapp.rules.names import personal_name
from deskapp.scans import taking


@dataclass(frozen=True, slots=True)
class Handing:
    """Who takes it, and how. With an agent: that their authorisation was seen and their identity checked."""

    how: Handed = Handed.WINDOW
    agent_name: str = ""
    agent_id: str = ""
    checked: bool = False
    remark: str = ""
    signature: bytes | None = None  # a picture


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was handed out. `trouble` says why a paper did not come out: it is handed out all the same."""

    cases: tuple[CaseId, ...]
    papers: tuple[Paper, ...]
    trouble: Failure | None


def find(desk: Desk, words: str) -> tuple[HandOut, ...]:
    """What lies ready for whoever has this receipt, ticket, number or name; everything else of theirs with it."""
    with desk.journal.reading() as reading:
        return hand_outs(reading, words, desk.clock.today())


def of_case(desk: Desk, case_id: CaseId) -> tuple[HandOut, ...]:
    """The same of the person of one case, which comes first."""
    with desk.journal.reading() as reading:
        return hand_out_of_case(reading, case_id)


def deliver(desk: Desk, cases: Sequence[CaseId], asked: Handing) -> HandedOut:
    """Hand these out in one transaction, then print slip and proof for each; one of both for what is of one bundle.

    Refusal `hand_out.nothing`, `hand_out.not_checked` for an agent nobody has checked, what is wrong with the agent's
    name or number (with its field), or what the rules refuse of any of the cases: then none is handed out.
    """
    if not cases:
        raise Refusal("hand_out.nothing")
    agent = _agent(desk, asked)
    signature = None if asked.signature is None else _signature(desk, asked.signature)
    today = desk.clock.today()
    handing = new_id()
    with desk.journal.writing() as facts:
        if signature is not None:
            pages_kept.keep(facts, signature)
        bundles = Counter(facts.case(case_id).bundle for case_id in cases)
        for case_id in cases:
            case = facts.case(case_id)
            with_others = case.bundle is not None and bundles[case.bundle] > 1
            result = case.result or stepping.item_of(facts, case).result
            fact = Delivered(
                asked.how.value, agent, agent is not None, (result,) if case.granted else (), today,
                None if signature is None else PageDigest(signature.digest), asked.remark.strip(),
                handing if with_others else "",
            )  # fmt: skip
            stepping.say(desk, facts, case_id, fact)
    papers: list[Paper] = []
    trouble: Failure | None = None
    for case_id in cases:
        printed, failure = print_waiting(desk, case_id)
        papers += printed
        trouble = trouble or failure
    return HandedOut(tuple(cases), tuple(papers), trouble)


def take_back(desk: Desk, cases: Sequence[CaseId]) -> None:
    """It was handed to nobody after all. Refusal `case.nothing_to_take_back`, `case.taken_by_other`."""
    stepping.take_back_all(desk, cases, Delivered)


def _agent(desk: Desk, handing: Handing) -> Person | None:
    if not handing.agent_name.strip() and not handing.agent_id.strip():
        return None
    if not handing.checked:
        raise Refusal("hand_out.not_checked")
    sound: dict[str, str] = {}
    for field, rule, typed in (
        ("agent_name", personal_name, handing.agent_name),
        ("agent_id", _number(desk), handing.agent_id),
    ):
        try:
            sound[field] = rule(typed)
        except Refusal as refusal:
            raise Refusal(refusal.code, **{**refusal.values, "field": field}) from None
    return Person(sound["agent_name"], sound["agent_id"])


def _number(desk: Desk) -> Callable[[str], str]:
    return lambda text: read_number(text, desk.clock.today()).number


def _signature(desk: Desk, picture: bytes) -> pages_kept.KeptPage:
    """Whole in the vault before anything is said of it. ContentTrouble when it is no picture."""
    (taken,) = taking.take(iter([(picture, 0)]), desk.vault.put)
    return taken_page(taken)
