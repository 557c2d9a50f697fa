"""Packages of archived cases as the centre makes them: from its own journal and pages, with its own signature."""

from __future__ import annotations

from deskapp.archives import case_file, read_words
from deskapp.archives.case_file import CaseFile
from deskapp.archives.package import Sources
from deskapp.archives.text_layer import no_text
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, PageDigest
from deskapp.journal.judging import numbers_taken
from deskapp.journal.writing import Writing
from deskapp.rules.case import LookedAt
from deskapp.server.parts import CentreParts


def file_of(parts: CentreParts, named: str) -> CaseFile:
    """The case of a number, or of an id.

    Refusal `case.unknown`, `archive.not_archived`, `archive.unlike_its_digest`; `page.unknown` when one of its pages is
    not here: before a byte is given away it is known that all are there.
    """
    with parts.journal.reading() as reading:
        case_id = CaseId(numbers_taken(reading, [named]).get(named, named))
        file = case_file.read(reading, case_id, parts.hall)
    pages = {page.digest for page in (*file.pages, *file.signatures, *file.results)}
    if len(parts.pages.known(sorted(pages))) < len(pages):
        raise Refusal("page.unknown")
    return file


def sources(parts: CentreParts) -> Sources:
    """Where the centre's packages come from. Each page is read again for its unseen text: some seconds for each."""

    def read_page(digest: PageDigest) -> bytes:
        return b"".join(parts.pages.open(digest))

    reader = parts.reader
    text = no_text if reader is None else read_words.text_of(lambda page: reader.read(read_page(page)))
    return Sources(read_page, parts.redraw, text, parts.signing)


def note(facts: Writing, who: ClerkId, case_id: CaseId) -> None:
    """That somebody had the package: a look at personal data in full."""
    facts.add(who, LookedAt("archive_package"), of=case_id)
