"""Whether the Windows package was verified as its recipe is now; run by a build server after the tests.

    python packaging/windows/verified.py [--minutes 50]

verify.py, when every step has passed, writes verified.toml: a digest over everything that makes the package and tries
it. While that digest fits, nothing is to be done here, which takes no time. When it does not, somebody has changed the
recipe and not verified it: then `make windows windows-test` is run, within so many minutes. Exit code 0 when it is
verified, 1 when it is not. The program's own code is held by its own tests and is no part of the digest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORD = HERE / "verified.toml"
WORDS = ("make", "windows", "windows-test")
_GRACE = 30  # s to end in
_NOT_OF_IT = frozenset({RECORD.name, "CHECKLIST.md"})  # what comes of it, and what a person does
_TRIES = frozenset({"rehearsal.py", "trial.py", "verified.py", "verify.py", "windows_parts.py"})
_OF_THE_PROJECT = ("name", "version", "requires-python", "dependencies", "scripts")


def digest(root: Path = ROOT, *, of_making: bool = False) -> str:
    """SHA-256 over the recipe's files, with their names, and over what pyproject.toml says of the package.

    `of_making`: without what only tries the package, so that a better trial needs no new package.
    """
    found = hashlib.sha256()
    folder = root / "packaging" / "windows"
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if name in _NOT_OF_IT or (of_making and (name in _TRIES or path.parent.name == "stubs")):
            continue
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    said = {name: project.get(name) for name in _OF_THE_PROJECT}
    said["windows"] = project.get("optional-dependencies", {}).get("windows")
    found.update(json.dumps(said, sort_keys=True, ensure_ascii=False).encode())
    return found.hexdigest()


def recorded(record: Path = RECORD) -> str:
    """The digest that was verified last; "" when none was, or nobody can read it."""
    try:
        with record.open("rb") as file:
            return str(tomllib.load(file).get("digest", ""))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ""


def write(
    version: str, megabytes: Mapping[str, float], seconds: Mapping[str, int], record: Path = RECORD, root: Path = ROOT
) -> None:
    """Write down what was verified: of which recipe, how large each part was, and how long each step took."""
    lines = [
        "# Written by verify.py when every step had passed; verified.py says what it is for.",
        f'digest = "{digest(root)}"',
        f'version = "{version}"',
        "",
        "[megabytes]",
        *(f"{json.dumps(part, ensure_ascii=False)} = {size:.1f}" for part, size in megabytes.items()),
        "",
        "[seconds]  # since the trial began, on the computer it ran on",
        *(f"{json.dumps(what, ensure_ascii=False)} = {second}" for what, second in seconds.items()),
    ]
    record.write_text("\n".join(lines) + "\n", encoding="utf-8")


def verified(
    minutes: float, words: Sequence[str] = WORDS, record: Path = RECORD, root: Path = ROOT
) -> tuple[bool, str]:
    """Whether it is verified, by the record or by doing it now, and the line that says so."""
    now = digest(root)
    if recorded(record) == now:
        return True, f"windows: verified as it is ({now[:12]})"
    print(f"windows: the recipe was changed and not verified; {' '.join(words)} within {minutes:g} minutes", flush=True)
    with subprocess.Popen(words, cwd=root, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            code = process.wait(minutes * 60)
        except subprocess.TimeoutExpired:
            _end(process)
            return False, f"windows: NOT verified within {minutes:g} minutes: {_what_to_do(words)}"
    if code:
        return False, f"windows: NOT verified, {words[0]} ended with {code}: {_what_to_do(words)}"
    return True, f"windows: verified now ({now[:12]}); commit packaging/windows/{RECORD.name}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """As by Ctrl+C, so that the trial ends its Wine; what then still runs is killed."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _what_to_do(words: Sequence[str]) -> str:
    return f"run {' '.join(words)} and commit packaging/windows/{RECORD.name}"


def main() -> int:
    """Say whether it is verified."""
    parser = argparse.ArgumentParser(description="whether the Windows package was verified as its recipe is now")
    parser.add_argument("--minutes", type=float, default=50, help="how long it may take to do it")
    held, line = verified(parser.parse_args().minutes)
    print(line, flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
