"""Asks Windows what it holds of a program's Authenticode signature (WinVerifyTrust)."""

from __future__ import annotations

import ctypes
from pathlib import Path

from deskapp.rules.publisher import Publisher, Standing
from deskapp.updates.pe_signature import signer

# wintrust.h and winerror.h
_ACTION = "6bc5aa0044cdd0118cc200c04fc295ee"  # GENERIC_VERIFY_V2, as it lies in memory
_NO_SCREEN, _NOT_REVOKED_UNASKED, _A_FILE, _ASK, _LET_GO = 2, 0, 1, 1, 2
_FROM_CACHE_ALONE = 0x1000  # WTD_CACHE_ONLY_URL_RETRIEVAL: at night nobody waits for a list on the internet
_STANDINGS = {
    0: Standing.TRUSTED,
    0x800B0100: Standing.NONE,  # TRUST_E_NOSIGNATURE
    0x800B0003: Standing.NONE,  # TRUST_E_SUBJECT_FORM_UNKNOWN
    0x800B0109: Standing.NOT_TRUSTED,  # CERT_E_UNTRUSTEDROOT
    0x800B010A: Standing.NOT_TRUSTED,  # CERT_E_CHAINING
    0x800B0101: Standing.NOT_TRUSTED,  # CERT_E_EXPIRED
    0x800B0004: Standing.NOT_TRUSTED,  # TRUST_E_SUBJECT_NOT_TRUSTED
}


_NOBODY_TO_ASK = 1  # no answer of Windows: outside it a signature is held for broken


class _File(ctypes.Structure):
    """WINTRUST_FILE_INFO."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("path", ctypes.c_wchar_p),
        ("handle", ctypes.c_void_p),
        ("subject", ctypes.c_void_p),
    )


class _Asked(ctypes.Structure):
    """WINTRUST_DATA."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_void_p),
        ("subject_data", ctypes.c_void_p),
        ("screen", ctypes.c_uint32),
        ("revocation", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("file", ctypes.POINTER(_File)),
        ("action", ctypes.c_uint32),
        ("state", ctypes.c_void_p),
        ("url", ctypes.c_wchar_p),
        ("flags", ctypes.c_uint32),
        ("screen_context", ctypes.c_uint32),
        ("signatures", ctypes.c_void_p),
    )


def publisher_of(program: Path) -> Publisher:
    """Who signed a program, and what this computer holds of it. ContentTrouble `update.other_publisher`.

    Whatever else Windows answers than what is known here is a broken signature: nothing is let in by a number that
    nobody thought of.
    """
    name, certificate = signer(program)
    if not certificate:
        return Publisher(Standing.NONE)
    return Publisher(standing_of(_answer(program)), name, certificate)


def standing_of(answer: int) -> Standing:
    """What an answer of WinVerifyTrust means."""
    return _STANDINGS.get(answer & 0xFFFFFFFF, Standing.BROKEN)


def _answer(program: Path) -> int:
    library = getattr(ctypes, "WinDLL", None)
    if library is None:
        return _NOBODY_TO_ASK
    verify = library("wintrust").WinVerifyTrust
    verify.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    verify.restype = ctypes.c_int32
    action = (ctypes.c_ubyte * 16)(*bytes.fromhex(_ACTION))
    file = _File(size=ctypes.sizeof(_File), path=str(program))
    asked = _Asked(
        size=ctypes.sizeof(_Asked), screen=_NO_SCREEN, revocation=_NOT_REVOKED_UNASKED, kind=_A_FILE,
        file=ctypes.pointer(file), action=_ASK, flags=_FROM_CACHE_ALONE,
    )  # fmt: skip
    nobody = ctypes.c_void_p(-1)  # INVALID_HANDLE_VALUE: there is no window to ask in
    answer = int(verify(nobody, ctypes.byref(action), ctypes.byref(asked)))
    asked.action = _LET_GO
    verify(nobody, ctypes.byref(action), ctypes.byref(asked))
    return answer
