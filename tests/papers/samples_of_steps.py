"""Papers of the steps after the receipt, for the tests: short and long, everyday names and rare ones."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import cycle, islice
from math import cos, pi, sin

from PIL import Image, ImageDraw

from deskapp.papers import (
    archive_cover,
    bundle,
    commitment,
    correction,
    decision,
    declined,
    deferral,
    extension,
    hand_out,
    labels,
    pixels,
    proof_of_delivery,
    receipt,
    special_procedure,
    transfer,
    withdrawal,
)
from deskapp.papers.about import About
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Imprint, Sheet
from deskapp.papers.slip import Strip
from deskapp.rules import grounds
from deskapp.rules.case import Handed, Procedure, Usual
from deskapp.rules.catalog import Regime

MASKED = "990105********3371"
DEPARTMENT = "市场监督管理局"
LAW = grounds.BY_REGIME[Regime.LICENCE]
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 1)
ENGLISH = "Pneumonoultramicroscopicsilicovolcanoconiosis"
_OPINIONS = (
    "缺少。请提交原件。",
    "复印件不清楚，第 2、3 页看不清签章，请重新复印并由申请人签字确认与原件一致。",
    f"名称与营业执照不一致，请核对（{ENGLISH}）。",
)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def seal_png(side: int = 480) -> bytes:
    """A round red seal with a star, on clear ground."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    red = (214, 26, 32, 235)
    draw.ellipse((4, 4, side - 5, side - 5), outline=red, width=side // 32)
    rays = [
        (
            side / 2 + side / 7 * (1 - 0.6 * (n % 2)) * sin(n * pi / 5),
            side / 2 - side / 7 * (1 - 0.6 * (n % 2)) * cos(n * pi / 5),
        )
        for n in range(10)
    ]
    draw.polygon(rays, fill=red)
    draw.rectangle((side * 0.25, side * 0.74, side * 0.75, side * 0.79), fill=red)
    return png(image)


def signature_png() -> bytes:
    """A few strokes of a pen, on clear ground."""
    image = Image.new("RGBA", (420, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    points = [(20, 120), (80, 20), (120, 130), (170, 40), (230, 120), (280, 60), (400, 90)]
    draw.line(points, fill=(18, 24, 60, 255), width=8, joint="curve")
    return png(image)


def seal() -> Pixels:
    return pixels.seal(seal_png())


def signature() -> Pixels:
    return pixels.signature(signature_png())


def _about(name: str, item: str) -> About:
    return About(item, DEPARTMENT, name, MASKED, "王**")


def _materials(lines: int, item: str) -> list[str]:
    """So many names of materials: the first three long, the others short."""
    return [f"{item}材料第{n}项" if n <= 3 else f"经营场所使用证明第{n}项" for n in range(1, lines + 1)]


def a_correction(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    opinions = islice(cycle(_OPINIONS), lines)
    points = tuple(
        correction.Point(material, "原件或复印件 1 份", opinion)
        for material, opinion in zip(_materials(lines, item), opinions, strict=True)
    )
    remark = "申请书第 3 页的经营范围请按规范表述填写。" if lines != 1 else ""
    return correction.lay_out(
        correction.Correction(imprint, _about(name, item), FIRST, points, LAW, remark=remark, due=LAST)
    )


def a_refusal_to_accept(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    told = "申请事项由设区的市级机关办理，" * max(1, lines) + "请向市级机关申请。"
    reasons = {Usual.NOT_COMPETENT, Usual.OTHERWISE} if lines > 3 else {Usual.NOT_COMPETENT}
    paper = declined.Declined(imprint, _about(name, item), FIRST, FIRST, reasons, told, LAW.decline.cited)
    return declined.lay_out(paper)


def a_withdrawal(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    returned = tuple((material, "原件", 1) for material in _materials(lines, item))
    paper = withdrawal.Withdrawal(
        imprint, _about(name, item), FIRST, LAST, "申请人改变了经营计划，不再办理。", returned, accepted=lines > 3,
        signature=signature(),
    )  # fmt: skip
    return withdrawal.lay_out(paper)


def a_commitment(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    promises = [
        commitment.Promise(material, commitment.USUAL_FACT if n else f"经营场所产权清晰，可以用于经营（{ENGLISH}）")
        for n, material in enumerate(_materials(lines, item))
    ]
    paper = commitment.Commitment(imprint, _about(name, item), promises, FIRST, signature=signature())
    return commitment.lay_out(paper)


def a_deferral(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    missing = [deferral.Missing(material, "原件", LAST) for material in _materials(lines, item)]
    paper = deferral.Deferral(imprint, _about(name, item), missing, FIRST, signature=signature())
    return deferral.lay_out(paper)


def a_special_procedure(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    known = lines != 1
    paper = special_procedure.SpecialProcedure(
        imprint, _about(name, item),
        {Procedure.HEARING, Procedure.EXPERT_REVIEW}, FIRST,
        15 if known else None, date(2026, 12, 14) if known else None, "涉及利害关系人的重大利益。" * max(1, lines),
        new_day=date(2026, 12, 21) if known else None,
    )  # fmt: skip
    return special_procedure.lay_out(paper)


def an_extension(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    paper = extension.Extension(
        imprint, _about(name, item), FIRST, date(2026, 12, 21), date(2027, 1, 5), 10,
        "申请材料涉及多个专业，需要会同有关部门研究。" * max(1, lines), provisional=True,
    )  # fmt: skip
    return extension.lay_out(paper)


def a_grant(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    paper = decision.Decision(
        imprint, _about(name, item), "行政许可", True, FIRST, LAST, item, "有效期五年。" * lines, LAW.grant.cited,
        collect="请持领取凭证和有效身份证件到本大厅 8 号窗口领取。",
    )  # fmt: skip
    return decision.lay_out(paper)


def a_refusal(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    paper = decision.Decision(
        imprint, _about(name, item), "公共服务", False, FIRST, LAST, item, "经营场所不符合要求。" * max(1, lines),
        LAW.refuse.cited,
    )  # fmt: skip
    return decision.lay_out(paper)


def _results(lines: int, item: str) -> list[hand_out.ResultPaper]:
    return [hand_out.ResultPaper(one, f"JY1330{n:08}") for n, one in enumerate(_materials(lines, item), start=1)]


def _hand_out(lines: int, imprint: Imprint, name: str, item: str) -> hand_out.HandOut:
    hours = "工作日 9:00–17:00"
    return hand_out.HandOut(imprint, _about(name, item), _results(lines, item), LAST, "8 号窗口（统一出件）", hours)


def a_hand_out(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    return hand_out.lay_out(_hand_out(lines, imprint, name, item))


def a_proof_of_delivery(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    paper = proof_of_delivery.ProofOfDelivery(
        imprint, _about(name, item), _results(lines, item), Handed.WINDOW,
        datetime(2026, 12, 1, 3, 20, tzinfo=UTC), name, MASKED, "本人", detail="核对无误。" * lines,
        signature=signature(),
    )  # fmt: skip
    return proof_of_delivery.lay_out(paper)


def a_transfer(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    moved = [
        transfer.Moved(f"3300000120261123003{n:04}7", item, name, tuple(_materials(n % 4, item)), n % 4, 3 * n)
        for n in range(1, lines + 1)
    ]
    paper = transfer.Transfer(imprint, imprint.hall, DEPARTMENT, moved, FIRST, remark="原件与复印件分装。")
    return transfer.lay_out(paper)


def an_archive_cover(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    pages = [
        archive_cover.FiledPage(material, sha256(material.encode()).hexdigest()) for material in _materials(lines, item)
    ]
    paper = archive_cover.ArchiveCover(
        imprint, _about(name, item), FIRST, LAST, "准予", date(2026, 12, 7), "30 年", pages,
        package=sha256(b"package").hexdigest(),
    )  # fmt: skip
    return archive_cover.lay_out(paper)


def _bundle(lines: int, imprint: Imprint, name: str, item: str, accepted: bool) -> Sheet:
    departments = ("市场监督管理局", "消防救援大队", "城市管理局", "税务局")
    cases = [
        bundle.BundleCase(item, departments[n % 4], f"3300000120261123003{n:04}7", LAST, provisional=n % 5 == 3)
        for n in range(lines + 1)
    ]
    if not accepted:
        cases = [bundle.BundleCase(case.item, case.department) for case in cases]
    lines_of = [receipt.ReceiptLine(material, "原件", 1, 2, "已收") for material in _materials(lines, item)]
    paper = bundle.Bundle(imprint, f"我要开饭店（{item}）", name, MASKED, "王**", cases, lines_of, FIRST, accepted)
    return bundle.lay_out(paper)


def a_bundle_receipt(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    return _bundle(lines, imprint, name, item, False)


def a_bundle_acceptance(lines: int, imprint: Imprint, name: str, item: str) -> Sheet:
    return _bundle(lines, imprint, name, item, True)


STEPS = {
    "correction": a_correction,
    "declined": a_refusal_to_accept,
    "withdrawal": a_withdrawal,
    "commitment": a_commitment,
    "deferral": a_deferral,
    "special_procedure": a_special_procedure,
    "extension": an_extension,
    "granted": a_grant,
    "refused": a_refusal,
    "hand_out": a_hand_out,
    "proof_of_delivery": a_proof_of_delivery,
    "transfer": a_transfer,
    "archive_cover": an_archive_cover,
    "bundle_receipt": a_bundle_receipt,
    "bundle_acceptance": a_bundle_acceptance,
}


def a_receipt_slip(lines: int, imprint: Imprint, name: str, item: str) -> Strip:
    brought = tuple(
        receipt.ReceiptLine(material, "原件", 1, 2, "已收" if n else "容缺后补", None if n else LAST)
        for n, material in enumerate(_materials(lines, item))
    )
    return receipt.strip(receipt.Receipt(imprint, item, DEPARTMENT, name, MASKED, "王**", brought))


def a_hand_out_slip(lines: int, imprint: Imprint, name: str, item: str) -> Strip:
    return hand_out.strip(_hand_out(lines, imprint, name, item))


SLIPS = {"receipt_slip": a_receipt_slip, "hand_out_slip": a_hand_out_slip}


def some_labels(count: int, name: str, item: str, *, practice: bool = False) -> list[labels.Label]:
    return [
        labels.Label(f"3300000120261123003{n:04}7", item, name, DEPARTMENT, "示例县政务服务大厅", practice)
        for n in range(1, count + 1)
    ]
