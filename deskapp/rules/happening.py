"""Facts of the two smaller streams: what a clerk did with the program, and what the catalogue became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deskapp.ids import WindowId


@dataclass(frozen=True, slots=True)
class SignedIn:
    window: WindowId | None
    offline: bool = False


@dataclass(frozen=True, slots=True)
class SignedOut:
    pass


@dataclass(frozen=True, slots=True)
class CatalogPublished:
    """A catalogue as a whole, in its plain form (`catalog_text.to_plain`); in force from its own first day."""

    version: str
    valid_from: str
    catalog: Mapping[str, Any]


ClerkFact = SignedIn | SignedOut
CatalogFact = CatalogPublished
