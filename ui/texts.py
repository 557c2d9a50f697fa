"""The language of the program, and the small phrases several pages share.

Source strings are Chinese, by `tr()`; a language is one `.ts` file and the `.qm` made of it. Nothing is loaded for
Chinese but Qt's own words.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from deskapp.clock import OFFICE_TIME
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case_state import State
from deskapp.rules.late import Late
from deskapp.rules.material_state import Form, Standing

LANGUAGES = {"zh": "中文", "en": "English"}
_QT_NAMES = {"zh": "qtbase_zh_CN", "en": "qtbase_en"}
_speaking: dict[str, object] = {"lang": "zh", "translators": []}


def speak(app: QApplication, lang: str) -> None:
    """Let the whole program speak this language from now on. Every widget hears a LanguageChange."""
    chosen = lang if lang in LANGUAGES else "zh"
    old = _speaking["translators"]
    translators: list[QTranslator] = []
    if chosen != "zh":
        own = QTranslator(app)
        own.load(str(resources.path(f"i18n/onewindow_{chosen}.qm")))
        translators.append(own)
    qts = QTranslator(app)
    if qts.load(_QT_NAMES[chosen], QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        translators.append(qts)
    _speaking["lang"] = chosen
    _speaking["translators"] = translators
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if chosen == "zh" else QLocale.Language.English))
    for translator in old if isinstance(old, list) else ():
        app.removeTranslator(translator)
    for translator in translators:
        app.installTranslator(translator)


def language() -> str:
    """The language spoken now: "zh" or "en"."""
    return str(_speaking["lang"])


def clock_time(moment: datetime) -> str:
    """The time of day at the office: "10:42"."""
    return moment.astimezone(OFFICE_TIME).strftime("%H:%M")


def day(which: date) -> str:
    """A day of this or the next year: "12月3日", "3 Dec"."""
    if language() == "zh":
        return f"{which.month}月{which.day}日"
    return f"{which.day} {QLocale(QLocale.Language.English).monthName(which.month, QLocale.FormatType.ShortFormat)}"


def minutes(since: datetime, now: datetime) -> str:
    """How long ago, in whole minutes."""
    return QCoreApplication.translate("texts", "{n} 分钟").format(n=whole_minutes(since, now))


def whole_minutes(since: datetime, now: datetime) -> int:
    """Whole minutes from then to now, never negative: the two may have been told by different clocks."""
    return max(0, int((now - since).total_seconds() // 60))


def between(least: int, most: int) -> str:
    """A wait as its range, in minutes."""
    return QCoreApplication.translate("texts", "{least}–{most} 分钟").format(least=least, most=most)


def unknown_wait() -> str:
    """What is said of a wait while too little is known."""
    return QCoreApplication.translate("texts", "不详")


def money(fen: int) -> str:
    """An amount given in fen."""
    if fen == 0:
        return QCoreApplication.translate("texts", "不收费")
    return QCoreApplication.translate("texts", "{yuan} 元").format(yuan=f"{fen / 100:.2f}")


def form(which: Form) -> str:
    """The form a material may come in."""
    return {
        Form.ORIGINAL: QCoreApplication.translate("texts", "原件"),
        Form.COPY: QCoreApplication.translate("texts", "复印件"),
        Form.ELECTRONIC: QCoreApplication.translate("texts", "电子件"),
    }[which]


def standing(which: Standing) -> str:
    """How a material stands."""
    return {
        Standing.OWED: QCoreApplication.translate("texts", "待收"),
        Standing.RECEIVED: QCoreApplication.translate("texts", "已收"),
        Standing.COMMITTED: QCoreApplication.translate("texts", "告知承诺"),
        Standing.DEFERRED: QCoreApplication.translate("texts", "容缺"),
        Standing.SHARED: QCoreApplication.translate("texts", "免提交"),
        Standing.PRODUCED: QCoreApplication.translate("texts", "不用交"),
        Standing.NOT_NEEDED: QCoreApplication.translate("texts", "不需要"),
        Standing.OPTIONAL: QCoreApplication.translate("texts", "可交可不交"),
        Standing.UNDECIDED: QCoreApplication.translate("texts", "先回答上面的问题"),
    }[which]


def bundle_state(which: BundleState) -> str:
    """How far a bundle is."""
    return {
        BundleState.AT_THE_WINDOW: QCoreApplication.translate("texts", "收件中"),
        BundleState.CORRECTION_REQUESTED: QCoreApplication.translate("texts", "待补正"),
        BundleState.RUNNING: QCoreApplication.translate("texts", "部门办理中"),
        BundleState.DECIDED: QCoreApplication.translate("texts", "全部办结"),
        BundleState.PARTLY_DELIVERED: QCoreApplication.translate("texts", "已领一部分"),
        BundleState.DELIVERED: QCoreApplication.translate("texts", "全部领走"),
        BundleState.ENDED: QCoreApplication.translate("texts", "已终结"),
    }[which]


def state(which: State) -> str:
    """Where a case is in its life."""
    return {
        State.FILED: QCoreApplication.translate("texts", "待预审"),
        State.OPENED: QCoreApplication.translate("texts", "收件"),
        State.PRE_REVIEWED: QCoreApplication.translate("texts", "预审中"),
        State.CORRECTION_REQUESTED: QCoreApplication.translate("texts", "待补正"),
        State.ACCEPTED: QCoreApplication.translate("texts", "已受理"),
        State.DECLINED: QCoreApplication.translate("texts", "不予受理"),
        State.WITHDRAWN: QCoreApplication.translate("texts", "已撤回"),
        State.PAUSED: QCoreApplication.translate("texts", "挂起"),
        State.DECIDED: QCoreApplication.translate("texts", "已办结"),
        State.READY: QCoreApplication.translate("texts", "待领"),
        State.DELIVERED: QCoreApplication.translate("texts", "已送达"),
        State.ARCHIVED: QCoreApplication.translate("texts", "已归档"),
    }[which]


def late(which: Late) -> str:
    """Why a case is looked at."""
    return {
        Late.STATUTORY: QCoreApplication.translate("texts", "超法定期限（红牌）"),
        Late.PROMISED: QCoreApplication.translate("texts", "超承诺期限（黄牌）"),
        Late.ANSWER: QCoreApplication.translate("texts", "逾期未告知"),
        Late.DEFERRAL: QCoreApplication.translate("texts", "容缺逾期"),
        Late.CORRECTION: QCoreApplication.translate("texts", "补正逾期"),
        Late.PROCEDURE: QCoreApplication.translate("texts", "特别程序到期"),
        Late.DELIVERY: QCoreApplication.translate("texts", "逾期未送达"),
        Late.DUE_SOON: QCoreApplication.translate("texts", "快到期"),
    }[which]


def long_day(which: date) -> str:
    """A day of any year: "2024年6月1日", "1 Jun 2024"."""
    if language() == "zh":
        return f"{which.year}年{day(which)}"
    return f"{day(which)} {which.year}"


def cancelled(since: date | None, why: str) -> str:
    """Since when and why a proof may no longer be asked for."""
    told = QCoreApplication.translate("texts", "{day} 起取消，不得再向群众要。原因：{why}")
    return told.format(day=long_day(since) if since is not None else "", why=why)


def listed(parts: list[str]) -> str:
    """Several things in one line."""
    return ("、" if language() == "zh" else ", ").join(parts)
