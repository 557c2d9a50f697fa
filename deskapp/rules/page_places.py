"""In which material a page stands, and where among its pages. Every change is total: what is not there stays away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskapp.ids import MaterialCode, PageDigest

Pages = Mapping[MaterialCode, tuple[PageDigest, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: before another of the same material, or at its end."""

    page: PageDigest
    material: MaterialCode
    before: PageDigest | None = None


def present(pages: Pages) -> frozenset[PageDigest]:
    """Every page of a case."""
    return frozenset(page for of_one in pages.values() for page in of_one)


def without(pages: Pages, gone: Collection[PageDigest]) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    """The pages without some of them."""
    kept = {code: tuple(page for page in of_one if page not in gone) for code, of_one in pages.items()}
    return {code: of_one for code, of_one in kept.items() if of_one}


def moved(
    pages: Pages, those: Sequence[PageDigest], material: MaterialCode, before: PageDigest | None
) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    """Pages put together to a material, in this order, before one of its pages or at its end."""
    return _put(without(pages, those), material, dict.fromkeys(those), None if before in those else before)


def replaced(
    pages: Pages, sources: Sequence[PageDigest], made: Sequence[PageDigest]
) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    """Made pages stand where the first of those they were made from stood."""
    done: dict[MaterialCode, tuple[PageDigest, ...]] = {}
    for code, of_one in pages.items():
        stand: list[PageDigest] = []
        for page in of_one:
            stand += made if page == sources[0] else () if page in sources else (page,)
        if stand:
            done[code] = tuple(dict.fromkeys(stand))
    return done


def put_back(
    pages: Pages, gone: Collection[PageDigest], places: Sequence[Place]
) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    """Pages that came go, and others stand again where they stood."""
    done = without(pages, {*gone, *(place.page for place in places)})
    for place in places:
        if place.page not in done.get(place.material, ()):
            done = _put(done, place.material, (place.page,), place.before)
    return done


def way_back(now: Pages, earlier: Pages) -> tuple[tuple[PageDigest, ...], tuple[Place, ...]]:
    """Which pages have to go, and which to stand where, for what was so earlier to be so again."""
    here, there = present(now), present(earlier)
    gone = tuple(page for of_one in now.values() for page in of_one if page not in there)
    kept = without(now, gone)
    away = {page for page in there if page not in here or _stands(kept, page) != _stands(earlier, page)}
    for code, of_one in earlier.items():
        stay = [page for page in of_one if page not in away]
        if [page for page in kept.get(code, ()) if page not in away] != stay:
            away.update(of_one)
    places = [
        Place(page, code, of_one[number + 1] if number + 1 < len(of_one) else None)
        for code, of_one in earlier.items()
        for number, page in reversed(tuple(enumerate(of_one)))
        if page in away
    ]
    return tuple(dict.fromkeys(gone)), tuple(places)


def _stands(pages: Pages, page: PageDigest) -> frozenset[MaterialCode]:
    return frozenset(code for code, of_one in pages.items() if page in of_one)


def _put(
    pages: dict[MaterialCode, tuple[PageDigest, ...]],
    material: MaterialCode,
    those: Iterable[PageDigest],
    before: PageDigest | None,
) -> dict[MaterialCode, tuple[PageDigest, ...]]:
    here = pages.get(material, ())
    at = here.index(before) if before is not None and before in here else len(here)
    return {**pages, material: (*here[:at], *those, *here[at:])}
