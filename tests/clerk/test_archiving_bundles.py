"""The package of a case of a bundle: papers for several cases as they came out, and a department's own papers."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from deskapp.archives import checking, parts
from deskapp.archives.findings import Check
from deskapp.archives.record import Filed, Record
from deskapp.clerk import accepting, archiving, deciding, handing_out, intake, printing, sheets
from deskapp.clerk.handing_out import Handing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ClerkId, ItemCode, PageDigest
from deskapp.rules.case import ResultPapersGiven
from deskapp.rules.case_state import State
from tests.archives.made import Package, codes, package_of
from tests.clerk import office
from tests.scans.test_unfolding import pdf


def words(data: bytes, folder: Path) -> str:
    """A PDF read by a program that is not ours, without the blanks between the words."""
    (folder / "read.pdf").write_bytes(data)
    told = subprocess.run(["pdftotext", folder / "read.pdf", "-"], capture_output=True, text=True, check=True)
    return "".join(told.stdout.split())


def bundle(desk: Desk, case_id: CaseId) -> dict[str, CaseId]:
    found = sheets.case(desk, case_id).bundle
    assert found is not None
    return {line.item_name: line.case for line in found.lines}


def closed(desk: Desk, *, together: bool = True) -> dict[str, CaseId]:
    """A theme of two items that the window decides, from the call to the archive; its cases by their items."""
    name, number, phone = next(iter(office.people()))
    answers = {"why_elsewhere": "referred"}
    case_id = intake.open_case(desk, Application(ItemCode(""), name, number, phone, answers=answers, theme="T-CARD"))
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    accepting.accept(desk, case_id)
    printing.print_paper(desk, case_id, "receipt", again=True)
    deciding.grant(desk, case_id)
    found = bundle(desk, case_id)
    for some in [list(found.values())] if together else [[one] for one in found.values()]:
        handing_out.deliver(desk, some, Handing())
    archiving.archive(desk, case_id)
    return found


def papers(desk: Desk, case_id: CaseId, folder: Path) -> dict[str, list[bytes]]:
    """The papers in the package of a case, by their kinds; the package is whole."""
    path = archiving.put_package(desk, case_id, folder)
    assert checking.check(path).faults == ()
    package = package_of(path.read_bytes())
    found: dict[str, list[bytes]] = {}
    for file in record(package).files:
        if file.kind == "paper":
            assert file.part, f"{file.material} cannot be drawn"
            found.setdefault(file.material, []).append(package.parts[file.part])
    return found


def record(package: Package) -> Record:
    return msgspec.json.decode(package.parts[parts.METADATA_JSON], type=Record)


def test_a_paper_for_all_cases_is_the_same_in_the_package_of_each_and_tells_of_all(desk: Desk, tmp_path: Path) -> None:
    found = closed(desk)
    with desk.journal.reading() as reading:
        number = reading.case(next(iter(found.values()))).bundle_number
    each = [papers(desk, one, tmp_path) for one in found.values()]
    for kind in ("receipt", "acceptance", "hand_out", "proof_of_service"):
        first, other = (one[kind] for one in each)
        assert first == other, kind
        assert number in words(first[0], tmp_path), kind
    for kind in ("receipt", "acceptance"):
        assert all(item in words(each[0][kind][0], tmp_path) for item in found), kind
    receipt, again = each[0]["receipt"]
    assert ("补打第1次" in words(receipt, tmp_path), "补打第1次" in words(again, tmp_path)) == (False, True)


def test_a_decision_is_of_its_own_case_alone(desk: Desk, tmp_path: Path) -> None:
    found = closed(desk)
    (item, one), (other, _) = found.items()
    (decision,) = papers(desk, one, tmp_path)["decision"]
    assert item in words(decision, tmp_path)
    assert other not in words(decision, tmp_path)


def test_what_was_handed_out_in_two_acts_has_two_proofs(desk: Desk, tmp_path: Path) -> None:
    found = closed(desk, together=False)
    for item, one in found.items():
        (proof,) = papers(desk, one, tmp_path)["proof_of_service"]
        assert [name for name in found if name in words(proof, tmp_path)] == [item]


def test_a_paper_is_drawn_as_it_was_printed_but_for_the_name_of_the_clerk(
    desk: Desk, tmp_path: Path, tray: office.Tray
) -> None:
    as_account = replace(desk, clerk=replace(desk.clerk, name=desk.clerk.id))
    found = closed(as_account)
    printed = {paper.name.rpartition("-")[0]: paper.pdf for paper in tray.papers if "receipt" not in paper.name}
    drawn = papers(as_account, next(iter(found.values())), tmp_path)
    for kind in ("acceptance", "proof_of_service", "hand_out"):
        assert words(drawn[kind][0], tmp_path) == words(printed[kind], tmp_path), kind


# A department's own papers


def with_results(desk: Desk, folder: Path, *data: bytes) -> CaseId:
    """A case that is archived with papers which its department gave."""
    case_id = archived_later(desk, folder)
    given = tuple(desk.vault.put(one) for one in data)
    with desk.journal.writing() as facts:
        facts.add(ClerkId("dept"), ResultPapersGiven((desk.vault.put(pdf(3)),)), of=case_id)
        facts.add(ClerkId("dept"), ResultPapersGiven(given), of=case_id)
    handing_out.deliver(desk, [case_id], Handing())
    archiving.archive(desk, case_id)
    return case_id


def archived_later(desk: Desk, folder: Path) -> CaseId:
    case_id = intake.open_case(desk, Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024"))
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    accepting.accept(desk, case_id)
    deciding.grant(desk, case_id)
    return case_id


LICENCE, PLAN = pdf(1), pdf(2)


@pytest.fixture
def package(desk: Desk, tmp_path: Path) -> Package:
    case_id = with_results(desk, tmp_path, LICENCE, PLAN)
    printing.print_paper(desk, case_id, "result_paper_1")
    path = archiving.put_package(desk, case_id, tmp_path)
    assert checking.check(path).faults == ()
    return package_of(path.read_bytes())


def results(package: Package) -> list[Filed]:
    return [file for file in record(package).files if file.kind == "result"]


def test_what_the_department_gave_last_is_in_the_package_byte_for_byte(package: Package) -> None:
    told = results(package)
    assert [file.title for file in told] == ["部门结果材料 1", "部门结果材料 2"]
    assert [package.parts[file.part] for file in told] == [LICENCE, PLAN]
    assert {file.format for file in told} == {"application/pdf"}
    assert [name for name in package.parts if name.startswith("results/")] == [file.part for file in told]


def found(tmp_path: Path, package: Package) -> set[str]:
    path = tmp_path / "any.deskapp"
    path.write_bytes(package.listed_anew().whole())
    return codes(checking.check(path))


def test_a_result_that_is_missing_changed_or_too_much_is_named(package: Package, tmp_path: Path) -> None:
    first, second = (file.part for file in results(package))
    assert found(tmp_path, package) == set()
    assert "package.part_missing" in found(tmp_path, package.without(first))
    assert "package.part_changed" in found(tmp_path, package.having(second, pdf(4)))
    assert "package.part_unlisted" in found(tmp_path, package.having("results/003-0123456789abcdef.pdf", LICENCE))


def test_a_result_that_does_something_when_it_is_opened_is_no_safe_package(package: Package, tmp_path: Path) -> None:
    first = results(package)[0].part
    acting = LICENCE.replace(b"%%EOF", b"<< /S /JavaScript >>\n%%EOF")
    path = tmp_path / "any.deskapp"
    path.write_bytes(package.having(first, acting).listed_anew().whole())
    assert "package.pdf_acts" in codes(checking.check(path), Check.SAFETY)
    path.write_bytes(package.having(first, LICENCE[: len(LICENCE) // 2]).listed_anew().whole())
    assert "package.pdf_damaged" in codes(checking.check(path), Check.USABILITY)


def test_a_result_that_is_not_here_is_missed(desk: Desk, tmp_path: Path) -> None:
    case_id = with_results(desk, tmp_path, LICENCE)
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
    assert case.state is State.ARCHIVED
    away = PageDigest(case.result_papers[0])
    desk.vault.forget(away)
    with pytest.raises(Exception, match=r"page\.not_here"):
        archiving.put_package(desk, case_id, tmp_path)
