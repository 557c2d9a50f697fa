"""What an archived case consists of, as a list with a digest: the one that `case.archived` carries and the cover
prints.

The list is made of the journal alone, so that the step takes no longer for a thousand pages than for one, and is the
same at the desk and at the centre. A desk may archive while the centre knows of steps that it has not heard of; the
fact says how far it had heard (`Archived.seen`), and what came later is not in the list.

    form 1   until version 0.1: {"hall", "case", "number", "pages", "steps"}
    form 2   the same, and "form", "keep" and "signatures" (pictures of who took the result)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from deskapp.failures import Failure
from deskapp.ids import DeviceId, HallId, PageDigest
from deskapp.journal.kinds import CASE, from_payload
from deskapp.journal.personal import opener
from deskapp.journal.streams import nothing
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.rules.case import Archived, Case, CaseFact, Delivered, Signed
from deskapp.rules.case_fold import fold


@dataclass(frozen=True, slots=True)
class Closed:
    """A case as it was archived: the steps that belong to it, the one that closed it, and what was true before that."""

    case: Case
    steps: tuple[Event, ...]
    archived: Event
    fact: Archived
    facts: tuple[CaseFact | None, ...]  # None for a step that cannot be read: it only counts


def closed(events: Sequence[Event], key: bytes | None) -> Closed | None:
    """The case in its events, in the order in which they are folded; None when it was never archived.

    `key` opens what is sealed; without it nobody's name is known.
    """
    archived = next((event for event in events if event.kind == "case.archived"), None)
    if archived is None:
        return None
    fact = fact_in(archived, key)
    if not isinstance(fact, Archived):
        return None
    steps = tuple(event for event in _before(events, archived, fact))
    facts = tuple(fact_in(event, key) for event in steps)
    return Closed(folded(steps, facts), steps, archived, fact, facts)


def folded(steps: Sequence[Event], facts: Sequence[CaseFact | None]) -> Case:
    """What is true after these steps."""
    case = nothing(CASE, steps[0].stream_id if steps else "").state
    assert isinstance(case, Case)  # noqa: S101 - the stream decides the type
    for event, fact in zip(steps, facts, strict=True):
        case = replace(case, version=case.version + 1) if fact is None else fold(case, fact, actor=event.actor)
    return case


def listed(
    hall: HallId, case: Case, steps: Sequence[str], keep: str, signatures: Sequence[PageDigest], *, form: int = 2
) -> bytes:
    """The list, in its canonical form. `steps` are the digests of the events."""
    told: dict[str, Any] = {
        "hall": hall,
        "case": case.id,
        "number": case.number or case.reserved or "",
        "pages": {material: list(pages) for material, pages in case.pages.items()},
        "steps": list(steps),
    }
    if form > 1:
        told |= {"form": form, "keep": keep, "signatures": list(signatures)}
    return canonical(told)


def listed_of(found: Closed) -> bytes:
    """The list of an archived case, in the form in which its digest was made."""
    form = 1 if found.fact.seen is None else 2
    return listed(
        found.archived.hall, found.case, [step.digest for step in found.steps], found.fact.keep,
        signatures_of(found.facts), form=form,
    )  # fmt: skip


def digest_of(contents: bytes) -> str:
    """The digest of a list."""
    return sha256(contents).hexdigest()


def signatures_of(facts: Sequence[CaseFact | None]) -> tuple[PageDigest, ...]:
    """The pictures of signatures, each once."""
    signed = (fact for fact in facts if isinstance(fact, (Delivered, Signed)))
    return tuple(dict.fromkeys(fact.signature for fact in signed if fact.signature is not None))


def sister_steps(events: Sequence[Event], archived: Event, fact: Archived) -> tuple[Event, ...]:
    """The steps of another case of its bundle, as far as the desk that archived this one knew of them. None of them
    belongs to the list; they say what a paper that came out for several cases told of the others. Where the fact does
    not say how far the desk had heard, nothing.
    """
    return () if fact.seen is None else tuple(event for event in events if _known(event, archived, fact.seen))


def known_to(events: Sequence[Event], device: DeviceId, seen: int) -> list[Event]:
    """Those of the events that a desk knows for itself or has pulled."""
    return [event for event in events if event.device == device or (event.seq is not None and event.seq <= seen)]


def _before(events: Sequence[Event], archived: Event, fact: Archived) -> list[Event]:
    if fact.seen is None:
        return list(events[: events.index(archived)])
    return [event for event in events if event is not archived and _known(event, archived, fact.seen)]


def _known(event: Event, archived: Event, seen: int) -> bool:
    """Whether the desk knew this step when it archived: it was its own, or had been pulled."""
    if event.device == archived.device:
        return (event.epoch, event.device_seq) < (archived.epoch, archived.device_seq)
    return event.seq is not None and event.seq <= seen


def fact_in(event: Event, key: bytes | None) -> CaseFact | None:
    """What an event of a case says; None when it cannot be read."""
    try:
        fact = from_payload(event.kind, event.schema, event.payload, opener(event, key))
    except Failure:
        return None
    return fact if isinstance(fact, CaseFact) else None
