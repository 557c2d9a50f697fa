"""What each step says stands on its paper: the box, the days, who took it and how they signed."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from deskapp.clerk import accepting, deciding, handing_out, pausing, printing, subjects
from deskapp.clerk.handing_out import Handing
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, PageDigest
from deskapp.rules import case as cases
from deskapp.rules.case import Handed, Person, Procedure, Usual
from deskapp.rules.case_papers import papers_of
from tests.clerk import office
from tests.clerk.test_accepting import whole
from tests.clerk.test_life_steps import AGENT, LICENCE, accepted, decided
from tests.clerk.test_printing import say, told
from tests.papers import looking
from tests.papers.samples_of_steps import signature_png

TICK = "✓"


@pytest.fixture
def department(desk: Desk) -> Desk:
    return replace(desk, clerk=replace(desk.clerk, id=ClerkId("dept-jy"), roles=("department",)))


def handed(desk: Desk, handing: Handing) -> CaseId:
    case_id = decided(desk)
    handing_out.deliver(desk, [case_id], handing)
    return case_id


def ticked(folder: Path, desk: Desk, case_id: CaseId, kind: str) -> list[str]:
    """What stands to the right of each tick."""
    (page, *_) = looking.words(folder, printing.draw_paper(desk, case_id, kind).pdf)
    ticks = [word for word in page if word.text == TICK]
    beside = [
        min(
            (word for word in page if word.left > tick.left and abs(word.bottom - tick.bottom) < 6),
            key=lambda word: word.left,
        )
        for tick in ticks
    ]
    return [word.text for word in beside]


def proof(desk: Desk, case_id: CaseId) -> bytes:
    return printing.draw_paper(desk, case_id, "proof_of_service").pdf


def strokes(folder: Path, pdf: bytes) -> int:
    """How much of the lower half of the first page is the blue of the pen."""
    file = looking.saved(folder, pdf)
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(folder / "ink")], check=True)
    page = np.asarray(Image.open(sorted(folder.glob("ink*.png"))[0]).convert("RGB")).astype(int)
    for picture in folder.glob("ink*.png"):
        picture.unlink()
    red, _, blue = page[..., 0], page[..., 1], page[..., 2]
    return int(((blue - red > 20) & (red < 140)).sum())


def test_the_signature_from_the_window_stands_on_the_proof(desk: Desk, tmp_path: Path) -> None:
    signed = handed(desk, Handing(signature=signature_png()))
    unsigned = handed(desk, Handing())
    assert strokes(tmp_path, proof(desk, signed)) > 30
    assert strokes(tmp_path, proof(desk, unsigned)) == 0


def test_a_signature_on_white_paper_shows_its_strokes_and_no_white_box(desk: Desk, tmp_path: Path) -> None:
    picture = np.full((160, 420, 3), 255, np.uint8)
    cv2.line(picture, (20, 120), (400, 40), (20, 20, 20), 9)
    case_id = handed(desk, Handing(signature=bytes(cv2.imencode(".png", picture)[1])))
    plain = handed(desk, Handing())
    with_line, without = (
        sum(1 for value in looking.pictures(tmp_path, proof(desk, case), 60)[0].tobytes() if value < 120)
        for case in (case_id, plain)
    )
    assert with_line > without + 20


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_signature_that_was_scanned_or_photographed_is_drawn_too(desk: Desk, tmp_path: Path, kind: str) -> None:
    picture = Image.new("RGB", (2400, 900), (238, 236, 228))
    ImageDraw.Draw(picture).line([(150, 700), (900, 150), (1300, 760), (2200, 220)], fill=(24, 22, 40), width=26)
    out = io.BytesIO()
    (picture if kind != "PNG" else picture.resize((1200, 450))).save(out, kind)
    case_id, plain = handed(desk, Handing(signature=out.getvalue())), handed(desk, Handing())
    with_strokes, without = (
        sum(1 for value in looking.pictures(tmp_path, proof(desk, case), 60)[0].tobytes() if value < 120)
        for case in (case_id, plain)
    )
    assert with_strokes > without + 20


@pytest.mark.parametrize("harm", ["gone", "damaged", "of another kind"])
def test_a_signature_that_cannot_be_shown_leaves_the_line_to_the_pen_and_the_proof_comes_out(
    desk: Desk, tmp_path: Path, tray: office.Tray, harm: str
) -> None:
    data = signature_png()
    if harm == "of another kind":
        out = io.BytesIO()
        Image.open(io.BytesIO(data)).convert("RGB").save(out, "BMP")
        data = out.getvalue()
    case_id = handed(desk, Handing(signature=data))
    with desk.journal.reading() as reading:
        fact, _ = subjects.last(subjects.read(desk, reading, case_id, history=True), cases.Delivered)
    assert fact is not None
    assert fact.signature is not None
    kept = next((tmp_path / "desk" / "pages").rglob(fact.signature))
    if harm == "gone":
        kept.unlink()
    elif harm == "damaged":
        kept.write_bytes(kept.read_bytes()[:-7] + b"nothing")
    paper, trouble = printing.print_paper(desk, case_id, "proof_of_service", again=True)
    assert trouble is None
    assert tray.papers[-1].pdf == paper.pdf
    assert strokes(tmp_path, paper.pdf) == 0
    assert "签收人签字" in looking.written(tmp_path, paper.pdf)


def test_who_came_for_them_signs_masked(desk: Desk, tmp_path: Path) -> None:
    said = told(tmp_path, desk, handed(desk, AGENT), "proof_of_service")
    for part in ("王**", "990102********0248", "代领人"):
        assert part in said
    assert "王秀英" not in said


def test_an_agent_who_was_erased_is_still_an_agent(desk: Desk, tmp_path: Path) -> None:
    """The applicant did not sign, whatever has become of the name of who did."""
    case_id = decided(desk)
    say(desk, case_id, cases.Delivered(Handed.WINDOW.value, None, True, ("营业执照",)))
    said = told(tmp_path, desk, case_id, "proof_of_service")
    assert "代领人" in said
    assert "本人" not in said


@pytest.mark.parametrize(
    ("how", "words"),
    [(Handed.WINDOW, "直接送达"), (Handed.POST, "邮寄送达"), (Handed.ELECTRONIC, "电子送达")],
)
def test_a_proof_ticks_the_way_it_went(desk: Desk, tmp_path: Path, how: Handed, words: str) -> None:
    case_id = handed(desk, Handing(how=how, remark="EMS 1234567890"))
    (beside,) = ticked(tmp_path, desk, case_id, "proof_of_service")
    assert beside.startswith(words)
    assert "EMS1234567890" in told(tmp_path, desk, case_id, "proof_of_service")


def test_a_way_no_box_is_for_is_told_in_its_own_words(desk: Desk, tmp_path: Path) -> None:
    case_id = decided(desk)
    say(desk, case_id, cases.Delivered("家属到窗口代领"))
    said = told(tmp_path, desk, case_id, "proof_of_service")
    assert TICK not in said
    assert "家属到窗口代领" in said


def test_a_proof_lists_what_was_handed_over_and_else_the_result_of_the_item(desk: Desk, tmp_path: Path) -> None:
    named, unnamed = decided(desk), decided(desk)
    say(desk, named, cases.Delivered(Handed.WINDOW.value, None, False, ("营业执照副本", "公章")))
    say(desk, unnamed, cases.Delivered(Handed.WINDOW.value))
    with desk.journal.reading() as reading:
        result = subjects.read(desk, reading, unnamed, history=False).item.result
    assert all(part in told(tmp_path, desk, named, "proof_of_service") for part in ("营业执照副本", "公章"))
    assert result in told(tmp_path, desk, unnamed, "proof_of_service")


def test_there_is_no_proof_of_what_was_not_handed_out(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        printing.draw_paper(desk, decided(desk), "proof_of_service")
    assert refused.value.code == "paper.nothing_to_say"


@pytest.mark.parametrize("usual", [usual for usual in Usual if usual is not Usual.NOT_COMPLETE])
def test_a_refusal_ticks_the_reason_that_was_chosen(desk: Desk, tmp_path: Path, usual: Usual) -> None:
    case_id = whole(desk)
    accepting.decline(desk, case_id, "见说明", "《某条例》第一条", usual)
    words = {
        Usual.NOT_NEEDED: "申请事项依法不需要",
        Usual.NOT_COMPETENT: "申请事项依法不属于",
        Usual.FALSE_STATEMENTS: "申请人隐瞒",
        Usual.OTHERWISE: "法律、法规、规章规定的其他",
    }[usual]
    (beside,) = ticked(tmp_path, desk, case_id, "declined")
    assert beside.startswith(words)


def test_a_refusal_of_an_earlier_program_ticks_the_last_box(desk: Desk, tmp_path: Path) -> None:
    case_id = whole(desk)
    say(desk, case_id, cases.Declined("因为", "《某条例》"))
    (beside,) = ticked(tmp_path, desk, case_id, "declined")
    assert beside.startswith("法律、法规、规章规定的其他")


@pytest.mark.parametrize(
    ("procedure", "word"),
    [(Procedure.HEARING, "听证"), (Procedure.TESTING, "检测"), (Procedure.EXPERT_REVIEW, "专家评审")],
)
def test_a_stop_of_the_clock_names_its_procedure_and_until_when(
    desk: Desk, department: Desk, tmp_path: Path, procedure: Procedure, word: str
) -> None:
    case_id = accepted(desk, LICENCE)
    pausing.pause(department, case_id, procedure, 10, "三位专家到场")
    assert ticked(tmp_path, desk, case_id, "special_procedure") == [word]
    said = told(tmp_path, desk, case_id, "special_procedure")
    for part in ("2026年11月23日", "2026年12月7日", "三位专家到场"):
        assert part in said


def test_a_stop_of_an_earlier_program_ticks_nothing_and_begins_on_its_day(
    desk: Desk, tmp_path: Path, clock: office.FrozenClock
) -> None:
    case_id = accepted(desk, LICENCE)
    say(desk, case_id, cases.Paused("需要鉴定"))
    clock.move(timedelta(days=3))
    said = told(tmp_path, desk, case_id, "special_procedure")
    assert ticked(tmp_path, desk, case_id, "special_procedure") == []
    assert "2026年11月23日" in said, "the day on which it was said"


def test_an_extension_counts_from_the_day_as_it_was(desk: Desk, department: Desk, tmp_path: Path) -> None:
    case_id = accepted(desk, LICENCE)
    with desk.journal.reading() as reading:
        before = reading.case(case_id).statutory_day
    pausing.extend(department, case_id, "李局长", "需要异地核查")
    with desk.journal.reading() as reading:
        after = reading.case(case_id).statutory_day
    said = told(tmp_path, desk, case_id, "extension")
    for part in (written(before), written(after), "经李局长批准", "10个工作日", "需要异地核查"):
        assert part in said


def test_an_extension_after_a_stop_of_the_clock_counts_from_the_day_that_had_moved(
    desk: Desk, department: Desk, tmp_path: Path, clock: office.FrozenClock
) -> None:
    case_id = accepted(desk, LICENCE)
    with desk.journal.reading() as reading:
        first = reading.case(case_id).statutory_day
    pausing.pause(department, case_id, Procedure.HEARING, 4)
    clock.move(timedelta(days=4))
    pausing.resume(department, case_id)
    with desk.journal.reading() as reading:
        moved = reading.case(case_id).statutory_day
    assert moved != first
    pausing.extend(department, case_id, "李局长", "复杂")
    said = told(tmp_path, desk, case_id, "extension")
    assert written(moved) in said
    assert written(first) not in said


def test_a_decision_rests_on_the_law_that_was_named_and_ends_its_sentence_once(
    desk: Desk, department: Desk, tmp_path: Path
) -> None:
    case_id = accepted(desk, LICENCE)
    deciding.refuse(department, case_id, "条件不符", "《教师法》第十条。")
    said = told(tmp_path, desk, case_id, "decision")
    assert "《教师法》第十条" in said
    assert "第十条。。" not in said
    assert "条件不符" in said


def written(day: date | None) -> str:
    assert day is not None
    return f"{day.year}年{day.month}月{day.day}日"


PERSON = Person("张伟", "990108200101011158")
LIVES: dict[str, tuple[cases.CaseFact, ...]] = {
    "stopped and going on": (cases.Paused("a", Procedure.HEARING, date(2026, 11, 23), None), cases.Resumed()),
    "refused": (cases.Decided(granted=False, reason="a", ground="b"), cases.Delivered("post")),
    "ready and handed out": (
        cases.Decided(granted=True), cases.ResultReady("执照"),
        cases.Delivered("window", PERSON, True, ("执照",), None, PageDigest("a" * 64), "b"), cases.Archived("c" * 64),
    ),
    "withdrawn after acceptance": (cases.Withdrawn("a"), cases.Archived("c" * 64)),
    "extended, then decided": (
        cases.Extended("a", "", date(2026, 12, 21), date(2026, 12, 22), True), cases.Decided(granted=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_what_prints_by_itself_at_each_step_may_be_drawn(desk: Desk, life: str) -> None:
    """A paper that belongs to a state and cannot be drawn in it would stop the clerk after the step was taken."""
    case_id = accepted(desk, LICENCE)
    for fact in LIVES[life]:
        say(desk, case_id, fact)
        with desk.journal.reading() as reading:
            wanted = papers_of(reading.case(case_id))
        offered = {offer.kind for offer in printing.offered(desk, case_id)}
        assert set(wanted) <= offered, type(fact).__name__
        for kind in wanted:
            assert printing.draw_paper(desk, case_id, kind).pdf.startswith(b"%PDF-")
