"""Waits until a source has a picture ready: it says so by a call, or by messages of Windows that pass through here."""

from __future__ import annotations

import ctypes
import time
from collections import deque
from ctypes import POINTER, c_uint16, c_uint32, c_void_p
from typing import Any

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import twain_window
from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.tray import LOOK, Tray
from deskapp.devices.scanner.twain_dsm import Dsm
from deskapp.devices.scanner.twain_words import CONTROL, Dat, Identity, Msg, Rc


class Ready:
    """What a source has said, kept alive as long as it may call."""

    def __init__(self, dsm: Dsm, source: Identity) -> None:
        self._dsm = dsm
        self._source = source
        self._said: deque[int] = deque()
        told = tw.calling()(c_uint16, POINTER(Identity), POINTER(Identity), c_uint32, c_uint16, c_uint16, c_void_p)
        self._called = told(self._hear)

    def register(self) -> None:
        """Ask to be called. An old manager cannot; its messages come through the window."""
        data = tw.Callback(function=ctypes.cast(self._called, c_void_p), reference=0, message=0)
        self._dsm.call(self._source, CONTROL, Dat.CALLBACK, Msg.REGISTER_CALLBACK, data)

    def wait(self, tray: Tray) -> bool:
        """Until a picture is ready; False when nobody wants it any more. DriverTrouble when the source gives up."""
        while not tray.unwanted:
            for told in twain_window.messages():
                self._offer(told)
            while self._said:
                message = self._said.popleft()
                if message == Msg.XFER_READY:
                    return True
                if message in (Msg.CLOSE_REQUEST, Msg.CLOSE_OK):
                    raise tray.trouble(ScannerCode.CANCELLED_AT_DEVICE)
            tray.beat()
            time.sleep(LOOK)
        return False

    def _hear(self, _: Any, __: Any, ___: int, ____: int, message: int, _____: Any) -> int:
        self._said.append(message)
        return int(Rc.SUCCESS)

    def _offer(self, told: Any) -> None:
        """A message of Windows: the source takes it for its own, or it goes where it belongs."""
        event = tw.Event(event=ctypes.addressof(told), message=0)
        went = self._dsm.call(self._source, CONTROL, Dat.EVENT, Msg.PROCESS_EVENT, event)
        if event.message:
            self._said.append(int(event.message))
        if went != Rc.SOURCE_EVENT:
            twain_window.pass_on(told)
