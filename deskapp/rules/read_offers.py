"""What a clerk is offered of what was read: a page put where it belongs, a field filled, a document that has run out.

An offer is never carried out by itself. Only what would change something is offered, and of somebody's data only what
stands on a page of theirs: a page with their number, or with their name and one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from deskapp.ids import PageDigest
from deskapp.rules.known_documents import Look
from deskapp.rules.masking import mask_id
from deskapp.rules.page_likeness import likeness
from deskapp.rules.read_offer import Fields, Fill, Move, Offer, ReadPage, RunOut
from deskapp.rules.read_values import Kind, ReadValue, values

_NUMBERS = (Kind.ID_NUMBER, Kind.CREDIT_CODE)
_NAME_OF = {Kind.ID_NUMBER: Kind.PERSON, Kind.CREDIT_CODE: Kind.ORGANISATION}


def offers(pages: Iterable[ReadPage], looks: Sequence[Look], fields: Fields, today: date) -> tuple[Offer, ...]:
    """What is to be said of these pages, in their order; of one field only the first."""
    found: list[Offer] = []
    for one in pages:
        like = likeness(one.reading, looks, one.material)
        if like is not None:
            found.append(Move(one.page, like.material, like.box))
        read = values(one.reading, today)
        found += [
            RunOut(one.page, day, value.box)
            for value in read
            if value.kind is Kind.VALID_UNTIL and (day := date.fromisoformat(value.text)) < today
        ]
        filled = {offer.field for offer in found if isinstance(offer, Fill)}
        found += [offer for offer in _fills(one.page, read, fields) if offer.field not in filled]
    return tuple(found)


def _fills(page: PageDigest, read: Sequence[ReadValue], fields: Fields) -> list[Fill]:
    number = _number(read, fields)
    if number is None:
        return []
    names = _of(read, _NAME_OF[number.kind])
    # a page with several names on it does not say which of them goes with the number
    name = names[0] if len(names) == 1 else None
    if name is not None and fields.name and fields.id_number != number.text and fields.name != name.text:
        return []
    found = [] if fields.id_number == number.text else [_fill(page, "id_number", number)]
    if name is not None and name.text != fields.name:
        found.append(_fill(page, "name", name))
    phones = _of(read, Kind.PHONE)
    if len(phones) == 1 and not fields.phone:
        found.append(_fill(page, "phone", phones[0]))
    return found


def _number(read: Sequence[ReadValue], fields: Fields) -> ReadValue | None:
    """The number on the page that is the applicant's, or that may be: the only one, on a page with their name, or
    while their number is still to be filled in.
    """
    found = [value for value in read if value.kind in _NUMBERS]
    theirs = next((value for value in found if value.text == fields.id_number.upper()), None)
    if theirs is not None:
        return theirs
    codes = [value for value in found if value.kind is Kind.CREDIT_CODE]
    only = found[0] if len(found) == 1 else codes[0] if len(codes) == 1 and not fields.id_number else None
    if only is None:
        return None
    named = bool(fields.name) and any(value.text == fields.name for value in _of(read, _NAME_OF[only.kind]))
    empty = fields.open and not fields.id_number
    return only if named or empty else None


def _of(read: Sequence[ReadValue], kind: Kind) -> list[ReadValue]:
    return [value for value in read if value.kind is kind]


def _fill(page: PageDigest, field: str, value: ReadValue) -> Fill:
    shown = mask_id(value.text) if value.kind is Kind.ID_NUMBER else value.text
    return Fill(page, field, value.text, shown, value.box)
