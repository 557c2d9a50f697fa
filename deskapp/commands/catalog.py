"""`deskapp catalog …`: check, turn into a workbook and back, compare, publish. What an administrator does by script."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from deskapp.commands.database import journal_of
from deskapp.failures import ContentTrouble, Refusal, StoreTrouble
from deskapp.ids import ClerkId
from deskapp.journal import judging
from deskapp.queries import catalogs
from deskapp.queries.catalog_effect import Effect, ask_publish, effect_of
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_difference import differences
from deskapp.rules.catalog_file import to_yaml
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.publishing import publication
from deskapp.sentences import sentence_of
from deskapp.settings import read as settings
from deskapp.workbooks.catalog_file import LARGEST_FILE, read_file
from deskapp.workbooks.catalog_out import template, workbook_of
from deskapp.workbooks.words import change_in_words

FAULTY = 2
NOT_PUBLISHED = 1
_ADMIN = ClerkId("admin")
_FORMS: Mapping[str, Callable[[Catalog], bytes]] = {
    ".yaml": lambda catalog: to_yaml(catalog).encode(),
    ".yml": lambda catalog: to_yaml(catalog).encode(),
    ".xlsx": workbook_of,
}


def declare(commands: Any) -> None:
    """Say what can be said."""
    catalog = commands.add_parser("catalog", help="the catalogue").add_subparsers(required=True, metavar="ACTION")
    check = catalog.add_parser("check", help="name every fault of a catalogue file, by line or by cell")
    check.add_argument("file", type=Path, metavar="FILE", help="YAML or XLSX")
    check.set_defaults(run=_check)
    blank = catalog.add_parser("template", help="an empty workbook to fill in")
    blank.add_argument("out", type=Path, metavar="OUT.xlsx")
    blank.set_defaults(run=_template)
    turn = catalog.add_parser("import", help="check a workbook and write it as YAML, or the other way round")
    turn.add_argument("file", type=Path, metavar="FILE")
    turn.add_argument("out", type=Path, metavar="OUT", help="FILE.yaml or FILE.xlsx")
    turn.set_defaults(run=_import)
    export = catalog.add_parser("export", help="write a catalogue that was published into a file")
    export.add_argument("out", type=Path, metavar="OUT", help="FILE.yaml or FILE.xlsx")
    export.add_argument("--version", help="which; without it the one in force today")
    export.add_argument("--database")
    export.set_defaults(run=_export)
    listed = catalog.add_parser("list", help="the versions that were published, and from when on each holds")
    listed.add_argument("--database")
    listed.set_defaults(run=_list)
    diff = catalog.add_parser("diff", help="what a new catalogue changes, in sentences")
    diff.add_argument("old", metavar="OLD", help="a file, or a version that was published")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--database")
    diff.set_defaults(run=_diff)
    publish = catalog.add_parser("publish", help="show what a catalogue changes, then publish it")
    publish.add_argument("file", type=Path, metavar="FILE", help="YAML or XLSX")
    publish.add_argument("--yes", action="store_true", help="publish without asking")
    publish.add_argument("--database")
    publish.set_defaults(run=_publish)


def _check(said: argparse.Namespace) -> int:
    lang = _lang(said)
    catalog = _read(said.file, lang)
    if catalog is None:
        return FAULTY
    counts = {"version": catalog.version, "items": len(catalog.items), "themes": len(catalog.themes)}
    return _say("catalog.good", counts, lang)


def _template(said: argparse.Namespace) -> int:
    if said.out.suffix != ".xlsx":
        raise Refusal("catalog.wrong_suffix", file=said.out.name)
    return _write(said.out, template(), _lang(said))


def _import(said: argparse.Namespace) -> int:
    form = _form(said.out)
    lang = _lang(said)
    catalog = _read(said.file, lang)
    return FAULTY if catalog is None else _write(said.out, form(catalog), lang)


def _export(said: argparse.Namespace) -> int:
    form = _form(said.out)
    told = settings(database=said.database, lang=said.lang)
    with journal_of(told, begun=True) as journal, journal.reading() as reading:
        version = said.version or catalogs.version_in_force(reading, reading.terms.clock.today()).version
        catalog = catalogs.of_version(reading, version)
    return _write(said.out, form(catalog), told.lang)


def _list(said: argparse.Namespace) -> int:
    told = settings(database=said.database, lang=said.lang)
    with journal_of(told, begun=True) as journal, journal.reading() as reading:
        known = catalogs.versions(reading)
        now = catalogs.version_in_force(reading, reading.terms.clock.today()) if known else None
    for one in known:
        sys.stdout.write(f"{'*' if one == now else ' '} {one.version}\t{one.valid_from.isoformat()}\n")
    return 0


def _diff(said: argparse.Namespace) -> int:
    told = settings(database=said.database, lang=said.lang)
    found = [_file_or_version(one, said, told.lang) for one in (said.old, said.new)]
    old, new = found
    if old is None or new is None:
        return FAULTY
    changes = differences(old, new)
    if not changes:
        return _say("catalog.diff_none", {"before": old.version}, told.lang)
    counts = {"version": new.version, "before": old.version, "count": len(changes)}
    _say("catalog.diff_heading", counts, told.lang)
    sys.stdout.writelines(f"- {change_in_words(change, told.lang)}\n" for change in changes)
    return 0


def _publish(said: argparse.Namespace) -> int:
    told = settings(database=said.database, lang=said.lang)
    catalog = _read(said.file, told.lang)
    if catalog is None:
        return FAULTY
    with journal_of(told, begun=False) as journal:
        today = journal.terms.clock.today()
        with journal.reading() as reading:
            _tell(effect_of(reading, catalog, today), told.lang)
        if not (said.yes or _agreed(catalog, told.lang)):
            _say("catalog.not_published", {}, told.lang)
            return NOT_PUBLISHED
        with journal.writing() as facts:
            judging.lock_streams(facts, [catalog.version])
            ask_publish(facts, catalog, today)
            facts.add(_ADMIN, publication(catalog), of=catalog.version)
    return _say("catalog.published", {"version": catalog.version, "items": len(catalog.items)}, told.lang)


def _tell(effect: Effect, lang: str) -> None:
    if effect.before is None:
        _say("catalog.first_version", {}, lang)
    elif effect.changes:
        counts = {"version": effect.version, "before": effect.before, "count": len(effect.changes)}
        _say("catalog.diff_heading", counts, lang)
        sys.stdout.writelines(f"- {change_in_words(change, lang)}\n" for change in effect.changes)
    else:
        _say("catalog.diff_none", {"before": effect.before}, lang)
    sys.stdout.writelines(f"{change_in_words(change, lang)}\n" for change in effect.told)


def _agreed(catalog: Catalog, lang: str) -> bool:
    """Asked at a terminal; a script says --yes."""
    if not sys.stdin.isatty():
        return False
    sys.stdout.write(sentence_of("catalog.publish_asks", {"version": catalog.version}, lang) + " [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是")


def _file_or_version(named: str, said: argparse.Namespace, lang: str) -> Catalog | None:
    path = Path(named)
    if path.suffix in _FORMS or path.exists():
        return _read(path, lang)
    with journal_of(settings(database=said.database), begun=True) as journal, journal.reading() as reading:
        return catalogs.of_version(reading, named)


def _read(file: Path, lang: str) -> Catalog | None:
    """The catalogue of a file; None after every fault was said, each with its place."""
    try:
        return read_file(_bytes_of(file))
    except CatalogFaults as faults:
        for fault in faults.faults:
            sys.stderr.write(f"{file}:{fault.where}: {sentence_of(fault.code, fault.values, lang)}\n")
    except ContentTrouble as trouble:
        sys.stderr.write(f"{file}: {sentence_of(trouble.code, trouble.values, lang)}\n")
    return None


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ContentTrouble("catalog.file_unreadable", file=path.name) from error


def _form(out: Path) -> Callable[[Catalog], bytes]:
    form = _FORMS.get(out.suffix)
    if form is None:
        raise Refusal("catalog.wrong_suffix", file=out.name)
    return form


def _write(out: Path, data: bytes, lang: str) -> int:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise StoreTrouble("catalog.file_not_written", file=out.name) from error
    return _say("catalog.written", {"file": out.name}, lang)


def _say(code: str, values: Mapping[str, object], lang: str) -> int:
    sys.stdout.write(sentence_of(code, values, lang) + "\n")
    return 0


def _lang(said: argparse.Namespace) -> str:
    lang: str = said.lang or settings().lang
    return lang
