"""JSON for what crosses the line, and the canonical form that digests cover. Strict: what does not fit is refused."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from deskapp.failures import ContentTrouble

T = TypeVar("T")


def canonical(value: object) -> bytes:
    """One byte string for one value: sorted keys, no blanks, UTF-8 (as RFC 8785 for strings and whole numbers)."""
    return msgspec.json.encode(value, order="sorted")


def encode(value: object) -> bytes:
    """JSON as it goes over the line."""
    return msgspec.json.encode(value)


def decode(data: bytes, shape: type[T]) -> T:
    """Read JSON of a known shape. ContentTrouble `json.not_this_shape` when it is anything else."""
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ContentTrouble("json.not_this_shape", shape=shape.__name__) from error


def plain(value: object) -> Any:
    """A value as plain dicts, lists and strings, the way its JSON would be."""
    return msgspec.to_builtins(value)


def shaped_loosely(value: object, shape: type[T]) -> T:
    """As `shaped`, of values that are all texts, as in a query: "5" is a number where one is wanted."""
    try:
        return msgspec.convert(value, shape, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ContentTrouble("json.not_this_shape", shape=shape.__name__) from error


def shaped(value: object, shape: type[T]) -> T:
    """A plain value read as a known shape. ContentTrouble `json.not_this_shape` when it does not fit."""
    try:
        return msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ContentTrouble("json.not_this_shape", shape=shape.__name__) from error
