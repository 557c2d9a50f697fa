"""选扫描仪: what was found, how this window scans with the one that is picked, and a page to try it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from ui.clerk import scan_words
from ui.parts.choices import Choice, Choices
from ui.parts.field import Field
from ui.parts.look import button, label, set_tone
from ui.parts.overlay import Overlay
from ui.parts.picture import Picture

FOLDER = "folder:"  # the line that asks for a folder
_USUAL_DPI = (150, 200, 300, 400, 600)


@dataclass(frozen=True, slots=True)
class Line:
    """One source in the list; with a `fault`, why a way of looking found nothing, in the language of the moment."""

    source: str
    title: str
    fault: Callable[[], str] | None = None


class ScannerPanel(Overlay):
    """In: sources as they are found, abilities, a page. Out: what was picked, and how to scan."""

    picked = Signal(str)
    folder_asked = Signal()
    profile_picked = Signal(str)
    tried = Signal()
    trusted = Signal()
    kept = Signal()

    def __init__(self, screen: QWidget, keep_key: str, try_key: str) -> None:
        super().__init__(screen, QSize(1180, 600))
        self._keys = (keep_key, try_key)
        self._lines: tuple[Line, ...] = ()
        self._profiles: tuple[str, ...] = ("",)
        self._seeking = False
        self._used = ""
        self._able: Abilities | None = None
        self._asking = self._trying = False
        self._said: tuple[Callable[[], str], str] = (str, "quiet")
        self.source = ""
        self.certificate = ""
        self.summary = label(0.95, tone="quiet")
        self.list = Choices()
        self.address = Field()
        self.named = label(1.05, bold=True)
        self.profile, self.paper, self.dpi, self.mode, self.sides, self.place = (QComboBox() for _ in range(6))
        self._names = [QLabel() for _ in range(6)]
        self._form = QWidget()
        self.words = label()
        self.words.setWordWrap(True)
        self.picture = Picture()
        self.trust_button = button("primary")
        self.try_button = button()
        self.keep_button = button("primary")
        self._lay_out()
        self.list.chosen.connect(self._choose)
        self.address.entered.connect(self._take_address)
        self.place.currentIndexChanged.connect(lambda _: self._able_sides())
        self.profile.activated.connect(lambda _: self.profile_picked.emit(self.profile.currentData()))
        self.trust_button.clicked.connect(self.answer)
        self.try_button.clicked.connect(self.try_page)
        self.keep_button.clicked.connect(self.answer)
        self.say()

    def start(self, used: str, profiles: tuple[str, ...]) -> None:
        """Open it; `used` is what this window scans with now."""
        self._used = self.source = used
        self._profiles = profiles
        self._lines = ()
        self._able, self.certificate = None, ""
        self.show_trial(None)
        self.address.set_text("")
        self.say()
        self.profile.setCurrentIndex(0)
        self.open_panel(self.list)

    def show_sources(self, lines: tuple[Line, ...], *, seeking: bool) -> None:
        """Show what was found so far; the mark stays where it is."""
        marked = self.marked
        self._lines, self._seeking = lines, seeking
        self.say()
        keys = [choice.key for choice in self.list.choices]
        wanted = marked if marked not in ("", FOLDER) else self.source
        if wanted in keys:
            self.list.setCurrentIndex(self.list.model().index(keys.index(wanted), 0))

    def show_asking(self, source: str) -> None:
        """A scanner is being asked what it can do."""
        self.source, self._able, self.certificate = source, None, ""
        self._asking = True
        self.show_trial(None)
        self.say()

    def show_able(self, able: Abilities, request: ScanRequest) -> None:
        """What it can do, and how this profile scans with it."""
        self._able, self._asking, self.certificate = able, False, ""
        self.say()
        self.show_request(request)

    def show_request(self, request: ScanRequest) -> None:
        """How a profile scans."""
        dots = str(request.dpi)
        if self.dpi.findData(dots) < 0:
            self.dpi.addItem(f"{dots} dpi", dots)
        for box, key in (
            (self.paper, request.paper.value), (self.dpi, dots), (self.mode, request.mode.value),
            (self.place, _yes(request.feeder)), (self.sides, _yes(request.duplex)),
        ):  # fmt: skip
            box.setCurrentIndex(max(0, box.findData(key)))
        self._able_sides()

    def show_certificate(self, certificate: str) -> None:
        """It shows a certificate that nobody here has seen: it must be trusted before it is used."""
        self._asking, self.certificate = False, certificate
        self.say()

    def show_trying(self) -> None:
        """A page is on its way."""
        self._trying = True
        self.show_trial(None)

    def show_trial(self, picture: QImage | None, words: Callable[[], str] = str, tone: str = "quiet") -> None:
        """A page that was tried, or the words for why there is none; they are said again in another language."""
        said = words is not str
        self._trying = self._trying and picture is None and not said
        self._asking = self._asking and not said
        self._said = (words, tone)
        self.picture.show_image(picture)
        self.say()

    @property
    def request(self) -> ScanRequest:
        """How to scan, as it stands on the panel."""
        return ScanRequest(
            dpi=int(self.dpi.currentData() or 300),
            mode=Mode(self.mode.currentData() or Mode.COLOR),
            feeder=self.place.currentData() == _yes(on=True),
            duplex=self.sides.currentData() == _yes(on=True) and self.sides.isEnabled(),
            paper=Paper(self.paper.currentData() or Paper.A4),
        )

    @property
    def marked(self) -> str:
        """The source that the mark is on; "" for none."""
        row = self.list.currentIndex().row()
        return self.list.choices[row].key if 0 <= row < len(self.list.choices) else ""

    def answer(self) -> None:
        """Trust the scanner, or keep what stands here."""
        if self.isVisible() and self.certificate:
            self.trusted.emit()
        elif self.isVisible() and self.keep_button.isEnabled():
            self.kept.emit()

    def try_page(self) -> None:
        """Ask for a page to look at."""
        if self.isVisible() and self.try_button.isEnabled():
            self.tried.emit()

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("选扫描仪"))
        found = sum(line.fault is None for line in self._lines)
        said = self.tr("找到 {n} 台").format(n=found) if found else self.tr("没有找到扫描仪")
        self.summary.setText(self.tr("正在找…已找到 {n} 台").format(n=found) if self._seeking else said)
        self.list.setAccessibleName(self.tr("找到的扫描仪"))
        self._show_list()
        self.address.call(self.tr("不在列表里：录入网络地址，按回车"))
        names = (
            self.tr("方案"),
            self.tr("纸张"),
            self.tr("清晰度"),
            self.tr("颜色"),
            self.tr("进纸"),
            self.tr("单双面"),
        )
        for name, words in zip(self._names, names, strict=True):
            name.setText(words)
        self._fill_boxes()
        title = next(
            (line.title for line in self._lines if line.source == self.source and line.fault is None), self.source
        )
        self.named.setText(title or self.tr("选一台，按回车"))
        self._say_state()
        self.trust_button.setText(f"{self.tr('指纹一致，信任这台')}  {self._keys[0]}")
        self.try_button.setText(f"{self.tr('试扫一页')}  {self._keys[1]}")
        self.keep_button.setText(f"{self.tr('本窗就这样扫')}  {self._keys[0]}")
        super().say()

    def _say_state(self) -> None:
        words, tone = self._said[0](), self._said[1]
        if self.certificate:
            told = self.tr(
                "第一次用这台扫描仪。请在它的面板或网页上核对证书指纹：\n{print}\n不一致就不要用，告诉管理员。"
            )
            words, tone = told.format(print=_in_groups(self.certificate)), "owed"
        elif self._asking:
            words, tone = self.tr("正在问它能做什么…"), "quiet"
        elif self._trying:
            words, tone = self.tr("正在试扫…Esc 停止"), "quiet"
        self.words.setText(words)
        set_tone(self.words, tone)
        ready = self._able is not None and not self.certificate
        self._form.setVisible(not self.certificate)  # nothing can be chosen before it is trusted
        self.trust_button.setVisible(bool(self.certificate))
        self.keep_button.setVisible(not self.certificate)
        self.keep_button.setEnabled(ready and not self._trying)
        self.try_button.setEnabled(ready and not self._trying)
        for box in (self.profile, self.paper, self.dpi, self.mode, self.place):
            box.setEnabled(ready)
        self._able_sides()

    def _show_list(self) -> None:
        shown = []
        for number, line in enumerate(self._lines):
            if line.fault is not None:
                shown.append(Choice(f"fault {number}", line.fault(), line.title, note=True))
            else:
                hint = self.tr("正在用") if line.source == self._used else ""
                kind = scan_words.kind(line.source)
                shown.append(Choice(line.source, line.title, f"{kind} · {line.source}", hint))
        shown.append(Choice(FOLDER, self.tr("监视一个文件夹…"), self.tr("别的程序或复印机把图片放进去")))
        before = self.marked
        if tuple(shown) != self.list.choices:
            self.list.show_choices(shown)
            keys = [choice.key for choice in shown]
            if before in keys:
                self.list.setCurrentIndex(self.list.model().index(keys.index(before), 0))

    def _fill_boxes(self) -> None:
        able = self._able
        modes = [mode for mode in Mode if able is None or not able.modes or mode in able.modes]
        dots = sorted({able.nearest_dpi(dpi) for dpi in _USUAL_DPI} if able is not None else set(_USUAL_DPI))
        feeder, glass = able is None or able.feeder, able is None or able.glass
        places = {_yes(on): scan_words.place(on, glass=glass) for on in (True, False) if (feeder if on else glass)}
        duplex = able is None or able.duplex
        _fill(self.profile, {name: scan_words.profile_name(name) for name in self._profiles})
        _fill(self.paper, {size.value: scan_words.paper(size) for size in Paper})
        _fill(self.dpi, {str(dpi): f"{dpi} dpi" for dpi in dots})
        _fill(self.mode, {mode.value: scan_words.mode(mode) for mode in modes})
        _fill(self.place, places)
        _fill(self.sides, {_yes(both): scan_words.sides(both) for both in ((False, True) if duplex else (False,))})

    def _able_sides(self) -> None:
        """Both sides go through a feeder."""
        able = self._able
        self.sides.setEnabled(
            able is not None and not self.certificate and able.duplex and self.place.currentData() == _yes(on=True)
        )

    def _choose(self, key: str) -> None:
        if key == FOLDER:
            self.folder_asked.emit()
        else:
            self.picked.emit(key)

    def _take_address(self) -> None:
        told = self.address.text().strip()
        if told:
            self.picked.emit(told if told.startswith("escl:") else f"escl:{told}")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.summary)
        left.addWidget(self.list, 1)
        left.addWidget(self.address)
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        boxes = (self.profile, self.paper, self.dpi, self.mode, self.place, self.sides)
        for row, (name, box) in enumerate(zip(self._names, boxes, strict=True)):
            name.setBuddy(box)
            name.setProperty("tone", "quiet")
            box.setMinimumWidth(170)
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(1, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.named)
        right.addWidget(self._form)
        right.addWidget(self.words)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 9)
        columns.addLayout(right, 8)
        columns.addWidget(self.picture, 7)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for made in (self.try_button, self.trust_button, self.keep_button):
            foot.addWidget(made)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)


def _yes(on: bool) -> str:
    return "yes" if on else "no"


def _in_groups(certificate: str) -> str:
    """A fingerprint as panels of devices show it, in two lines."""
    pairs = [certificate[at : at + 2].upper() for at in range(0, len(certificate), 2)]
    half = len(pairs) // 2
    return ":".join(pairs[:half]) + "\n" + ":".join(pairs[half:])


def _fill(box: QComboBox, named: Mapping[str, str]) -> None:
    """Offer these; what was chosen stays chosen while it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for key, words in named.items():
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
