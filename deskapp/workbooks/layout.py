"""The sheets of a catalogue's workbook: their names, columns, and the words to choose from, as an office reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum, auto
from functools import cache

from deskapp.rules.case_facts import Procedure
from deskapp.rules.catalog import Delivery, ForWhom, Handling, Need, Regime, ResultKind
from deskapp.rules.deadline import LimitUnit
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.material_state import Form
from deskapp.rules.questions import QuestionKind
from deskapp.workbooks.words import word


class Holds(Enum):
    """What a column's cells hold."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    DAY = auto()
    CHOICE = auto()
    CODES = auto()  # several words of a few, or several codes
    LINES = auto()  # several texts, a line each
    STOPS = auto()  # lines of a name and a number


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key`: the field's name in the catalogue's file; `choices`: word of the file → word on the sheet."""

    key: str
    note: str
    holds: Holds = Holds.TEXT
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    wide: int = 14

    @property
    def heading(self) -> str:
        return self.title or word(self.key, "zh")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet. `key`: the heading of the catalogue's file that its rows stand under, or belong to."""

    key: str
    name: str
    note: str
    columns: tuple[Column, ...]
    required: bool = False


def _words(kind: type[StrEnum], **others: str) -> dict[str, str]:
    return {one.value: others.get(one.value, word(one.value, "zh")) for one in kind}


_CODE = "大写字母、数字、连字符，如 SCJG-0101"


def _named(note: str = _CODE) -> tuple[Column, ...]:
    return (Column("code", note), Column("name", "名称", wide=30), Column("en", "英文名称", wide=26))


def _flag(key: str, note: str) -> Column:
    return Column(key, f"{note}；是或否，不填为否", Holds.FLAG, required=False, choices={"true": "是", "false": "否"})


def _number(key: str, note: str, *, required: bool = True) -> Column:
    return Column(key, note, Holds.NUMBER, required=required)


@cache
def plans() -> Mapping[str, SheetPlan]:
    """Every sheet, by its key, in the order of the workbook."""
    made = (
        SheetPlan("catalog", "目录", "一行：版本、哪天起生效、哪个大厅。", (
            Column("version", "如 2026.11；已发布的版本不能改，只能发新版本"),
            Column("valid_from", "生效的第一天，如 2026-11-01", Holds.DAY), Column("hall", "H1 至 H99"),
            Column("region", "六位数字"),
        ), required=True),
        SheetPlan("departments", "部门", "一行一个部门。", _named(), required=True),
        SheetPlan("queues", "队列", "一行一个队列。", (
            *_named("一个大写字母"), _flag("ends_each_day", "当天没叫到的人不顺延"),
        ), required=True),
        _bookings_plan(),
        *_question_plans(),
        SheetPlan("materials", "材料", "一行一种材料；同一编码在各事项里是同一份材料。", (
            Column("code", _CODE), Column("name", "名称", wide=34),
            Column("form", "原件、复印件、电子件，可几种，用顿号隔开", Holds.CODES, True, _words(Form), wide=20),
            Column("shared_from", "已有这份材料的部门编码；填了就免提交", required=False),
            Column("license", "可代替它的电子证照名称", required=False, wide=20),
            Column("titles", "页面抬头印的字，与名称不同时填，每行一个（Alt+Enter 换行）", Holds.LINES, False, wide=26),
        ), required=True),
        SheetPlan("items", "事项", "一行一个事项；材料写在“事项材料”表。", _item_columns(), required=True),
        SheetPlan("demands", "事项材料", "一行一份材料：哪个事项要什么。", (
            Column("item", "事项表里的编码"), Column("material", "材料表里的编码"),
            Column("need", "必须、可选、按条件", Holds.CHOICE, True, _words(Need)),
            Column("when", "按条件时填，如 minor 或 by_agent and not minor 或 amount >= 300", required=False, wide=34),
            _number("copies", "不填为 1", required=False), _flag("commitment", "可以书面承诺代替"),
            _flag("deferral", "可以后补"),
        )),
        SheetPlan("themes", "主题", "一行一件事；它的事项写在“主题事项”表。", (
            *_named(), Column("queue", "队列字母"), _number("promised_days", "承诺工作日"),
        )),
        SheetPlan("theme_items", "主题事项", "一行一个：哪件事包含哪个事项。", (
            Column("theme", "主题表里的编码"), Column("item", "事项表里的编码"),
            Column("after", "要等哪个事项先办完（事项编码）", required=False),
            Column("produces", "办完后产生哪份材料（材料编码）", required=False),
        )),
        SheetPlan("cancelled_proofs", "取消证明", "不得再向群众要的证明；窗口上搜到会说明原因。", (
            Column("name", "证明的名称", wide=34), Column("since", "从哪天起取消", Holds.DAY),
            Column("why", "为什么不再需要", wide=44),
        )),
        SheetPlan("classes", "优先人群", "一行一类人，几分钟内应叫到。", (
            *_named("小写字母开头，如 elderly"), _number("wait", "分钟"),
        )),
        SheetPlan("line", "叫号规矩", "一行一条；不填的照常。", (
            Column("rule", "选一条", Holds.CHOICE, True, _rules(), wide=24),
            _number("value", "整数；报号怎么念 1，填 一 或 幺"),
        )),
    )  # fmt: skip
    return {plan.key: plan for plan in made}


def _bookings_plan() -> SheetPlan:
    return SheetPlan("bookings", "预约", "一行一个可以预约的队列；不能预约的不写。", (
        Column("queue", "队列字母"),
        Column("hours", "每行一段，如 09:00-11:30（Alt+Enter 换行）", Holds.LINES, True, title="可约时段", wide=16),
        _number("every", "几分钟一个号；不填为 30", required=False), _number("places", "每个时段几人"),
        _number("ahead", "可提前几天约；不填为 14", required=False),
    ))  # fmt: skip


def _question_plans() -> tuple[SheetPlan, SheetPlan]:
    return (
        SheetPlan("questions", "提问", "材料按什么条件才要，就在这里问什么；“由代办人办理”不用写。", (
            *_named("小写字母、数字、下划线，如 minor"),
            Column("kind", "是非题、选择题、数字题；不填为是非题", Holds.CHOICE, False, _words(QuestionKind)),
            Column("unit", "数字题的单位，如 万元", required=False), Column("unit_en", "单位的英文", required=False),
            Column("least", "数字题的最小值", required=False), Column("most", "数字题的最大值", required=False),
            Column("usual", "不说就当作这样；是非题填 yes 或 no，选择题填选项编码。不填则必须问", required=False),
        )),
        SheetPlan("choices", "提问选项", "选择题的选项，一行一个，二至九个。", (
            Column("question", "提问表里的编码"), *_named("小写字母、数字、下划线，如 rented"),
        )),
    )  # fmt: skip


def _item_columns() -> tuple[Column, ...]:
    regimes = _words(Regime, licence="许可")
    return (
        *_named(), Column("department", "部门编码"), Column("queue", "队列字母"),
        Column("kind", "行政许可、行政确认、公共服务、行政给付等", title="事项类型"),
        Column("regime", "材料有误时怎么补正；不填：行政许可按许可，其余按服务", Holds.CHOICE, False, regimes),
        Column("handling", "即办件当场办结，承诺件限期办结", Holds.CHOICE, True, _words(Handling)),
        _number("statutory_days", "法定时限，数字"), _number("promised_days", "承诺时限，不超过法定"),
        Column("limit_unit", "两个时限的单位；不填为工作日", Holds.CHOICE, False, _words(LimitUnit)),
        Column("clock_stops", "不计入法定时限的程序，每行“名称 最多天数”，如“专家评审 20”。名称有："
               + "、".join(_words(Procedure).values()), Holds.STOPS, False, _words(Procedure), wide=20),
        _number("fee", "单位为分，如 2000 是 20 元；不填为不收费", required=False),
        Column("fee_basis", "收费的必须写明依据", required=False, wide=26),
        Column("result", "如 营业执照", wide=20),
        Column("result_kind", "不填为批准文件", Holds.CHOICE, False, _words(ResultKind)),
        Column("delivery", "窗口、邮寄、网上，可几种；不填为窗口", Holds.CODES, False, _words(Delivery)),
        Column("for_whom", "自然人、法人及其他组织，可两种；不填为两种", Holds.CODES, False, _words(ForWhom), wide=20),
        Column("conditions", "每行一条（Alt+Enter 换行）", Holds.LINES, False, wide=34),
        Column("grounds", "每行一条（Alt+Enter 换行）", Holds.LINES, False, wide=34),
        Column("words", "群众怎么叫它，每行一个（Alt+Enter 换行）", Holds.LINES, False, wide=16),
        Column("state_code", "31 位：统一社会信用代码 18、层级 1、基本编码 12", required=False, wide=34),
        Column("consult_phone", "如 0571-88001110", required=False),
        Column("complaint_phone", "如 12345", required=False),
    )  # fmt: skip


def _rules() -> dict[str, str]:
    return {each.name: word(each.name, "zh") for each in fields(LineTerms) if each.name != "classes"}


def code_of(column: Column, said: str) -> str:
    """The file's word for a word on the sheet; what is none of them is left as it is, for the reader to name."""
    told = said.strip()
    return next((code for code, name in column.choices.items() if told in (name, code)), told)


def in_cell(column: Column, value: object) -> str | int:
    """A field of the file as its cell."""
    if column.holds is Holds.NUMBER and isinstance(value, int):
        return value
    if column.holds is Holds.FLAG:
        return column.choices["true" if value else "false"]
    if column.holds is Holds.STOPS and isinstance(value, Mapping):
        return "\n".join(f"{column.choices.get(why, why)} {most}" for why, most in value.items())
    if isinstance(value, list):
        return ("、" if column.holds is Holds.CODES else "\n").join(_chosen(column, value))
    return column.choices.get(str(value), str(value))


def _chosen(column: Column, values: Iterable[object]) -> list[str]:
    return [column.choices.get(str(value), str(value)) for value in values]
