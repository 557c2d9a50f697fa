"""Papers for the tests: short and long, everyday names and rare ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import yaml

import resources
from deskapp.papers import acceptance, checklist_notice, receipt
from deskapp.papers.marks import Page
from deskapp.papers.sheet import Imprint, Sheet
from deskapp.rules.deadline import Limit
from tests.papers import samples_of_steps

NUMBER = "330000012026112300300017"
TRACK = "https://hall.example/track/q7pXk2-9vZ0aBcDeFgHiJkLmNoP"
RARE = "李䶮𬭎㛃𫖯𠅤㙦𠮷龘靐"
LONG = "公众聚集场所投入使用、营业前消防安全检查（含人员密集场所及地下空间的附加检查与多部门联合踏勘意见）"
MASKED = "990105********3371"

IMPRINT = Imprint(
    hall="示例县政务服务大厅",
    phone="0571-12345",
    window="3",
    clerk="陈三",
    printed_at=datetime(2026, 11, 23, 2, 3, tzinfo=UTC),
    number=NUMBER,
    track_url=TRACK,
)
LONGEST = replace(
    IMPRINT,
    hall="新疆维吾尔自治区巴音郭楞蒙古自治州和静县政务服务和公共资源交易中心（市民之家）巴音布鲁克分中心",
    clerk="买买提·吐尔逊江·阿不都热依木·欧阳𫖯龘靐",
    phone="0996-5012345（工作日 9:00–17:00）、12345（全天）",
    window="综合受理与跨省通办 12",
)
_STANDINGS = (
    *(("已收", None), ("已收", None), ("已收", None)),
    *(("告知承诺", None), ("容缺后补", date(2026, 12, 1)), ("免提交", None)),
)


def names() -> list[str]:
    """Every name of the sample people."""
    sample = yaml.safe_load(resources.path("catalog/sample_people.yaml").read_text(encoding="utf-8"))
    return [person["name"] for person in sample["people"]]


def material(place: int) -> receipt.ReceiptLine:
    """A material; the names of the first three are long, all others are short."""
    standing, due = _STANDINGS[(place - 1) % 6]
    name = f"{LONG}第{place}项" if place <= 3 else f"经营场所使用证明第{place}项"
    brought = standing == "已收"
    return receipt.ReceiptLine(name, "原件" if brought else "", int(brought), 2 * int(brought), standing, due)


def a_receipt(lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> Sheet:
    """A receipt of so many materials."""
    materials = tuple(material(place) for place in range(1, lines + 1))
    return receipt.lay_out(receipt.Receipt(imprint, item, "市场监督管理局", name, MASKED, "王**", materials))


def an_acceptance(lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> Sheet:
    """An acceptance with so many materials received, and every third of them to come later."""
    materials = tuple(material(place) for place in range(1, lines + 1))
    paper = acceptance.Acceptance(
        imprint=imprint, item=item, department="消防救援大队", applicant=name, id_number=MASKED, agent="",
        accepted_on=date(2026, 11, 23), promised_day=date(2026, 11, 26), statutory_day=date(2027, 1, 4),
        promised=Limit(3), statutory=Limit(20), provisional=True, fee=1250, result="消防安全检查意见书",
        deferred=tuple((f"招牌效果图第{n}项", date(2026, 12, 1)) for n in range(1, lines // 3 + 1)),
        committed=("住所使用证明",) if lines else (), materials=materials,
    )  # fmt: skip
    return acceptance.lay_out(paper)


def a_notice(lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> Sheet:
    """A one-time notice that names so many materials."""
    paper = checklist_notice.ChecklistNotice(
        imprint=imprint, item=item, department="消防救援大队", applicant=name, id_number=MASKED,
        owed=tuple((material(place).name, "原件或电子件", "可容缺后补") for place in range(1, lines + 1)),
        done=(("居民身份证", "已收"), ("营业执照", "免提交：从市场监督管理局的电子证照取得")),
        remark="请补充说明经营场所的用途。" if lines else "", due=date(2026, 12, 1),
    )  # fmt: skip
    return checklist_notice.lay_out(paper)


def _of_step(lay: Callable[[int, Imprint, str, str], Sheet]) -> Callable[..., Sheet]:
    """The same words for the papers of the later steps."""

    def laid(lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> Sheet:
        return lay(lines, imprint, name, item)

    return laid


LAID: dict[str, Callable[..., Sheet]] = {
    "receipt": a_receipt, "acceptance": an_acceptance, "notice": a_notice,
    **{kind: _of_step(lay) for kind, lay in samples_of_steps.STEPS.items()},
}  # fmt: skip


def draw(kind: str, lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> bytes:
    """A paper as PDF."""
    return LAID[kind](lines, imprint=imprint, name=name, item=item).finish()


def pages(kind: str, lines: int = 3, *, imprint: Imprint = IMPRINT, name: str = RARE, item: str = LONG) -> list[Page]:
    """What stands on every page of a paper."""
    return LAID[kind](lines, imprint=imprint, name=name, item=item).pages()


def without_number() -> Imprint:
    """A paper about no case yet."""
    return replace(IMPRINT, number=None, track_url=None)


TITLES: dict[str, str] = {
    "receipt": "收件回执",
    "acceptance": "受理通知书",
    "notice": "一次性告知单",
    "correction": "补正告知书",
    "declined": "不予受理通知书",
    "withdrawal": "撤回申请确认书",
    "commitment": "告知承诺书",
    "deferral": "容缺受理承诺书",
    "special_procedure": "特别程序通知书",
    "extension": "延长办理期限通知书",
    "granted": "准予行政许可决定书",
    "refused": "不予办理决定书",
    "hand_out": "领取凭证",
    "proof_of_delivery": "送达回证",
    "transfer": "材料移交单",
    "archive_cover": "归档封面",
    "bundle_receipt": "“一件事”联办收件回执",
    "bundle_acceptance": "“一件事”联办受理通知书",
}
