"""The words of the office for what a case meets: procedures, reasons, limits, questions and answers.

Not among `ui.texts`: the first page is on the screen before any of this is loaded.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.rules.case_facts import Handed, Procedure, Usual
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.questions import Because, Question, in_words
from ui import texts


def procedure(which: Procedure) -> str:
    """A procedure that stops the clock."""
    return {
        Procedure.HEARING: QCoreApplication.translate("texts", "听证"),
        Procedure.TENDER: QCoreApplication.translate("texts", "招标"),
        Procedure.AUCTION: QCoreApplication.translate("texts", "拍卖"),
        Procedure.INSPECTION: QCoreApplication.translate("texts", "检验"),
        Procedure.TESTING: QCoreApplication.translate("texts", "检测"),
        Procedure.QUARANTINE: QCoreApplication.translate("texts", "检疫"),
        Procedure.APPRAISAL: QCoreApplication.translate("texts", "鉴定"),
        Procedure.EXPERT_REVIEW: QCoreApplication.translate("texts", "专家评审"),
    }[which]


def usual(which: Usual) -> str:
    """One of the five usual reasons not to accept."""
    return {
        Usual.NOT_NEEDED: QCoreApplication.translate("texts", "依法不需要办理这个事项"),
        Usual.NOT_COMPETENT: QCoreApplication.translate("texts", "依法不属于本部门职权范围"),
        Usual.NOT_COMPLETE: QCoreApplication.translate("texts", "材料不齐或不合法定形式，未按要求补正"),
        Usual.FALSE_STATEMENTS: QCoreApplication.translate("texts", "隐瞒情况或者提供虚假材料"),
        Usual.OTHERWISE: QCoreApplication.translate("texts", "其他依法不予受理的情形"),
    }[which]


def handed(which: Handed) -> str:
    """How a result reaches whoever it is for."""
    return {
        Handed.WINDOW: QCoreApplication.translate("texts", "窗口领取"),
        Handed.POST: QCoreApplication.translate("texts", "邮寄送达"),
        Handed.ELECTRONIC: QCoreApplication.translate("texts", "电子送达"),
    }[which]


def limit(which: Limit) -> str:
    """How long something may take: "5 个工作日"."""
    return {
        LimitUnit.WORKING_DAYS: QCoreApplication.translate("texts", "{n} 个工作日"),
        LimitUnit.CALENDAR_DAYS: QCoreApplication.translate("texts", "{n} 天"),
        LimitUnit.HOURS: QCoreApplication.translate("texts", "{n} 小时"),
    }[which.unit].format(n=which.amount)


def asked(question: Question) -> str:
    """What a question asks."""
    return question.en if texts.language() == "en" and question.en else question.name


def answer(question: Question, said: str) -> str:
    """An answer as it is said."""
    return in_words(question, said)[1 if texts.language() == "en" else 0]


def said(question: Question, given: str) -> str:
    """A question with its answer."""
    return f"{asked(question)}{': ' if texts.language() == 'en' else '：'}{answer(question, given)}"


def because(reasons: tuple[Because, ...]) -> str:
    """The answers that decide something, in one line."""
    return texts.listed([said(one.question, one.answer) for one in reasons])
