"""A signature given on the citizen's screen: what was shown, and that it was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.clerk import stepping
from deskapp.clerk.placing import taken_page
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, PageDigest
from deskapp.journal import pages_kept
from deskapp.journal.reading import Reading
from deskapp.papers import pixels
from deskapp.queries import catalogs
from deskapp.rules import signing
from deskapp.rules.case import Signed, checklist_of
from deskapp.rules.signing import SignedLine, Told
from deskapp.scans import taking


@dataclass(frozen=True, slots=True)
class ToSign:
    """What somebody is asked to put their name to. `text`: the very words, in the language they are shown in."""

    cases: tuple[CaseId, ...]
    papers: tuple[str, ...]
    text: str
    lang: str


def to_sign(desk: Desk, cases: Sequence[CaseId], lang: str) -> ToSign:
    """What is to be signed of these cases as they stand. Refusal `signing.nothing` where nothing is."""
    with desk.journal.reading() as reading:
        return _read(reading, cases, lang)


def sign(desk: Desk, asked: ToSign, picture: bytes) -> None:
    """Keep the signature like a page, then say what was signed of each case, in one transaction.

    ContentTrouble `page.…` or `seal.…` when the picture is none or empty, and Refusal `signing.text_changed` when the
    cases are no more what was shown: then nothing was signed.
    """
    pixels.signature(picture)  # what cannot be drawn is not kept
    (taken,) = taking.take(iter([(picture, 0)]), desk.vault.put)
    with desk.journal.writing() as facts:
        if _read(facts, asked.cases, asked.lang) != asked:
            raise Refusal("signing.text_changed")
        page = taken_page(taken)
        pages_kept.keep(facts, page)
        said = Signed(
            PageDigest(page.digest), asked.papers, signing.digest_of(asked.text), signed_on=desk.clock.today()
        )
        for case_id in asked.cases:
            stepping.say(desk, facts, case_id, said)


def _read(reading: Reading, cases: Sequence[CaseId], lang: str) -> ToSign:
    told, papers = [], dict[str, None]()
    for case_id in cases:
        case = reading.case(case_id)
        papers.update(dict.fromkeys(signing.papers_to_sign(case)))
        item = stepping.item_of(reading, case)
        catalog = catalogs.of_version(reading, case.catalog)
        person, _ = reading.people(case_id)
        lines = tuple(SignedLine(line.name, line.standing, line.due) for line in checklist_of(case, catalog).lines)
        name = person.name if person is not None else ""
        told.append(Told(name, item.name, lines, case.result or item.result))
    if not papers:
        raise Refusal("signing.nothing")
    return ToSign(tuple(cases), tuple(papers), signing.words_to_sign(papers, told, lang), lang)
