"""The simulated day: who comes and when, whose line is cut, whose program is killed, and what the manager does."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from deskapp.desk import Desk
from deskapp.hall import people
from deskapp.hall import windows as arranging
from deskapp.ids import QueueId, TicketId, WindowId
from deskapp.protocol.json import decode
from deskapp.protocol.messages import TicketAnswer
from deskapp.queries.line_sheet import line_sheet
from deskapp.rules.turns import Plan, Turn
from tests.journeys.day.floor import Floor
from tests.journeys.day.hall import ENDS_EACH_DAY, DayHall
from tests.journeys.day.seat import MINUTE, Seat
from tests.journeys.day.slips import WAITING, Slip

OPENS = datetime(2026, 11, 23, 0, 50, tzinfo=UTC)  # Monday, 8:50 at the office
DOOR_SHUTS = timedelta(hours=8)
LASTS = timedelta(hours=8, minutes=40)
_WEIGHTS = "6789987443357898765432"  # how many come in each part of the day: the lunch hour is quiet
_IN_FRONT = 12
_SORTS = ("normal",) * 16 + ("elderly", "disabled", "pregnant", "soldier")


@dataclass(frozen=True)
class Seen:
    """The hall at a moment, as its people know it."""

    at: datetime
    waiting: dict[str, list[str]]
    with_window: dict[str, set[str]]
    ended: Counter[str]
    states: dict[str, str]


@dataclass
class Scale:
    """How large a day is."""

    people: int
    beat: timedelta
    crashes: int = 2
    cuts: int = 8
    arranges: int = 6


@dataclass
class Day:
    hall: DayHall
    seed: int
    scale: Scale
    floor: Floor = field(default_factory=Floor)
    seen: list[Seen] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed}/day")
        self.seats = {
            name: Seat(
                name, self.hall, self.floor, tuple(queues), random.Random(f"{self.seed}/{name}"), self.exact, self.open
            )
            for name, queues in self.hall.windows.items()
        }
        self.kiosk, self.greeter = self.hall.line_of("kiosk"), self.hall.line_of("greeter")
        self.manager: Desk = self.hall.sign_in(self.hall.station("manager"), "manager")
        self.manager_unsaid = False
        self.arrivals = self._arrivals()
        self.cuts = self._incidents(self.scale.cuts)
        self.crashes = self._incidents(self.scale.crashes)
        self.arranges = self._incidents(self.scale.arranges)
        self.mends: dict[str, datetime] = {}
        self.reopens: dict[str, datetime] = {}
        self.usual: list[tuple[datetime, Seat, tuple[str, ...], bool]] = []

    @property
    def now(self) -> datetime:
        return self.hall.clock.moment

    def exact(self) -> bool:
        """Whether the centre knows of everything that happened, and hears of every window."""
        knows = not any(seat.cut or seat.unsaid or seat.owed for seat in self.seats.values())
        return knows and not self.manager_unsaid

    def open(self) -> list[str]:
        return [seat.name for seat in self.seats.values() if seat.desk is not None and not seat.paused]

    def play(self) -> None:
        """From the first clerk to the last, and into the next morning."""
        for seat in self.seats.values():
            seat.open()
        ends = self.now + LASTS
        while self.now < ends:
            begun = self.now
            self.beat(last=begun >= ends - 30 * MINUTE)
            self.hall.clock.moment = begun + self.scale.beat
        for _ in range(40):
            if not self.open():
                break
            begun = self.now
            self.beat(last=True)
            self.hall.clock.moment = begun + self.scale.beat
        self.everybody_hears()

    def night(self) -> None:
        """The next morning: who still waits keeps their place, or was sent home."""
        self.hall.clock.moment = OPENS + timedelta(days=1)
        self.hall.take_course()
        for slip in self.floor.waiting():
            if slip.queue == ENDS_EACH_DAY:
                slip.go_home(self.now)
            else:
                slip.come_tomorrow(self.now)
        self.everybody_hears()

    def everybody_hears(self) -> None:
        self.hall.pass_by()
        for seat in self.seats.values():
            seat.round()
        self.hall.round(self.manager)

    def beat(self, *, last: bool) -> None:
        self._mend()
        for seat in self.seats.values():
            seat.round()
        self.hall.round(self.manager)
        self.manager_unsaid = False
        self._back_to_usual()
        self._break()
        while self.arrivals and self.arrivals[-1] <= self.now:
            self.arrivals.pop()
            self._come()
        seats = list(self.seats.values())
        self.chance.shuffle(seats)
        turn = self.chance.randrange(len(seats))
        for place, seat in enumerate(seats):
            if place == turn and not last:
                self._manage()
            self._lunch(seat)
            seat.act(last=last)
            if last and seat.desk and not (seat.hand or seat.away or seat.owed or seat.cut) and not seat.paused:
                seat.close()
            self.hall.pass_by()
        self.look()

    # --- the door ---

    def _arrivals(self) -> list[datetime]:
        part = DOOR_SHUTS / len(_WEIGHTS)
        parts = self.chance.choices(range(len(_WEIGHTS)), [int(one) for one in _WEIGHTS], k=self.scale.people)
        return sorted((OPENS + part * (one + self.chance.random()) for one in parts), reverse=True)

    def _come(self) -> None:
        """Somebody takes a ticket at the kiosk or from the greeter; some for two queues, some twice by mistake."""
        served = sorted({queue for seat in self.seats.values() for queue in seat.queues})
        queue, sort = self.chance.choice(served), self.chance.choice(_SORTS)
        what = self.chance.random()
        if what < 0.06:
            apart = self.chance.choice((-10, 5, 20, 30)) * MINUTE
            slip = self._issue(self.greeter, queue, "appointment", appointment=(self.now + apart).isoformat())
            self.did["appointment"] += 1
        elif what < 0.10:
            slip = self._same_person_twice(queue)
        elif what < 0.12:
            slip = self._answer_lost(queue, sort)
        else:
            slip = self._issue(self.kiosk if what < 0.8 else self.greeter, queue, sort)
        if 0.80 < what < 0.88:
            other = self.chance.choice([one for one in served if one != queue] or served)
            self._issue(self.greeter, other, sort, visit=slip.id)
            self.did["two lines"] += 1

    def _issue(self, line: httpx.Client, queue: str, sort: str, **more: str) -> Slip:
        answer = self._ask(line, {"queue": queue, "class": sort} | more)
        self.hall.pass_by()
        return self.floor.came(answer, queue, sort, datetime.fromisoformat(answer.issued_at), more.get("visit", ""))

    def _ask(self, line: httpx.Client, words: dict[str, str], key: str = "") -> TicketAnswer:
        told = line.post("/api/v1/tickets", json=words, headers={"Idempotency-Key": key} if key else {})
        assert told.status_code in (200, 201), told.text
        return decode(told.content, TicketAnswer)

    def _same_person_twice(self, queue: str) -> Slip:
        person = identity_number(self.chance)
        slip = self._issue(self.kiosk, queue, "normal", person=person)
        again = self._ask(self.kiosk, {"queue": queue, "person": person})
        if (again.id, again.again) != (slip.id, True):
            self.floor.wrong(self.now, f"who waits with {slip.number} was given {again.number} as well")
        self.did["same person"] += 1
        return slip

    def _answer_lost(self, queue: str, sort: str) -> Slip:
        words, key = {"queue": queue, "class": sort}, f"touch {len(self.floor.slips)}"
        first = self._ask(self.kiosk, words, key)  # the kiosk did not hear this
        self.hall.pass_by()
        answer = self._ask(self.kiosk, words, key)
        if answer.number != first.number:
            self.floor.wrong(self.now, f"asked again, {answer.number} was given for {first.number}")
        self.did["asked again"] += 1
        return self.floor.came(answer, queue, sort, datetime.fromisoformat(answer.issued_at))

    # --- what goes wrong ---

    def _incidents(self, count: int) -> list[datetime]:
        inside = LASTS - timedelta(hours=2)
        return sorted((OPENS + 30 * MINUTE + inside * self.chance.random() for _ in range(count)), reverse=True)

    def _break(self) -> None:
        sound = [s for s in self.seats.values() if s.desk and not s.cut and not s.paused and s.owed is None]
        if self.cuts and self.cuts[-1] <= self.now and sound:
            self.cuts.pop()
            seat = self.chance.choice(sound)
            seat.cut_line()
            self.mends[seat.name] = self.now + (18 * MINUTE if len(self.cuts) % 4 == 1 else 7 * MINUTE)
        elif self.crashes and self.crashes[-1] <= self.now and sound:
            self.crashes.pop()
            seat = self.chance.choice(sound)
            self.reopens[seat.name] = self.now + 5 * MINUTE
            if len(self.crashes) % 2:
                seat.die_calling()
                return
            seat.cut_line()  # and only then it dies: with steps that nobody has heard of
            seat.act()
            self.mends[seat.name] = self.now + 9 * MINUTE
            seat.die()

    def _mend(self) -> None:
        for name, at in list(self.reopens.items()):
            if self.now >= at:
                del self.reopens[name]
                self.seats[name].begin_again()
        for name, at in list(self.mends.items()):
            if self.now >= at and name not in self.reopens:
                del self.mends[name]
                self.seats[name].mend_line()

    def _lunch(self, seat: Seat) -> None:
        """Half of them at half past eleven, the others an hour later; every seventh signs out for it."""
        begins = OPENS + (160 + 50 * (int(seat.name) % 2)) * MINUTE
        eats = begins <= self.now < begins + 45 * MINUTE
        signs_out = int(seat.name) % 7 == 0
        if seat.cut or seat.station is None:
            return
        if eats and seat.desk is not None and not seat.paused and seat.hand is None and not seat.owed:
            if signs_out and not seat.away:
                seat.close()
            elif not signs_out:
                seat.pause()
        elif not eats and seat.paused:
            seat.resume()
        elif not eats and seat.desk is None and signs_out and self.now < begins + 60 * MINUTE:
            seat.open()

    # --- the manager ---

    def _manage(self) -> None:
        if any(seat.cut or seat.desk is None for seat in self.seats.values()):
            return
        what = self.chance.random()
        if self.arranges and self.arranges[-1] <= self.now:
            self.arranges.pop()
            self._arrange()
        elif what < 0.3:
            self._move()

    def _arrange(self) -> None:
        """A window takes other queues for a while, in an order or in shares."""
        seat = self.chance.choice(
            [s for s in self.seats.values() if not any(s is other for _, other, _, _ in self.usual)]
        )
        queues = tuple(self.chance.sample("ABC", k=self.chance.choice((2, 3))))
        turn = self.chance.choice((Turn.DUE, Turn.ORDER, Turn.SHARE))
        shares = tuple(self.chance.choice((1, 2, 3)) for _ in queues) if turn is Turn.SHARE else ()
        until = self.now + 40 * MINUTE
        plan = Plan(tuple(map(QueueId, queues)), turn, shares)
        arranging.change_queues(self.manager, WindowId(seat.name), plan, until, "人多")
        self.hall.round(self.manager)
        self.usual.append((until, seat, seat.queues, seat.by_due))
        seat.queues, seat.by_due = queues, turn is Turn.DUE
        self.did[f"arranged {turn}"] += 1

    def _back_to_usual(self) -> None:
        self.hall.take_course()
        for entry in list(self.usual):
            until, seat, queues, by_due = entry
            if self.now >= until:
                self.usual.remove(entry)
                seat.queues, seat.by_due = queues, by_due

    def _move(self) -> None:
        """Some who wait are sent elsewhere, as the manager's board shows them: some may have been called since."""
        with self.manager.journal.reading() as reading:
            shown = [slip for slip in self.floor.slips.values() if reading.ticket(TicketId(slip.id)).state == WAITING]
        if not shown:
            return
        first = sorted(shown, key=lambda slip: slip.place)[:_IN_FRONT]  # whom a window may call at this very moment
        some = self.chance.sample(first, k=min(len(first), self.chance.choice((1, 2, 4))))
        window = self.chance.choice(self.open()) if self.chance.random() < 0.5 else ""
        queue = "" if window else self.chance.choice("ABC")
        moved = people.move(
            self.manager, [TicketId(slip.id) for slip in some], QueueId(queue) if queue else None,
            WindowId(window) if window else None, "改派",
        )  # fmt: skip
        back = self.chance.random() < 0.2
        if back:
            people.move_back(self.manager, moved)
        self.hall.round(self.manager)
        for slip in some:
            if slip.state != WAITING:
                self.did["moved too late"] += 1
            elif not back:
                slip.send(queue or slip.queue, window, self.now)
                self.did["moved"] += 1

    def rejected(self) -> Iterator[tuple[str, str]]:
        """What the centre did not take of anybody, by where and why."""
        places = [(seat.name, seat.station, seat.user) for seat in self.seats.values()]
        for name, station, user in [*places, ("manager", self.manager, "manager")]:
            assert station is not None
            with station.journal.reading() as reading:
                sheet = line_sheet(reading, station.line.link, None, user)  # type: ignore[arg-type]
            yield from ((name, f"{step.kind}: {step.rejected}") for step in sheet.steps)

    def look(self) -> None:
        """Remember how the hall stands."""
        waiting: dict[str, list[str]] = {}
        with_window: dict[str, set[str]] = {}
        for slip in sorted(self.floor.slips.values(), key=lambda slip: slip.place):
            if slip.state == WAITING:
                waiting.setdefault(slip.queue, []).append(slip.id)
            elif slip.state in ("called", "serving", "held"):
                with_window.setdefault(slip.window, set()).add(slip.id)
        ended = Counter(s.state for s in self.floor.slips.values() if s.state in ("finished", "no_show", "cancelled"))
        states = {
            name: "paused" if seat.paused else "open" if seat.desk or name in self.reopens else "closed"
            for name, seat in self.seats.items()
        }
        self.seen.append(Seen(self.now, waiting, with_window, ended, states))


def identity_number(chance: random.Random) -> str:
    """A number such as people have, with its check digit (GB 11643-1999)."""
    born = f"19{chance.randrange(40, 99)}0{chance.randrange(1, 10)}1{chance.randrange(10)}"
    digits = f"990108{born}{chance.randrange(1000):03}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]
