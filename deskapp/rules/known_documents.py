"""What a document is known by, and which documents a material of the catalogue may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deskapp.ids import MaterialCode
from deskapp.rules.page_reading import bare


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as it is known everywhere: what it is called, what is printed on top of it, and what else."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What pages of one material look like: the document that it is, and those that may also be brought for it."""

    material: MaterialCode
    documents: tuple[KnownDocument, ...]
    others: tuple[KnownDocument, ...] = ()


def look_of(
    material: MaterialCode, names: Sequence[str], titles: Sequence[str], known: Iterable[KnownDocument]
) -> Look:
    """What pages of a material look like: what it is called, what else may stand on top of it, and every known document
    among either.
    """
    shipped = tuple(known)
    return Look(material, _documents(names, shipped), _documents(titles, shipped))


def _documents(names: Sequence[str], known: Iterable[KnownDocument]) -> tuple[KnownDocument, ...]:
    called = {bare(name): name for name in names if name}
    own = (KnownDocument((), tuple(called.values())),) if called else ()
    return (*own, *(one for one in known if called.keys() & set(map(bare, one.names))))
