"""Papers for the tests: short and long, everyday names and rare ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from deskapp.papers import acceptance, checklist_notice, receipt
from deskapp.papers.sheet import Imprint

NUMBER = "330000012026112300300017"
TRACK = "https://hall.example/track/q7pXk2-9vZ0aBcDeFgHiJkLmNoP"
RARE = "李䶮𬭎㛃𫖯𠅤㙦𠮷龘靐"
LONG = "公众聚集场所投入使用、营业前消防安全检查（含人员密集场所及地下空间的附加检查与多部门联合踏勘意见）"

IMPRINT = Imprint(
    hall="示例县政务服务大厅",
    phone="0571-12345",
    window="3",
    clerk="陈三",
    printed_at=datetime(2026, 11, 23, 2, 3, tzinfo=UTC),
    number=NUMBER,
    track_url=TRACK,
)


def a_receipt(lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE) -> bytes:
    """A receipt of so many materials."""
    rows = tuple(receipt.ReceiptLine(f"{LONG}第{n}项", "原件", 1, 2, "已收") for n in range(1, lines + 1))
    paper = receipt.Receipt(imprint, LONG, "市场监督管理局", name, "990105********3371", "王**", rows)
    return receipt.draw(paper)


def an_acceptance(deferred: int = 1, *, imprint: Imprint = IMPRINT, name: str = RARE) -> bytes:
    """An acceptance with so many materials to come later."""
    paper = acceptance.Acceptance(
        imprint=imprint, item=LONG, department="消防救援大队", applicant=name, id_number="990105********3371", agent="",
        accepted_on=date(2026, 11, 23), promised_day=date(2026, 11, 26), statutory_day=date(2027, 1, 4),
        promised_days=3, statutory_days=20, provisional=True, fee=1250, result="消防安全检查意见书",
        deferred=tuple((f"招牌效果图{n}", date(2026, 12, 1)) for n in range(deferred)), committed=("住所使用证明",),
    )  # fmt: skip
    return acceptance.draw(paper)


def a_notice(owed: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE) -> bytes:
    """A one-time notice that names so many materials."""
    paper = checklist_notice.ChecklistNotice(
        imprint=imprint, item=LONG, department="消防救援大队", applicant=name, id_number="990105********3371",
        owed=tuple((f"{LONG}第{n}项", "原件或电子件", "可容缺后补") for n in range(1, owed + 1)),
        done=(("居民身份证", "已收"),), remark="请补充说明经营场所的用途。", due=date(2026, 12, 1),
    )  # fmt: skip
    return checklist_notice.draw(paper)


PAPERS: dict[str, Callable[..., bytes]] = {"receipt": a_receipt, "acceptance": an_acceptance, "notice": a_notice}


def without_number() -> Imprint:
    """A paper about no case yet."""
    return replace(IMPRINT, number=None, track_url=None)
