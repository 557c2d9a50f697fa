"""The law that each step rests on, by the regime of the item (the catalogue says which one is the item's)."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.rules.catalog import Regime


@dataclass(frozen=True, slots=True)
class Grounds:
    """Without full stops. `silence`: what follows when the office does not tell in time what is missing."""

    accept: str
    correct: str
    silence: str
    decline: str
    grant: str
    refuse: str  # a decision against the applicant


_LICENCE = "《中华人民共和国行政许可法》"
_REGISTRATION = "《中华人民共和国市场主体登记管理条例》"
_REAL_ESTATE = "《不动产登记暂行条例》"
_GUIDE = "有关法律、法规和本事项办事指南"

BY_REGIME = {
    Regime.LICENCE: Grounds(
        accept=f"{_LICENCE}第三十二条第一款第五项",
        correct=(
            f"{_LICENCE}第三十二条第一款第四项：申请材料不齐全或者不符合法定形式的，应当当场或者在五日内一次告知申请人需要补正的"
            "全部内容，逾期不告知的，自收到申请材料之日起即为受理"
        ),
        silence="本机关未在五个工作日内一次告知的，自收到申请材料之日起即为受理。",
        decline=f"{_LICENCE}第三十二条第一款",
        grant=f"{_LICENCE}第三十八条第一款",
        refuse=f"{_LICENCE}第三十八条第二款",
    ),
    Regime.REGISTRATION: Grounds(
        accept=f"{_REGISTRATION}第十九条",
        correct=(
            f"{_REGISTRATION}第十九条：申请材料不齐全或者不符合法定形式的，登记机关应当一次性告知申请人需要补正的材料"
        ),
        silence="申请材料退还申请人；补正后请重新提交全部申请材料。",
        decline=f"{_REGISTRATION}第十九条",
        grant=f"{_REGISTRATION}第十九条",
        refuse=f"{_REGISTRATION}第二十条",
    ),
    Regime.REAL_ESTATE: Grounds(
        accept=f"{_REAL_ESTATE}第十七条第一款第一项",
        correct=(
            f"{_REAL_ESTATE}第十七条第一款第三项：申请材料不齐全或者不符合法定形式的，应当当场书面告知申请人不予受理并一次性告知"
            "需要补正的全部内容"
        ),
        silence="未当场书面告知申请人不予受理的，视为受理。",
        decline=f"{_REAL_ESTATE}第十七条第一款",
        grant=f"{_REAL_ESTATE}第二十条",
        refuse=f"{_REAL_ESTATE}第二十二条",
    ),
    Regime.SERVICE: Grounds(accept=_GUIDE, correct=_GUIDE, silence="", decline=_GUIDE, grant=_GUIDE, refuse=_GUIDE),
}  # fmt: skip

EXTENSION = "《中华人民共和国行政许可法》第四十二条第一款"
SPECIAL_PROCEDURE = "《中华人民共和国行政许可法》第四十五条"
HANDING_OVER = "《中华人民共和国行政许可法》第四十四条"
COMMITMENT = "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42 号）"
REMEDIES = (
    "如不服本{paper}，可以自收到之日起六十日内，依照《中华人民共和国行政复议法》第二十条向有管辖权的行政复议机关申请行政复议；"
    "也可以自收到之日起六个月内，依照《中华人民共和国行政诉讼法》第四十六条直接向有管辖权的人民法院提起行政诉讼。"
)


def remedies(paper: str) -> str:
    """The ways of appeal against a paper: review within 60 days, the court within six months."""
    return REMEDIES.format(paper=paper)
