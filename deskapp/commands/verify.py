"""`deskapp verify`: is the journal what it was when it was written? And is an archive package? Names every fault."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deskapp.archives import checking, safety
from deskapp.archives.findings import Check, Findings
from deskapp.commands.database import journal_of
from deskapp.failures import Refusal
from deskapp.journal import rebuild
from deskapp.journal.verify import verify
from deskapp.sentences import sentence_of
from deskapp.settings import read

_LANGUAGES = ("zh", "en")
_CHECKS: Mapping[str, Mapping[Check, str]] = {
    "zh": {
        Check.AUTHENTICITY: "真实性", Check.INTEGRITY: "完整性", Check.USABILITY: "可用性", Check.SAFETY: "安全性",
    },
    "en": {
        Check.AUTHENTICITY: "authenticity", Check.INTEGRITY: "integrity", Check.USABILITY: "usability",
        Check.SAFETY: "safety",
    },
}  # fmt: skip


def declare(commands: Any) -> None:
    """Say what can be said."""
    said = commands.add_parser("verify", help="check the centre's journal, or archive packages on their own")
    said.add_argument("package", nargs="*", type=Path, help="NUMBER.deskapp: packages; without one, the journal")
    said.add_argument("--database", help="sqlite:///PATH or postgresql://…")
    said.add_argument("--rebuild", action="store_true", help="also: that the lists can be rebuilt to the same rows")
    said.add_argument("--json", action="store_true", help="what was found of the packages, one line for each")
    said.add_argument("--key", help="the centre's public key (`deskapp archive --show-key`), or a file that holds it")
    said.add_argument("--scanner", default="", help="a virus scanner (0: clean, 1: found); without it, ClamAV if here")
    said.set_defaults(run=_verify)


def _verify(said: argparse.Namespace) -> int:
    if said.package:
        return _packages(said)
    settings = read(database=said.database, lang=said.lang)
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        findings = verify(reading)
        differences = list(rebuild.differences(reading)) if said.rebuild else []
    for fault in findings.faults:
        sys.stderr.write(f"{fault.place}: {sentence_of(fault.code, fault.values, settings.lang)}\n")
    for difference in differences:
        sys.stderr.write(f"{difference.place}: {sentence_of(difference.code, difference.values, settings.lang)}\n")
    sys.stdout.write(sentence_of("verify.checked", {"count": findings.checked}, settings.lang) + "\n")
    return 1 if findings.faults or differences else 0


def _packages(said: argparse.Namespace) -> int:
    """Neither settings nor a database are asked: a package is checked on any computer."""
    if said.database or said.rebuild:
        raise Refusal("archive.journal_or_package")
    lang = said.lang or "zh"
    trusted = _key(said.key) if said.key else ""
    scanner = safety.scanner(said.scanner)
    sound = True
    for path in said.package:
        findings = checking.check(path, trusted=trusted, scanner=scanner)
        sound = sound and findings.sound
        if said.json:
            sys.stdout.write(json.dumps(plain(path, findings), ensure_ascii=False) + "\n")
        else:
            _tell(path, findings, lang)
    return 0 if sound else 1


def plain(path: Path, findings: Findings) -> dict[str, object]:
    """The findings for a machine to read; each fault in both languages, for whoever reads the machine's report."""
    return {
        "package": path.name,
        "sound": findings.sound,
        "opened": findings.opened,
        "number": findings.number,
        "digest": findings.digest,
        "parts": findings.parts,
        "checks": {
            check.value: {
                "passed": findings.opened and not findings.of(check),
                "faults": [
                    {"place": fault.place, "code": fault.code, **_words(fault.code, fault.values)}
                    for fault in findings.of(check)
                ],
            }
            for check in Check
        },
        "notes": [{"code": note.code, **_words(note.code, note.values)} for note in findings.notes],
    }


def _words(code: str, values: Mapping[str, object]) -> dict[str, str]:
    return {lang: sentence_of(code, values, lang) for lang in _LANGUAGES}


def _tell(path: Path, findings: Findings, lang: str) -> None:
    names = _CHECKS.get(lang, _CHECKS["zh"])
    for fault in findings.faults:
        place = ascii(fault.place)[1:-1]
        sys.stderr.write(f"{names[fault.check]}: {place}: {sentence_of(fault.code, fault.values, lang)}\n")
    for note in findings.notes:
        sys.stdout.write(sentence_of(note.code, note.values, lang) + "\n")
    marks = ("✓", "✗")
    told = "  ".join(f"{marks[bool(findings.of(check)) or not findings.opened]} {names[check]}" for check in Check)
    code = "archive.sound" if findings.sound else "archive.unsound"
    values = {"file": path.name, "count": len(findings.faults), "digest": findings.digest}
    sys.stdout.write(f"{told}\n{sentence_of(code, values, lang)}\n")


def _key(said: str) -> str:
    """The key that was typed, or the one in a file of that name."""
    path = Path(said)
    try:
        return checking.key_in(path.read_text(encoding="ascii") if path.is_file() else said)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("archive.no_key") from error
