"""Who signed a Windows program, read out of the file: Microsoft's PE format, "Attribute Certificate Table".

Only whose name stands in it: whether the signature is right, Windows is asked (`win_trust`).
"""

from __future__ import annotations

import struct
from hashlib import sha256
from pathlib import Path

from deskapp.failures import ContentTrouble

_HEAD = 4096  # bytes: the headers of every program end before
_CERTIFICATES = 4  # the place of the table among the data directories
_DIRECTORIES = {0x10B: 96, 0x20B: 112}  # where they begin in the optional header: of 32 and of 64 bits
_PKCS7 = 0x0002  # WIN_CERT_TYPE_PKCS_SIGNED_DATA
_MOST = 1024 * 1024  # bytes of a signature


def signer(program: Path) -> tuple[str, str]:
    """The subject (RFC 4514) and the SHA-256 of the signer's certificate; ("", "") of a program that nobody signed.

    ContentTrouble `update.other_publisher` for what is no program, or has a signature that cannot be read.
    """
    try:
        signed = _signature(program)
    except (OSError, struct.error) as error:
        raise ContentTrouble("update.other_publisher") from error
    return ("", "") if signed is None else _signer_of(signed)


def _signature(program: Path) -> bytes | None:
    with program.open("rb") as file:
        head = file.read(_HEAD)
        (start,) = struct.unpack_from("<I", head, 0x3C)
        if head[:2] != b"MZ" or head[start : start + 4] != b"PE\0\0":
            raise ContentTrouble("update.other_publisher")
        optional = start + 24
        (magic,) = struct.unpack_from("<H", head, optional)
        if magic not in _DIRECTORIES:
            raise ContentTrouble("update.other_publisher")
        place, size = struct.unpack_from("<II", head, optional + _DIRECTORIES[magic] + 8 * _CERTIFICATES)
        if not size:
            return None
        file.seek(place)
        length, _, kind = struct.unpack("<IHH", file.read(8))
        if kind != _PKCS7 or not 8 < length <= min(size, _MOST):
            raise ContentTrouble("update.other_publisher")
        return _whole(file.read(length - 8))


def _whole(signed: bytes) -> bytes:
    """The outermost element (DER, X.690) alone: the table fills up to eight bytes, and readers take offence at that."""
    if signed[:1] != b"\x30" or len(signed) < 6 or not 0x80 < signed[1] <= 0x84:
        raise ContentTrouble("update.other_publisher")
    count = signed[1] & 0x0F
    return signed[: 2 + count + int.from_bytes(signed[2 : 2 + count], "big")]


def _signer_of(signed: bytes) -> tuple[str, str]:
    """The certificate that is nobody's issuer: signatures carry the chain, and the signer stands at its end."""
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7  # only for an installation

    try:
        chain = pkcs7.load_der_pkcs7_certificates(signed)
    except ValueError as error:
        raise ContentTrouble("update.other_publisher") from error
    issuers = {one.issuer for one in chain if one.issuer != one.subject}
    ends = [one for one in chain if one.subject not in issuers]
    if len(ends) != 1:
        raise ContentTrouble("update.other_publisher")
    return ends[0].subject.rfc4514_string(), sha256(ends[0].public_bytes(Encoding.DER)).hexdigest()
