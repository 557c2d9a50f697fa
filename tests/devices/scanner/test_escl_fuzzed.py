"""Whatever a device in the network answers, a scan ends soon, with pages or a sentence, and nothing is left of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.devices.scanner.contract import Page, ScanRequest
from deskapp.devices.scanner.escl import EsclScanner
from deskapp.devices.scanner.escl_job import MOST_PAGE, Patience
from deskapp.devices.scanner.roster import address_of
from deskapp.failures import DeviceTrouble
from deskapp.sentences import sentence
from tests.fakes.escl.device import Device, Sheet, white
from tests.fakes.escl.server import Running, scanner

HASTY = Patience(connecting=1, answer=0.3, silence=0.3, page=0.5, busy=0.1, goodbye=0.3)

STATUS = b"<s:ScannerStatus xmlns:s='s'><s:State>%s</s:State><s:AdfState>%s</s:AdfState></s:ScannerStatus>"
WORDS = st.sampled_from(
    [b"Idle", b"Processing", b"Down", b"ScannerAdfJam", b"ScannerAdfEmpty", b"ScannerAdfLoaded", b"?"]
)
BODIES = st.one_of(
    st.binary(max_size=64),
    st.sampled_from([b"", b"<a/>", b"\xff\xd8\xff\xe0 half", b"%PDF-1.7", b"II*\0" + b"\xff" * 20, white()[:5000]]),
    st.builds(lambda state, feeder: STATUS % (state, feeder), WORDS, WORDS),
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Content-Length", "Transfer-Encoding", "Location", "Retry-After", "Connection", "Content-Encoding"]
    ),
    st.sampled_from(
        ["", "0", "5", "-1", "99999999999", "chunked", "close", "/eSCL/ScanJobs/1", "http://192.0.2.1/x", "gzip"]
    ),
    max_size=2,
)
CODES = st.sampled_from([200, 200, 200, 201, 204, 301, 307, 400, 401, 404, 409, 410, 416, 500, 503])
PLACES = st.sampled_from(
    ["/ScannerCapabilities", "/ScannerStatus", "/ScanJobs", "/ScanJobs/1/NextDocument", "/ScanJobs/1"]
)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with scanner(Device()) as standing:
        yield standing


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, st.tuples(CODES, HEADERS, BODIES), min_size=1), st.booleans(), st.booleans())
def test_no_answer_of_a_device_is_a_crash_a_hang_or_a_leak(
    running: Running, told: dict[str, tuple[int, dict[str, str], bytes]], feeder: bool, job_is_right: bool
) -> None:
    running.device = Device([Sheet(white())] * 2)
    running.overrides = dict(told)
    if job_is_right:
        running.overrides["/ScanJobs"] = (201, {"Location": "/eSCL/ScanJobs/1"}, b"")
    came: list[Page] = []
    trouble = ""
    try:
        asked = ScanRequest(dpi=75, feeder=feeder, max_pages=3)
        came.extend(EsclScanner(address_of(running.name), patience=HASTY).scan(asked))
    except DeviceTrouble as told_us:
        trouble = sentence(told_us, "zh")
    assert "scanner." not in trouble
    assert all(0 < len(page.image) <= MOST_PAGE and page.width > 0 for page in came)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("escl")]
