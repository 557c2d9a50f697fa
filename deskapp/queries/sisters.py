"""The cases of one bundle, and what is true of them."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import cases
from deskapp.ids import BundleId, CaseId
from deskapp.journal.kinds import CASE
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.rules import bundle
from deskapp.rules.case import Case
from deskapp.rules.catalog import Theme


def of_bundle(reading: Reading, bundle_id: BundleId) -> tuple[Case, ...]:
    """Every case of a bundle that stands here, each behind what it waits for; with what this transaction has added."""
    question = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.bundle == bundle_id)
    ids = set(reading.connection.execute(question).scalars())
    if isinstance(reading, Writing):
        changed = (state for state in reading.changed(CASE) if isinstance(state, Case))
        ids.update(case.id for case in changed if case.bundle is not None and case.bundle.id == bundle_id)
    standing = (found.state for found in reading.standings(CASE, sorted(ids)).values())
    found = [case for case in standing if isinstance(case, Case) and case.state is not None]
    theme = next((theme for case in found if (theme := theme_of(reading, case)) is not None), None)
    return tuple(found) if theme is None else bundle.in_order(found, theme)


def with_sisters(reading: Reading, case: Case) -> tuple[Case, ...]:
    """All cases of the bundle of this one, itself among them; the case alone when it is in none."""
    return (case,) if case.bundle is None else of_bundle(reading, case.bundle.id)


def hold(writing: Writing, case_id: CaseId) -> None:
    """Lock a case with its sisters until the commit, all in one order: who holds one never waits for another."""
    question = sa.select(cases.c.bundle).where(cases.c.hall == writing.hall, cases.c.case_id == case_id)
    bundle_id = writing.connection.execute(question).scalar()
    if bundle_id:
        of_bundle(writing, BundleId(bundle_id))


def theme_of(reading: Reading, case: Case) -> Theme | None:
    """The theme of a case's bundle by the catalogue it keeps; None when it is in none."""
    if case.bundle is None:
        return None
    return catalogs.of_version(reading, case.catalog).themes.get(case.bundle.theme)
