"""What is said of what the camera sees, and of the page that came of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.clerk.photographing import Photographed
from deskapp.devices.camera.contract import Look
from deskapp.devices.camera.profile import Profile
from deskapp.rules.page_making import Doubt
from deskapp.rules.paper_sizes import paper_of
from deskapp.scans.flatten import proportion, turned
from ui import texts
from ui.clerk.camera_sheet import Sides


def look_words(look: Look, profile: Profile, sides: Sides) -> str:
    """What is to be said of a look: what hinders first, and else what was found."""
    sight = look.sight
    if sight.glare:
        return QCoreApplication.translate("CameraWords", "有反光：把灯或纸挪一挪")
    if sides is Sides.BACK:
        return QCoreApplication.translate("CameraWords", "翻到反面，再拍一次")
    if not sight.sheets and sight.reaches_in:
        return QCoreApplication.translate("CameraWords", "纸没有全在画面里，或有手挡着")
    if not sight.sheets:
        return QCoreApplication.translate("CameraWords", "没找到纸边：拍下的是整个画面")
    if len(sight.sheets) > 1:
        return QCoreApplication.translate("CameraWords", "{n} 张，各成一页").format(n=len(sight.sheets))
    shape = proportion(turned(sight.sheets[0], profile.turn), look.width, look.height)
    return paper_words(paper_of(shape, profile.paper))


def paper_words(paper: str) -> str:
    """A paper's name, or that nobody knows its size."""
    if not paper:
        return QCoreApplication.translate("CameraWords", "找到纸边，尺寸不详")
    return QCoreApplication.translate("CameraWords", "证件") if paper == "card" else paper


def taken_words(done: Photographed) -> str:
    """What came of a picture, with what a clerk should look at first."""
    doubts = {
        Doubt.BLURRED: QCoreApplication.translate("CameraWords", "看不清，按 ⌫ 重拍"),
        Doubt.DARK: QCoreApplication.translate("CameraWords", "太暗，开灯后按 ⌫ 重拍"),
        Doubt.BLANK: QCoreApplication.translate("CameraWords", "这一页是空白的"),
        Doubt.CUT_OFF: QCoreApplication.translate("CameraWords", "边上的字可能被切掉了"),
    }
    said = [doubts[doubt] for doubt in done.doubts]
    if not done.flat:
        said.append(QCoreApplication.translate("CameraWords", "没找到纸边，按原样收下"))
    elif done.dpi:
        said.append(QCoreApplication.translate("CameraWords", "已拉平 · {dpi} dpi").format(dpi=done.dpi))
    else:
        said.append(QCoreApplication.translate("CameraWords", "已拉平 · 尺寸不详"))
    return texts.listed(said)
