"""How a way of scanning is said: sizes, colours, sides, profiles, and what kind of thing a source is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.devices.scanner import profile
from deskapp.devices.scanner.contract import Mode, Paper, ScanRequest
from deskapp.rules.page_making import Doubt


def kind(source: str) -> str:
    """What stands behind a source's name."""
    return {
        "sane": QCoreApplication.translate("scan", "接在这台电脑上"),
        "wia": QCoreApplication.translate("scan", "接在这台电脑上（WIA）"),
        "twain": QCoreApplication.translate("scan", "接在这台电脑上（TWAIN）"),
        "escl": QCoreApplication.translate("scan", "在网络里"),
        "folder": QCoreApplication.translate("scan", "监视的文件夹"),
        "pretend": QCoreApplication.translate("scan", "练习用的样张"),
    }.get(source.partition(":")[0], "")


def paper(size: Paper) -> str:
    """A size of paper."""
    return QCoreApplication.translate("scan", "证件") if size is Paper.CARD else size.value


def mode(colours: Mode) -> str:
    """Colour or gray."""
    named = {
        Mode.COLOR: QCoreApplication.translate("scan", "彩色"),
        Mode.GRAY: QCoreApplication.translate("scan", "灰度"),
    }
    return named[colours]


def sides(both: bool) -> str:
    """One side or both."""
    if both:
        return QCoreApplication.translate("scan", "双面")
    return QCoreApplication.translate("scan", "单面")


def place(feeder: bool, *, glass: bool = True) -> str:
    """Where the paper lies."""
    if not feeder:
        return QCoreApplication.translate("scan", "只用玻璃板")
    if not glass:
        return QCoreApplication.translate("scan", "进纸器")
    return QCoreApplication.translate("scan", "进纸器，没有纸就用玻璃板")


def profile_name(name: str) -> str:
    """A profile by its name."""
    return {
        profile.USUAL: QCoreApplication.translate("scan", "本窗常用"),
        profile.CARD: QCoreApplication.translate("scan", "证件"),
        profile.ARCHIVE: QCoreApplication.translate("scan", "档案"),
    }.get(name, name)


def in_short(request: ScanRequest) -> str:
    """A way of scanning in a line."""
    parts = [paper(request.paper), f"{request.dpi} dpi", mode(request.mode), sides(request.duplex)]
    return " · ".join([*parts, place(request.feeder)])


def doubt(seen: Doubt) -> str:
    """What is wrong with a page that was tried."""
    return {
        Doubt.BLANK: QCoreApplication.translate("scan", "空白"),
        Doubt.BLURRED: QCoreApplication.translate("scan", "模糊"),
        Doubt.DARK: QCoreApplication.translate("scan", "太暗"),
        Doubt.CUT_OFF: QCoreApplication.translate("scan", "边上被切掉"),
    }[seen]
