"""The law that each step rests on, by the regime of the item (the catalogue says which one is the item's).

The one table: what a clerk reads before a step, what is kept with the step, what its paper says and what the page of
progress tells all come from here. Sources, and what was seen of each:

* 行政许可法 (2019): articles 32, 42, 44 and 45 read in the statute and in offices' own notices, both paragraphs of 38
  read; article 78 not compared.
* 市场主体登记管理条例 (State Council Order 746, 2021): the beginning of article 19 read (examination of form, on the
  spot); its sentence on telling once, and article 20, not compared.
* 不动产登记暂行条例 (State Council Order 656): articles 17, 20 and 22 not compared.
* 行政复议法 (2023) article 20 and 行政诉讼法 (2017) article 46: the days read in real notices, the numbers of the
  articles not compared.

What was not compared has `seen=False`: an office's legal staff has to look at it before it is relied on. `unseen` lists
it, and so does the administrator's manual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from deskapp.rules.case_facts import Usual
from deskapp.rules.catalog import Regime


@dataclass(frozen=True, slots=True)
class Ground:
    """A law, its article, and what the article is for here. None of it brings a full stop."""

    law: str
    article: str = ""
    purpose: str = ""  # what it is for, in the office's words
    says: str = ""  # its sentence, where a paper quotes it
    seen: bool = False  # whether the article was compared with a text of the law

    @property
    def cited(self) -> str:
        """《…法》第三十二条第一款第四项"""
        return f"{self.law}{self.article}"

    @property
    def whole(self) -> str:
        """Cited, with its sentence where there is one."""
        return f"{self.cited}：{self.says}" if self.says else self.cited


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the steps of one regime rest on. `silence`: what follows when nobody tells in time what is missing."""

    accept: Ground
    correct: Ground
    decline: Ground
    grant: Ground
    refuse: Ground  # a decision against the applicant
    silence: str = ""
    usual: Mapping[Usual, Ground] = field(default_factory=dict)  # for the boxes of the notice; `decline` for others

    def of(self, usual: Usual) -> Ground:
        """What not accepting rests on for one of the usual reasons."""
        return self.usual.get(usual, self.decline)


LICENCE_LAW = "《中华人民共和国行政许可法》"
REGISTRATION_RULES = "《中华人民共和国市场主体登记管理条例》"
REAL_ESTATE_RULES = "《不动产登记暂行条例》"
GUIDE = "有关法律、法规和本事项办事指南"


def _licence() -> Grounds:
    law, missing = LICENCE_LAW, "申请材料不齐全或者不符合法定形式的"
    return Grounds(
        accept=Ground(law, "第三十二条第一款第五项", "受理申请", seen=True),
        correct=Ground(
            law, "第三十二条第一款第四项", "一次告知补正",
            f"{missing}，应当当场或者在五日内一次告知申请人需要补正的全部内容，逾期不告知的，自收到申请材料之日起即为受理",
            seen=True,
        ),
        decline=Ground(law, "第三十二条第一款", "不予受理", seen=True),
        grant=Ground(law, "第三十八条第一款", "准予行政许可", seen=True),
        refuse=Ground(law, "第三十八条第二款", "不予行政许可", seen=True),
        silence="本机关未在五个工作日内一次告知的，自收到申请材料之日起即为受理。",
        usual={
            Usual.NOT_NEEDED: Ground(law, "第三十二条第一款第一项", "不需要取得行政许可", seen=True),
            Usual.NOT_COMPETENT: Ground(law, "第三十二条第一款第二项", "不属于本机关职权范围", seen=True),
            Usual.NOT_COMPLETE: Ground(law, "第三十二条第一款第四项", "材料不齐全且未补正", seen=True),
            Usual.FALSE_STATEMENTS: Ground(law, "第七十八条", "隐瞒情况或者提供虚假材料"),
        },
    )  # fmt: skip


