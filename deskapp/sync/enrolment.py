"""Showing the centre a code, over HTTP."""

from __future__ import annotations

from deskapp.ids import HallId
from deskapp.protocol.enrolment import Enrol, EnrolAnswer
from deskapp.protocol.messages import WindowNames
from deskapp.sync.http_line import HttpLine


class HttpEnrolment:
    """Implements `protocol.enrolment.EnrolmentOfCentre` over a line."""

    def __init__(self, line: HttpLine) -> None:
        self._line = line

    def window_names(self) -> WindowNames:
        return self._line.told("GET", "/api/v1/windows", WindowNames)

    def enrol(self, words: Enrol) -> HallId:
        return self._line.told("POST", "/api/v1/enrolments", EnrolAnswer, body=words).hall
