"""`deskapp department …` and `deskapp user add`: as an administrator's script calls them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

import resources
from deskapp.commands.database import journal_of
from deskapp.journal import hooks
from deskapp.settings import read
from tests.commands.running import Answer, deskapp, serving
from tests.fakes.hook_receiver import hook_receiver
from tests.waiting import eventually


def department(database: str, *words: str) -> Answer:
    return deskapp("--lang", "en", "department", *words, "--database", database)


def sample(name: str) -> str:
    return str(resources.path(f"departments/{name}.yaml"))


def test_a_key_is_shown_once_opens_its_department_and_ends(database: str) -> None:
    made = department(database, "add-key", "SCJG", "ledger", "--days", "30")
    user, token = made.out.split("\n")[0].split("\t")[0], made.out.split("\n")[1]
    assert (made.code, user) == (0, "scjg.ledger")
    assert token.startswith("owk_")
    assert token not in department(database, "keys").out
    with (
        serving("--port", "0", "--database", database) as address,
        httpx.Client(base_url=address, trust_env=False) as line,
    ):
        line.headers["Authorization"] = f"Bearer {token}"
        assert line.get("/api/v1/department/cases").status_code == 200
        assert line.get("/api/v1/journal").status_code == 403
        assert department(database, "revoke-key", "scjg.ledger").code == 0
        eventually(lambda: line.get("/api/v1/department/cases").status_code == 401, "the end of the key")
    assert department(database, "keys").out == "scjg.ledger\tSCJG\t-\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add-key", "NONE", "ledger"), "no department"),
        (("add-key", "SCJG", "Ledger!"), "small letters"),
        (("revoke-key", "nobody"), "no such key"),
        (("revoke-key", "dept-ga"), "no such key"),
        (("add-hook", "SCJG", "http://example.com/"), "https://"),
        (("add-hook", "NONE", "https://example.com/"), "no department"),
        (("remove-hook", "none"), "no such receiver"),
        (("rotate-hook", "none"), "no such receiver"),
        (("resume-hook", "none"), "no such receiver"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(database: str, words: tuple[str, ...], told: str) -> None:
    answer = department(database, *words)
    assert answer.code == 1
    assert told in answer.err
    assert len(answer.err.splitlines()) == 1
    assert answer.out == ""


def test_a_receiver_is_listed_and_its_secret_shown_once_and_exchanged(database: str) -> None:
    with hook_receiver(b"x") as receiver:
        made = department(database, "add-hook", "SCJG", receiver.address)
    hook, secret = made.out.split()
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    listed = department(database, "hooks")
    assert (listed.code, secret in listed.out) == (0, False)
    assert listed.out.split("\t")[:3] == [hook, "SCJG", receiver.address]
    exchanged = department(database, "rotate-hook", hook).out.strip()
    assert exchanged.startswith("whsec_")
    assert exchanged != secret
    assert department(database, "resume-hook", hook).code == 0
    assert department(database, "remove-hook", hook).code == 0
    assert department(database, "hooks").out == ""


@pytest.mark.parametrize("name", ["scjg", "jy"])
def test_the_sample_forms_are_good(name: str) -> None:
    checked = deskapp(
        "--lang", "en", "department", "check", sample(name), "--catalog", str(resources.path("catalog/sample.yaml"))
    )
    assert (checked.code, checked.err) == (0, "")
    assert name.upper() in checked.out


def test_every_fault_of_a_form_is_named_by_file_and_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("form: {department: SCJG, name: x}\ncase:\n  A: {from: nothing}\n  B: {}\n", encoding="utf-8")
    checked = deskapp("--lang", "en", "department", "check", str(bad))
    assert checked.code == 2
    assert [line.split(" ")[0] for line in checked.err.splitlines()] == ["bad.yaml:3:", "bad.yaml:4:"]
    assert deskapp("department", "check", str(tmp_path / "none.yaml")).code == 1


def test_a_form_is_used_once_it_is_good(database: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    text = Path(sample("jy")).read_text(encoding="utf-8").replace("department: JY", "department: NONE")
    other.write_text(text, encoding="utf-8")
    assert department(database, "set-form", str(other)).code == 2
    assert department(database, "forms").out == ""
    assert department(database, "set-form", sample("jy")).code == 0
    assert department(database, "forms").out == "JY\n"


def test_an_account_of_a_department_names_one_that_there_is(database: str) -> None:
    words = ("user", "add", "officer", "--name", "李审批", "--role", "department", "--database", database)
    assert "--department" in deskapp("--lang", "en", *words, typed="a long password\n").err
    assert "no department" in deskapp("--lang", "en", *words, "--department", "NONE", typed="a long password\n").err
    assert deskapp(*words, "--department", "GA", typed="a long password\n").code == 0


def test_the_doctor_names_receivers_that_are_told_nothing_any_more(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAPP_DATABASE", database)
    hook = department(database, "add-hook", "GA", "https://192.0.2.1/x").out.split()[0]
    assert told_of_departments()["ok"]
    with journal_of(read(database=database), begun=True) as journal, journal.writing() as facts:
        hooks.did_not_take(facts, hooks.one(facts, hook), "line", None)
    told = told_of_departments()
    assert not told["ok"]
    assert hook in told["message"]
    listed = department(database, "hooks")
    assert (listed.code, "given up" in listed.out) == (1, True)


def told_of_departments() -> dict[str, Any]:
    checks = json.loads(deskapp("--lang", "en", "doctor", "--json").out)
    (told,) = [check for check in checks if check["name"] == "departments"]
    found: dict[str, Any] = told
    return found
