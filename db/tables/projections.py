"""Tables the lists read. Each row is a fold of events and can be dropped and rebuilt by the same fold."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint, text

from db.tables.journal import MOMENT
from db.tables.metadata import metadata

cases = Table(
    "cases",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(24), nullable=False),
    Column("number", String(32)),
    Column("number_from_end", String(32)),  # its digits backwards: people read out the last ones
    Column("day", Date, nullable=False),  # opened on this day of the office
    Column("item", String(64), nullable=False),
    Column("window", String(16), nullable=False),
    Column("clerk", String(64), nullable=False),
    Column("ticket", String(64)),
    Column("track", String(64), nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    Column("promised_day", Date),
    Column("statutory_day", Date),
    Column("watch_day", Date),  # the first day that something about it runs out
    Column("bundle", String(64)),  # the bundle it belongs to, with the number and the progress code all its cases share
    Column("bundle_number", String(32)),
    Column("bundle_track", String(64)),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("hall", "case_id"),
    UniqueConstraint("hall", "track"),
    Index(None, "hall", "number"),
    Index(None, "hall", "number_from_end"),
    Index(None, "hall", "ticket"),
    Index(None, "hall", "clerk", "state"),
    Index(None, "hall", "window", "day"),
    Index(
        "ix_cases_watch",
        "hall",
        "watch_day",
        sqlite_where=text("watch_day IS NOT NULL"),
        postgresql_where=text("watch_day IS NOT NULL"),
    ),
    *(
        Index(
            f"ix_cases_{name}",
            "hall",
            name,
            sqlite_where=text(f"{name} IS NOT NULL"),
            postgresql_where=text(f"{name} IS NOT NULL"),
        )
        for name in ("bundle", "bundle_number", "bundle_track")
    ),
    Index(
        "ix_cases_at_a_window",
        "hall",
        "case_id",
        sqlite_where=text("state IN ('opened', 'pre_reviewed', 'correction_requested')"),
        postgresql_where=text("state IN ('opened', 'pre_reviewed', 'correction_requested')"),
    ),
    Index(
        "ix_cases_with_department",
        "hall",
        "item",
        "watch_day",
        sqlite_where=text("state IN ('accepted', 'paused', 'decided', 'ready')"),
        postgresql_where=text("state IN ('accepted', 'paused', 'decided', 'ready')"),
    ),
)

# The next two only where the whole database is encrypted: at a desk. Without row numbers their indexes end in the
# case, whose id tells its age: the newest of many are read from one place of an index.
applicants = Table(
    "applicants",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("id_number", String(32), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("agent", String(200), nullable=False),  # who came for them, "" for nobody
    Column("agent_id", String(32), nullable=False),
    PrimaryKeyConstraint("hall", "case_id"),
    Index(None, "hall", "id_number"),
    sqlite_with_rowid=False,
)

person_words = Table(  # by what, or by the beginning of what, a case is found (`rules.found_by`)
    "person_words",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("word", String(32), nullable=False),
    Column("case_id", String(64), nullable=False),
    PrimaryKeyConstraint("hall", "word", "case_id"),
    sqlite_with_rowid=False,
)

tickets = Table(
    "tickets",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("ticket_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("number", String(8), nullable=False),
    Column("day", Date, nullable=False),
    Column("queue", String(8), nullable=False),
    Column("ticket_class", String(16), nullable=False),
    Column("issued_at", MOMENT, nullable=False),
    Column("due_at", MOMENT, nullable=False),
    Column("called_at", MOMENT),
    Column("ended_at", MOMENT),
    Column("item", String(64)),
    Column("window", String(16)),
    Column("line", String(24)),  # the queue, or the own line of the window that they were sent to
    Column("visit", String(64)),  # the first ticket of the same visit
    Column("person", String(64)),  # a keyed mark, never an ID number
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("hall", "ticket_id"),
    UniqueConstraint("hall", "day", "number"),
    Index(
        "ix_tickets_waiting",  # in calling order; a hall's few queues are told apart while it is read
        "hall",
        "due_at",
        "ticket_id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "hall", "window", "state"),
    Index(
        "ix_tickets_with_a_window",  # a few of all that there ever were
        "hall",
        "called_at",
        sqlite_where=text("state IN ('called', 'held', 'serving')"),
        postgresql_where=text("state IN ('called', 'held', 'serving')"),
    ),
    Index(
        "ix_tickets_visit",
        "hall",
        "visit",
        sqlite_where=text("visit IS NOT NULL"),
        postgresql_where=text("visit IS NOT NULL"),
    ),
    Index(
        "ix_tickets_person",
        "hall",
        "person",
        sqlite_where=text("person IS NOT NULL"),
        postgresql_where=text("person IS NOT NULL"),
    ),
)

windows = Table(
    "windows",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("window", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("hall", "window"),
)

bookings = Table(
    "bookings",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("booking_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("day", Date, nullable=False),
    Column("begins", MOMENT, nullable=False),
    Column("queue", String(8), nullable=False),
    Column("code", String(64), nullable=False),  # a keyed mark: the code itself stands on the person's paper alone
    Column("person", String(64)),  # a keyed mark of one day, never an ID number
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("hall", "booking_id"),
    UniqueConstraint("hall", "code"),
    Index(None, "hall", "day", "queue", "begins"),
    Index(
        "ix_bookings_person",
        "hall",
        "person",
        sqlite_where=text("person IS NOT NULL"),
        postgresql_where=text("person IS NOT NULL"),
    ),
)

catalogs = Table(
    "catalogs",
    metadata,
    Column("hall", String(16), nullable=False),
    Column("version", String(32), nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("hall", "version"),
)
