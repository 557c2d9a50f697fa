"""What packages are made of at the centre, for a command that makes them while it runs, or while it does not."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deskapp.archives import case_file, package
from deskapp.archives.package import Sources
from deskapp.assemble import seals
from deskapp.assemble.centre import CentreWords, hall_of, keys_of, open_journal, page_store_of, signing_key
from deskapp.clerk import redrawing
from deskapp.failures import StoreTrouble
from deskapp.ids import CaseId, PageDigest
from deskapp.journal.journal import Journal
from deskapp.protocol.messages import HallFacts


@dataclass(frozen=True, slots=True)
class Packing:
    """A centre's journal and everything else that goes into a package."""

    journal: Journal
    hall: HallFacts
    sources: Sources

    def write(self, case_id: CaseId, folder: Path) -> Path:
        """Write the package of a case. Raises what `case_file.read` and `package.write` raise."""
        with self.journal.reading() as reading:
            file = case_file.read(reading, case_id, self.hall)
        return package.write(file, folder, self.sources)


@contextmanager
def packing(words: CentreWords, folder: Path) -> Iterator[Packing]:
    """Open what packages are made of, and have a folder for them. StoreTrouble `archive.no_folder`."""
    opened = keys_of(words)
    stamped = seals.read(words.seals, words.home.parent)
    store = page_store_of(words, opened)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreTrouble("archive.no_folder") from error

    def read_page(digest: PageDigest) -> bytes:
        return b"".join(store.open(digest))

    journal = open_journal(words)
    try:
        redraw = redrawing.by(redrawing.seals_from(stamped))
        yield Packing(journal, hall_of(words, stamped), Sources(read_page, redraw, signing=signing_key(opened)))
    finally:
        journal.engine.dispose()


def public_key(words: CentreWords) -> str:
    """The key with which the centre's signatures are checked, in base64."""
    key = signing_key(keys_of(words)).public_key()
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
