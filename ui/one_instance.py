"""One program for each installation: a second start only brings the first one to the front, and says what was asked."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ui import links

_ANSWER_MS = 500
_MOST = 64  # bytes that a second start says; whoever says more is not one of ours


class OneInstance(QObject):
    """Holds a name on this machine that stands for one home folder of one user."""

    wanted = Signal()  # somebody started the program again
    asked = Signal(str)  # with a link: the case number it names

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = "onewindow-" + sha256(str(home).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._knocked)

    def first(self, asked: str = "") -> bool:
        """Whether this is the first; otherwise the first has been asked to come to the front, and for a case."""
        knock = QLocalSocket()
        knock.connectToServer(self._name)
        if knock.waitForConnected(_ANSWER_MS):
            if asked:
                knock.write(asked.encode("ascii"))
                knock.waitForBytesWritten(_ANSWER_MS)
            knock.disconnectFromServer()
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)  # left behind by a crash
            return self._server.listen(self._name)
        return True

    def end(self) -> None:
        """Give the name up."""
        self._server.close()

    def _knocked(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.readyRead.connect(self._hear)
            connection.disconnected.connect(connection.deleteLater)
            self._take(connection)
        self.wanted.emit()

    def _hear(self) -> None:
        connection = self.sender()
        if isinstance(connection, QLocalSocket):
            self._take(connection)

    def _take(self, connection: QLocalSocket) -> None:
        said = bytes(connection.read(_MOST).data()).decode("ascii", "replace")
        if said and (number := links.number_in(f"{links.CASE}{said}")):
            self.asked.emit(number)
