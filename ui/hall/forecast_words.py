"""A forecast in words: always a range, and what it stands on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.hall.forecasting import Told
from deskapp.queries.forecast_error import Recorded
from deskapp.rules.forecast import PROMISED, Quarter, QueueForecast
from deskapp.rules.forecast_line import Basis
from ui import texts

_PER_CENT = 100


def span(least: float, most: float, *, beyond: bool = False) -> str:
    """A range in whole minutes, the least rounded down and the most up: "8–23 分钟"; more than that where it is."""
    low, high = int(least), max(1, -int(-most // 1))
    if beyond:
        return QCoreApplication.translate("forecast", "{least} 分钟以上").format(least=low)
    return texts.between(low, high)


def at(quarter: Quarter) -> str:
    """The range of a quarter."""
    return span(quarter.least, quarter.most, beyond=quarter.beyond)


def row(one: QueueForecast, places: tuple[int, ...]) -> tuple[str, ...]:
    """What is expected at some of the coming quarters."""
    if not one.quarters:
        return (QCoreApplication.translate("forecast", "没有窗口在办"), *("" for _ in places[1:]))
    return tuple(at(one.quarters[min(place, len(one.quarters) - 1)]) for place in places)


def beside(one: QueueForecast, other: QueueForecast, places: tuple[int, ...]) -> tuple[str, ...]:
    """The same as it is and as it would be: "8–23 → 4–12 分钟"."""
    if not one.quarters or not other.quarters:
        now, then = row(one, places), row(other, places)
        return tuple(f"{a} → {b}" if a and b else a or b for a, b in zip(now, then, strict=True))
    told = []
    for place in places:
        before, after = (each.quarters[min(place, len(each.quarters) - 1)] for each in (one, other))
        span_alone = f"{int(before.least)}–{max(1, -int(-before.most // 1))}"
        told.append(f"{at(before) if before.beyond else span_alone} → {at(after)}")
    return tuple(told)


def stands_on(one: QueueForecast) -> str:
    """Which service times it was played with."""
    return {
        Basis.QUEUE: QCoreApplication.translate("forecast", "本队列近 7 天 {n} 次办理"),
        Basis.HALL: QCoreApplication.translate("forecast", "全大厅近 7 天 {n} 次办理（本队列样本不足）"),
        Basis.DEFAULT: QCoreApplication.translate("forecast", "样本不足，用的是通常的办理时间"),
    }[one.basis].format(n=one.samples)


def moved(told: Told) -> str:
    """The wait of a queue, as it is and as it would be."""
    now, then = (
        QCoreApplication.translate("forecast", "没有窗口在办") if one is None else span(*one)
        for one in (told.now, told.then)
    )
    words = QCoreApplication.translate("forecast", "{queue} 队列：{now} → {then}")
    return words.format(queue=told.queue, now=now, then=then)


def off(recorded: Recorded | None) -> str:
    """How far the forecasts of the recorded days were off."""
    if recorded is None:
        return QCoreApplication.translate("forecast", "正在用最近几天检验预测……")
    error = recorded.error
    if error.minutes is None or error.inside is None:
        return QCoreApplication.translate("forecast", "记录的日子还不够，预测差多少不详")
    first = QCoreApplication.translate(
        "forecast",
        "最近 {days} 天用同样的方法：一半的等候与最可能的相差不到 {m} 分钟，{share} % 落在范围里（应为 {promised} %）",
    )
    said = first.format(
        days=len(recorded.days), m=max(1, -int(-error.minutes // 1)), share=round(error.inside * _PER_CENT),
        promised=round(PROMISED * _PER_CENT),
    )  # fmt: skip
    if recorded.widening <= 1:
        return said
    wider = QCoreApplication.translate("forecast", "；因此范围已放宽到 {n} 倍")
    return said + wider.format(n=f"{recorded.widening:.1f}")
