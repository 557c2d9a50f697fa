"""Word to a department's own program (webhooks): how it is signed, when it is tried again, when it is given up.

The form is that of the Standard Webhooks specification: `webhook-id`, `webhook-timestamp`, `webhook-signature`, the
last `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being exchanged there are two
signatures, and whichever a receiver knows will do.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

SECRET_BYTES = 32
EXCHANGE = timedelta(days=2)  # for so long the old secret signs as well
_MARK = "whsec_"
# after each failure in a row: together three days and a half, which is a long weekend
_PAUSES = (5, 30, 120, 600, 1800, 3600, *([6 * 3600] * 14))  # seconds


def signature(secrets: Sequence[bytes], word: str, timestamp: int, body: bytes) -> str:
    """The signatures of a word, one for each secret."""
    signed = f"{word}.{timestamp}.".encode() + body
    return " ".join(f"v1,{base64.b64encode(hmac.new(one, signed, sha256).digest()).decode()}" for one in secrets)


def secret_text(secret: bytes) -> str:
    """A secret as it is shown, once, to whoever puts it into the receiver."""
    return _MARK + base64.b64encode(secret).decode()


def pause_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures in a row, from 1; None when it is given up."""
    return timedelta(seconds=_PAUSES[failures - 1]) if failures <= len(_PAUSES) else None
