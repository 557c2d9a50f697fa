"""This computer shows an enrolment code to the centre, and keeps what it shows from then on.

The secret is made here and not sent before somebody signs in: the centre is told its digest. It is kept before the
centre is asked, so that the same computer, asked to try again after an answer was lost, is known to be the same.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from deskapp.desk import CREDENTIAL, Station
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import WindowId
from deskapp.journal.reading import Reading
from deskapp.protocol.enrolment import Enrol
from deskapp.rules.enrolment_code import read_code

_SHOWN, _WINDOW = "desk_credential_shown", "enrolled_window"
_BYTES = 32


def show_code(station: Station, window: WindowId, code: str) -> None:
    """Make this computer the desk of the window by a code, as it was typed.

    LineTrouble: the same code may be shown again. Refusal of `read_code`, or what the centre says of the code: the desk
    is what it was; `sign_in.other_hall` when the centre is not that of this cache.
    """
    written = read_code(code)
    if station.enrolment is None:
        raise LineTrouble("line.down")
    with station.journal.writing() as facts:
        before = facts.local(CREDENTIAL)
        secret = facts.local(_SHOWN) or secrets.token_urlsafe(_BYTES)
        facts.note(_SHOWN, secret)
    device, digest = station.journal.terms.author.device, sha256(secret.encode()).hexdigest()
    hall = station.enrolment.enrol(Enrol(window=window, code=written, device=device, credential=digest, before=before))
    if hall != station.hall:
        raise Refusal("sign_in.other_hall", hall=hall)
    with station.journal.writing() as facts:
        facts.note(CREDENTIAL, secret)
        facts.note(_SHOWN, "")
        facts.note(_WINDOW, window)


def has_shown(reading: Reading, window: WindowId) -> bool:
    """Whether a code of that window was used at this computer."""
    return bool(reading.local(CREDENTIAL)) and reading.local(_WINDOW) == window
