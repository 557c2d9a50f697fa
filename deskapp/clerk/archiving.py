"""Archiving (归档): what belongs to the case is listed once and for all, and the list has a digest.

The step is one transaction over the journal alone: no page is opened, none is fetched, and it takes as long with the
line cut. The package is made from it when somebody wants to have it, and comes out the same each time: there is nothing
that a crash in between could lose.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from deskapp.archives import case_file, contents, package, read_words
from deskapp.archives.package import Sources
from deskapp.archives.text_layer import TextOf
from deskapp.clerk import office_seals, reading_pages, redrawing, scanning, stepping
from deskapp.clerk.accepting import AcceptedCase, all_printed
from deskapp.desk import Desk
from deskapp.failures import StoreTrouble
from deskapp.ids import CaseId
from deskapp.journal import taking_in
from deskapp.journal.reading import Reading
from deskapp.papers.pixels import Pixels
from deskapp.queries import sisters
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.case import Archived, LookedAt
from deskapp.rules.case_state import ENDED, State
from deskapp.rules.retention import keep_of


def archive(desk: Desk, case_id: CaseId) -> AcceptedCase:
    """Close the file of a case delivered, declined or withdrawn, and print its cover; of a bundle that is over, the
    file of each of its cases. Refusal `case.wrong_state`.
    """
    with desk.journal.writing() as facts:
        case = facts.case(case_id)
        cases = sisters.with_sisters(facts, case)
        over = all(one.state in ENDED for one in cases)
        closed = [one for one in cases if over and one.state is not State.ARCHIVED] or [case]
        seen = taking_in.cursor(facts)
        for one in closed:
            keep = keep_of(one.item or "", granted=one.granted, told=desk.facts.retention).value
            stepping.say(desk, facts, one.id, Archived(package_digest(facts, one.id, seen, keep), seen, keep))
    return replace(all_printed(desk, [one.id for one in closed]), number=case.number or "")


def package_digest(reading: Reading, case_id: CaseId, seen: int = 0, keep: str = "") -> str:
    """SHA-256 over what the package holds: the case, its pages by their digests, and every step by its own."""
    steps = contents.known_to(reading.events_of(case_id), reading.terms.author.device, seen)
    told = [contents.fact_in(step, None) for step in steps]
    case = contents.folded(steps, told)
    listed = contents.listed(
        reading.hall, case, [step.digest for step in steps], keep, contents.signatures_of(told)
    )  # fmt: skip
    return contents.digest_of(listed)


def put_package(desk: Desk, case_id: CaseId, folder: Path, *, text: TextOf | None = None) -> Path:
    """Write the package of an archived case into a folder; returns where it is.

    It holds everything about a person in the clear, so it is made when somebody asks for it, whoever may archive and
    see people unmasked, and the journal says who did. Pages that were let go of here are fetched, and read for the
    unseen text unless `text` brings it: some seconds for each. Refusal `archive.not_archived`; StoreTrouble
    `page.not_here` when a page is not here and the line is cut, `archive.no_folder`.
    """
    access.require(desk.clerk.roles, Permission.ARCHIVE)
    access.require(desk.clerk.roles, Permission.LOOK_UNMASKED)
    if not folder.is_dir():
        raise StoreTrouble("archive.no_folder")
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, LookedAt("archive_package"), of=case_id)
    text = text or read_words.text_of(partial(reading_pages.read, desk))
    return package.write(file, folder, Sources(partial(scanning.page_bytes, desk), redrawing.by(_seals(desk)), text))


def _seals(desk: Desk) -> redrawing.SealOf:
    def seal(department: str) -> Pixels | None:
        with desk.journal.reading() as reading:
            return office_seals.seal_of(reading, desk.facts, department)

    return seal
