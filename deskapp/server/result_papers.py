"""The papers of a department's decision: looked through as what comes from outside, and kept like pages."""

from __future__ import annotations

from hashlib import sha256

from deskapp.ids import PageDigest
from deskapp.journal import noted_asks
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal
from deskapp.scans.pdf_file import ask_harmless
from deskapp.server.parts import CentreParts


async def bring(parts: CentreParts, who: Principal, data: bytes) -> PageDigest:
    """Keep a paper that a department brings, and note that it did. Twice does no harm.

    ContentTrouble `paper.…` for what is no harmless PDF; StoreTrouble `page.no_room`, `page.not_kept`.
    """
    digest = await parts.shelf.threads.run(_kept, parts, data)
    now = moment_text(parts.clock.now())
    await parts.writer.write(lambda facts: noted_asks.note_paper(facts, who.department or "", digest, now))
    return digest


def _kept(parts: CentreParts, data: bytes) -> PageDigest:
    ask_harmless(data)
    digest = PageDigest(sha256(data).hexdigest())
    parts.shelf.keep_whole(data, digest)
    return digest
