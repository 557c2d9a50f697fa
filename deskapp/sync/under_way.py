"""Several pages on their way at once: while the centre's disk takes one, the line carries the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

from deskapp.failures import ContentTrouble, Failure, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.protocol.messages import Upload

AT_ONCE = 4  # pages; a desk holds 32 MB of each at the most


def under_way(send: Callable[[Upload], None], pages: Sequence[Upload]) -> Mapping[PageDigest, Failure]:
    """Send pages in their order, AT_ONCE of them at a time; why those that could not go alone did not.

    LineTrouble of the first that meets one, when those that were on their way have come to their end: no other page is
    begun after it. Whatever else goes wrong is raised in the same way.
    """
    if len(pages) == 1:
        return _told(send, pages[0])
    over = Event()

    def one(page: Upload) -> Mapping[PageDigest, Failure]:
        if over.is_set() or not page.go_on():
            return {}
        try:
            return _told(send, page)
        except BaseException:
            over.set()
            raise

    with ThreadPoolExecutor(AT_ONCE, "page") as hands:
        under = [hands.submit(one, page) for page in pages]
        wait(under, return_when=FIRST_EXCEPTION)
    ended = [sent.exception() for sent in under]
    first = next((trouble for trouble in ended if trouble is not None), None)
    if first is not None:
        raise first
    return {page: failure for sent in under for page, failure in sent.result().items()}


def _told(send: Callable[[Upload], None], page: Upload) -> Mapping[PageDigest, Failure]:
    try:
        send(page)
    except (StoreTrouble, ContentTrouble, Refusal) as failure:
        return {page.digest: failure}
    return {}
