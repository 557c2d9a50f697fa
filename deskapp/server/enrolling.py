"""A computer shows a code and becomes the desk of a window; and what it shows afterwards, when somebody signs in."""

from __future__ import annotations

import hmac
import logging

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import DeviceId
from deskapp.journal import enrolled_desks, enrolment_codes, people
from deskapp.journal.chain import moment_text
from deskapp.journal.people import User
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.enrolment import Enrol
from deskapp.protocol.messages import SignIn
from deskapp.rules import enrolment
from deskapp.rules.enrolment import EnrolledDesk, Shown
from deskapp.rules.enrolment_code import read_code
from deskapp.server.doorkeeper import Doorkeeper
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of

log = logging.getLogger("deskapp.server")


async def enrol(parts: CentreParts, door: Doorkeeper, words: Enrol, address: str) -> None:
    """Make a computer the desk of a window, by a code.

    Wrong tries are counted for the window and the address, as wrong passwords are: Refusal `enroll.wait`. Otherwise
    `window.unknown`, `enroll.not_this_desk` for the name of another desk, or what `read_code` and `ask_code` refuse;
    ContentTrouble `json.not_this_shape`.
    """
    if not f"{words.window}{words.device}".isprintable():
        raise ContentTrouble("json.not_this_shape", shape="Enrol")
    counted = f"enrol {words.window}"  # no user is called so: their names hold no blank
    async with door.turn(counted, address, "enroll.wait"):
        try:
            number = await parts.writer.write(lambda facts: _enrol(parts, facts, words), streams=[words.window])
        except Refusal as refused:
            if refused.code != "window.unknown":
                door.was_wrong(counted, address)
                log.warning("no desk of window %s was made from %s: %s", words.window, address, refused.code)
            raise
        door.was_right(counted, address)
    log.info("window %s has a desk by code %d: %s, from %s", words.window, number, words.device, address)


def ask_desk(parts: CentreParts, reading: Reading, user: User, words: SignIn, device: DeviceId) -> None:
    """Whether this person may work at this computer. Refusal as `rules.enrolment.ask_desk`."""
    desk = enrolled_desks.find(reading, device)
    kept = people.credential_of(reading, device) if desk is None else desk.credential
    nobody = desk is None and not kept  # a computer that is known by nothing is whoever says so
    bound = None if parts.codes_wanted else enrolment_codes.bound_windows(reading)
    enrolment.ask_desk(Shown(user.roles, words.window, desk, proven=nobody or _same(kept, words.credential)), bound)


def _enrol(parts: CentreParts, facts: Writing, words: Enrol) -> int:
    if not facts.window(words.window).defined:
        raise Refusal("window.unknown", window=words.window)
    now = moment_text(parts.clock.now())
    digest = enrolment_codes.digest_of_code(parts.code_key, read_code(words.code))
    code = enrolment.ask_code(enrolment_codes.find(facts, digest), words.window, words.device, now)
    known = enrolled_desks.find(facts, words.device)
    if code.used_at is not None:
        if known is None or not hmac.compare_digest(known.credential, words.credential):
            raise Refusal("enroll.code_used", window=words.window)
        return code.number  # said before: the answer was lost
    kept = people.credential_of(facts, words.device) if known is None else known.credential
    own = (known is None and not kept) or _same(kept, words.before)
    if not own and (known is None or known.dismissed_at is None):
        raise Refusal("enroll.not_this_desk")
    enrolment_codes.use(facts, code, words.device)
    enrolled_desks.keep(facts, EnrolledDesk(words.device, words.window, words.credential, now))
    return code.number


def _same(digest: str, credential: str | None) -> bool:
    return hmac.compare_digest(digest, digest_of(credential or ""))