def _registration() -> Grounds:
    law = REGISTRATION_RULES
    return Grounds(
        accept=Ground(law, "第十九条", "形式审查，当场登记", seen=True),
        correct=Ground(
            law, "第十九条", "一次性告知补正",
            "申请材料不齐全或者不符合法定形式的，登记机关应当一次性告知申请人需要补正的材料",
        ),
        decline=Ground(law, "第十九条", "不予受理"),
        grant=Ground(law, "第十九条", "予以登记", seen=True),
        refuse=Ground(law, "第二十条", "不予登记"),
        silence="申请材料退还申请人；补正后请重新提交全部申请材料。",
    )  # fmt: skip


def _real_estate() -> Grounds:
    law = REAL_ESTATE_RULES
    return Grounds(
        accept=Ground(law, "第十七条第一款第一项", "受理申请"),
        correct=Ground(
            law, "第十七条第一款第三项", "当场书面告知不予受理并一次性告知",
            "申请材料不齐全或者不符合法定形式的，应当当场书面告知申请人不予受理并一次性告知需要补正的全部内容",
        ),
        decline=Ground(law, "第十七条第一款", "不予受理"),
        grant=Ground(law, "第二十条", "予以登记"),
        refuse=Ground(law, "第二十二条", "不予登记"),
        silence="未当场书面告知申请人不予受理的，视为受理。",
        usual={
            Usual.NOT_COMPETENT: Ground(law, "第十七条第一款第四项", "不属于本机构登记范围"),
            Usual.NOT_COMPLETE: Ground(law, "第十七条第一款第三项", "材料不齐全"),
        },
    )  # fmt: skip


def _by_guide() -> Grounds:
    guide = Ground(GUIDE, purpose="依法定和公布的条件办理", seen=True)
    return Grounds(accept=guide, correct=guide, decline=guide, grant=guide, refuse=guide)


BY_REGIME: Mapping[Regime, Grounds] = {
    Regime.LICENCE: _licence(),
    Regime.REGISTRATION: _registration(),
    Regime.REAL_ESTATE: _real_estate(),
    Regime.SERVICE: _by_guide(),
}

EXTENSION = Ground(LICENCE_LAW, "第四十二条第一款", "经负责人批准延长十日", seen=True)
SPECIAL_PROCEDURE = Ground(LICENCE_LAW, "第四十五条", "听证、检验等所需时间不计入期限", seen=True)
HANDING_OVER = Ground(LICENCE_LAW, "第四十四条", "十日内颁发、送达证件", seen=True)
COMMITMENT = Ground(
    "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42 号）",
    purpose="以告知承诺替代证明材料",
)
REVIEW = Ground("《中华人民共和国行政复议法》", "第二十条", "六十日内申请行政复议")
SUIT = Ground("《中华人民共和国行政诉讼法》", "第四十六条", "六个月内提起行政诉讼")

# Days and months are in the sentence of the remedy, because papers and pages say them with it.
REVIEW_DAYS = 60
SUIT_MONTHS = 6


def remedies(paper: str) -> str:
    """The ways of appeal against a paper: review within 60 days, the court within six months."""
    return (
        f"如不服本{paper}，可以自收到之日起六十日内，依照{REVIEW.cited}向有管辖权的行政复议机关申请行政复议；"
        f"也可以自收到之日起六个月内，依照{SUIT.cited}直接向有管辖权的人民法院提起行政诉讼。"
    )


def every() -> tuple[Ground, ...]:
    """Every ground of the table, each once."""
    steps = [name.name for name in fields(Grounds) if name.name not in ("silence", "usual")]
    found = [getattr(grounds, step) for grounds in BY_REGIME.values() for step in steps]
    found += [ground for grounds in BY_REGIME.values() for ground in grounds.usual.values()]
    found += [EXTENSION, SPECIAL_PROCEDURE, HANDING_OVER, COMMITMENT, REVIEW, SUIT]
    return tuple(dict.fromkeys(found))


def unseen() -> tuple[Ground, ...]:
    """Those whose article was not compared with a text of the law."""
    return tuple(ground for ground in every() if not ground.seen)
