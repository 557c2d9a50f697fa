"""The shape of a code that makes a computer the desk of a window: `4KX7-Q2MP-9TW8`.

Twelve characters: eleven hold 55 bits of chance, the last one checks the others. The alphabet is Douglas Crockford's
base 32: no I, L, O or U, so that nothing in it is taken for a 1, a 0 or a V; who types one of them is understood. The
check is a sum over the field of 32 elements in which each place weighs differently: any one wrong character and any two
that changed places are found before the centre is asked, and cost nobody a try.
"""

from __future__ import annotations

import unicodedata

from deskapp.failures import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 55  # of chance in a code: more than anybody guesses in the days that it lives
_PLACES, _GROUP = 12, 4
_FIELD = 0b100101  # x⁵ + x² + 1, primitive: the weights of up to 31 places all differ
_ALSO = str.maketrans({"I": "1", "L": "1", "O": "0"})


def code_of(chance: int) -> str:
    """The code that a number of 55 bits stands for, in groups."""
    values = [chance >> (5 * place) & 31 for place in reversed(range(_PLACES - 1))]
    signs = "".join(ALPHABET[value] for value in (*values, _shifted(_weighed(values))))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _PLACES, _GROUP))


def read_code(typed: str) -> str:
    """A code as it was typed, in the one way in which it is written: letters small or wide, blanks, hyphens or none.

    Refusal `enroll.code_misread` when it is none, or a sign of it is wrong.
    """
    folded = unicodedata.normalize("NFKC", typed[:200]).upper().translate(_ALSO)
    signs = "".join(sign for sign in folded if not (sign.isspace() or unicodedata.category(sign) == "Pd"))
    if len(signs) != _PLACES or any(sign not in ALPHABET for sign in signs):
        raise Refusal("enroll.code_misread")
    if _weighed([ALPHABET.index(sign) for sign in signs]):
        raise Refusal("enroll.code_misread")
    return "-".join(signs[at : at + _GROUP] for at in range(0, _PLACES, _GROUP))


def _weighed(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _shifted(total) ^ value
    return total


def _shifted(value: int) -> int:
    """Times the weight of one place."""
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled
