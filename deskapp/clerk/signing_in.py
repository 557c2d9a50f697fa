"""Signing in at a window, with the line up or cut, and out again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from deskapp.clerk import office_seals
from deskapp.desk import CREDENTIAL, DESK_TOKEN, Clerk, Desk, Station
from deskapp.failures import ContentTrouble, LineTrouble, Refusal
from deskapp.ids import AT_THE_DOOR, ClerkId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import HallFacts, SignedInAnswer, SignIn
from deskapp.queries.numbers import keep_serials
from deskapp.queries.working_days import HALL_FACTS, hall_facts
from deskapp.rules.access import Permission, allows
from deskapp.rules.happening import SignedIn, SignedOut
from deskapp.rules.window import WindowClosed, WindowOpened

LAST = "last_sign_in"
_WINDOWS = "window_names"
_CREDENTIAL_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptGrant:
    """What lets the same person sign in here while the line is cut. Lies in the encrypted cache."""

    grant: str
    grant_key: str
    verifier: str  # argon2id of the password
    name: str
    roles: tuple[str, ...]


def windows(station: Station) -> tuple[WindowId, ...]:
    """The windows of this hall, as the centre says, or as it last said."""
    try:
        names = tuple(station.centre.windows())
    except LineTrouble as trouble:
        station.line.failed(trouble.code)
        with station.journal.reading() as reading:
            kept = reading.local(_WINDOWS)
        return tuple(WindowId(name) for name in decode(kept.encode(), list)) if kept else ()
    with station.journal.writing() as facts:
        _note_windows(facts, names)
    return names


def expect_at(station: Station, window: WindowId, windows: Sequence[WindowId]) -> None:
    """Whoever signs in next is offered this window, of these; who signed in last is kept."""
    user, _ = last_user(station)
    with station.journal.writing() as facts:
        facts.note(LAST, f"{user}|{window}")
        _note_windows(facts, windows)


def _note_windows(facts: Writing, names: Sequence[WindowId]) -> None:
    facts.note(_WINDOWS, canonical(list(names)).decode())


def last_user(station: Station) -> tuple[str, str]:
    """Who signed in here last, and at which window; "" before the first time."""
    with station.journal.reading() as reading:
        user, _, window = (reading.local(LAST) or "").partition("|")
    return user, window


def sign_in(station: Station, user: str, password: str, window: str) -> Desk:
    """Sign in at a window, at the hall's board with none, or AT_THE_DOOR.

    Asks the centre; while the line is cut, whoever signed in here within the last hours may do so again, but not at the
    door (`sign_in.needs_line_here`): nothing can be given there, and nothing is kept of who gave it. Refusal
    `sign_in.wrong` (which of the two is wrong is not said), `window.taken`, `sign_in.other_hall`,
    `sign_in.not_enrolled`, `sign_in.other_window` or `sign_in.not_this_desk` for a computer that is not the window's
    desk, `sign_in.needs_window` for a clerk who names none, `sign_in.no_work_here`, and without the line
    `sign_in.needs_line` or `sign_in.grant_over`.
    """
    if not user.strip() or not password:
        raise Refusal("sign_in.wrong")
    author, door = station.journal.terms.author, window == AT_THE_DOOR
    words = SignIn(
        user=user.strip(),
        password=password,
        window=WindowId(window) if window and not door else None,
        device=author.device,
        epoch=author.epoch,
        credential=_credential(station),
    )
    try:
        answer = station.centre.sign_in(words)
    except LineTrouble as trouble:
        station.line.failed(trouble.code)
        if door:
            raise Refusal("sign_in.needs_line_here") from trouble
        return _without_line(station, words)
    if answer.hall.id != station.hall:
        raise Refusal("sign_in.other_hall", hall=answer.hall.id)
    at = answer.window or WindowId("")
    door = not at and works_at_the_door(answer.roles, chosen=door)
    if door:
        station.line.answered()
        _note_last(station, words.user, AT_THE_DOOR)
    else:
        _ask_work(answer.roles, at)
        _keep(station, answer, words)
        office_seals.keep(station, answer.hall, answer.token)
        station.line.want_round()
    clerk = Clerk(
        id=answer.user, name=answer.name, roles=tuple(answer.roles), window=at, token=answer.token, at_the_door=door
    )
    return desk_of(station, clerk, answer.hall)


def _credential(station: Station) -> str:
    """What shows the centre that this is the same computer as before: made once, and kept before it is shown."""
    with station.journal.reading() as reading:
        kept = reading.local(CREDENTIAL)
    if kept:
        return kept
    with station.journal.writing() as facts:
        made = secrets.token_urlsafe(_CREDENTIAL_BYTES)
        facts.note(CREDENTIAL, made)
    return made


def works_at_the_door(roles: Sequence[str], *, chosen: bool) -> bool:
    """Whether somebody without a window works at the greeter's desk: who chose it and may, and who may nothing else."""
    may = allows(roles, Permission.SEE_HALL) and allows(roles, Permission.ISSUE_TICKET)
    return may and (chosen or not allows(roles, Permission.READ_JOURNAL))


def sign_out(desk: Desk) -> None:
    """Sign out. What is unsent stays and goes on being sent, under its author's name."""
    try:
        if desk.clerk.token:
            desk.centre.sign_out(token=desk.clerk.token)
            desk.line.want_round()
            return
    except (LineTrouble, Refusal):
        desk.line.want_round()
    if desk.clerk.at_the_door:
        return  # a greeter's desk writes no journal; their token ends with the shift
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, SignedOut(), of=desk.clerk.id)
        if desk.clerk.window:
            facts.add(desk.clerk.id, WindowClosed(), of=desk.clerk.window)


def desk_of(station: Station, clerk: Clerk, facts: HallFacts) -> Desk:
    """The station with a clerk at it."""
    parts = {part.name: getattr(station, part.name) for part in fields(Station)}
    return Desk(**parts, clerk=clerk, facts=facts)


def _ask_work(roles: Sequence[str], window: WindowId) -> None:
    """Whether there is something to do here: at a window, or without one at the board, which stands on the journal."""
    if window or (allows(roles, Permission.SEE_HALL) and allows(roles, Permission.READ_JOURNAL)):
        return
    raise Refusal("sign_in.needs_window" if allows(roles, Permission.CALL) else "sign_in.no_work_here")


def _note_last(station: Station, user: str, place: str) -> None:
    with station.journal.writing() as facts:
        facts.note(LAST, f"{user}|{place}")


def _keep(station: Station, answer: SignedInAnswer, words: SignIn) -> None:
    """Keep what this desk needs to go on alone."""
    grant = KeptGrant(
        grant=answer.grant,
        grant_key=answer.grant_key,
        verifier=PasswordHasher().hash(words.password),
        name=answer.name,
        roles=tuple(answer.roles),
    )
    with station.journal.writing() as facts:
        facts.note(HALL_FACTS, canonical(answer.hall).decode())
        facts.note(LAST, f"{words.user}|{answer.window or ''}")
        facts.note(_grant_of(words), canonical(grant).decode())
        if answer.window:
            keep_serials(facts, answer.window, answer.serials)
        if answer.desk_token:
            facts.note(DESK_TOKEN, answer.desk_token)


def _without_line(station: Station, words: SignIn) -> Desk:
    with station.journal.reading() as reading:
        kept = _kept_grant(reading, words)
        hall = hall_facts(reading)
    if kept is None or hall is None:
        raise Refusal("sign_in.needs_line")
    try:
        PasswordHasher().verify(kept.verifier, words.password)
    except VerificationError as error:
        raise Refusal("sign_in.wrong") from error
    _check_grant(station, kept, words)
    user, window = ClerkId(words.user), WindowId(words.window or "")
    _ask_work(kept.roles, window)
    with station.journal.writing() as facts:
        facts.add(user, SignedIn(words.window, offline=True), of=user)
        if window and facts.window(window).defined:
            facts.add(user, WindowOpened(user, station.journal.terms.author.device), of=window)
        facts.note(LAST, f"{words.user}|{window}")
    clerk = Clerk(id=user, name=kept.name, roles=kept.roles, window=window, token="", offline=True)
    return desk_of(station, clerk, hall)


def _check_grant(station: Station, kept: KeptGrant, words: SignIn) -> None:
    """Refusal `sign_in.grant_over` unless the centre's word still covers this person, desk and window."""
    author = station.journal.terms.author
    try:
        claims = jwt.decode(kept.grant, OKPKey.import_key(decode(kept.grant_key.encode(), dict)), ["Ed25519"]).claims
    except (JoseError, ValueError, ContentTrouble) as error:
        raise Refusal("sign_in.grant_over") from error
    now = station.clock.now().timestamp()
    here = claims.get("hall") == station.hall and claims.get("device") == author.device
    same = claims.get("sub") == words.user and claims.get("window") == words.window
    if not (here and same and float(claims.get("iat", now)) - 300 <= now < float(claims.get("exp", 0))):
        raise Refusal("sign_in.grant_over")


def _grant_of(words: SignIn) -> str:
    return f"grant:{words.user}"[:64]


def _kept_grant(reading: Reading, words: SignIn) -> KeptGrant | None:
    kept = reading.local(_grant_of(words))
    return None if kept is None else decode(kept.encode(), KeptGrant)
