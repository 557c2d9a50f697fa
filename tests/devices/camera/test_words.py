"""What a camera's process says is read as it was said; whatever else comes through the pipe is rubbish and told so."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.camera.contract import Listed, Look, Opened, Shot, Told
from deskapp.devices.camera.words import LOOK, OPENED, SHOT, TROUBLE, Garbled, heard, said
from deskapp.devices.errors import CameraCode
from deskapp.failures import DeviceTrouble
from deskapp.protocol.json import encode
from deskapp.rules.lying_still import Sight
from deskapp.rules.page_making import Corner

SHEET = (Corner(10_000, 10_000), Corner(90_000, 10_000), Corner(90_000, 90_000), Corner(10_000, 90_000))
SAID: tuple[Told, ...] = (
    Opened(
        "/dev/video0", (2592, 1944), (Listed("/dev/video0", "高拍仪", ((2592, 1944), (640, 480))), Listed("x", "y"))
    ),
    Look(7, 3, 2, bytes(range(24)), Sight((SHEET,), reaches_in=True, moved=12, glare=True)),
    Shot(3, b"\xff\xd8 a file", 2592, 1944, (SHEET,)),
)


def spoken(*told: Told) -> bytes:
    return b"".join(bytes(piece) for one in told for piece in said(one))


def word(letter: bytes, body: bytes) -> bytes:
    return letter + len(body).to_bytes(4, "big") + body


def with_head(head: object, rest: bytes = b"") -> bytes:
    json = encode(head)
    return len(json).to_bytes(4, "big") + json + rest


def test_every_word_is_heard_as_it_was_said() -> None:
    pipe = io.BytesIO(spoken(*SAID))
    assert tuple(heard(pipe.read) for _ in SAID) == SAID
    assert heard(pipe.read) is None


def test_a_trouble_is_heard_with_its_camera() -> None:
    for trouble in (DeviceTrouble(CameraCode.BUSY), DeviceTrouble(CameraCode.NO_SUCH_CAMERA, camera="高拍仪")):
        told = heard(io.BytesIO(spoken(trouble)).read)
        assert isinstance(told, DeviceTrouble)
        assert (told.code, told.values) == (trouble.code, trouble.values)


def test_a_word_that_breaks_off_is_the_end() -> None:
    whole = spoken(SAID[1])
    for length in range(len(whole)):
        assert heard(io.BytesIO(whole[:length]).read) is None


A_LOOK = {"number": 1, "width": 2, "height": 1, "sight": {}}
CROSSED = [{"x": 0, "y": 0}, {"x": 100_000, "y": 100_000}, {"x": 100_000, "y": 0}, {"x": 0, "y": 100_000}]
RUBBISH = {
    "no letter of ours": word(b"X", b"{}"),
    "a length beyond reason": OPENED + b"\xff\xff\xff\xff",
    "no json": word(OPENED, b"hello"),
    "another shape": word(OPENED, b'{"name": 5}'),
    "a code of nobody": word(TROUBLE, encode({"code": "os.remove"})),
    "a head longer than the word": word(LOOK, b"\0\0\xff\xff{}"),
    "fewer pixels than it says": word(LOOK, with_head(A_LOOK, b"\0" * 7)),
    "more pixels than it says": word(LOOK, with_head(A_LOOK, b"\0" * 9)),
    "no size": word(LOOK, with_head(A_LOOK | {"width": 0, "height": 0})),
    "a negative size": word(LOOK, with_head(A_LOOK | {"width": -1, "height": -2}, b"\0" * 8)),
    "larger than a screen": word(LOOK, with_head(A_LOOK | {"width": 4096, "height": 1}, b"\0" * 16384)),
    "a sheet that is none": word(SHOT, with_head({"asked": 1, "width": 9, "height": 9, "sheets": [CROSSED]})),
    "many sheets": word(
        SHOT,
        with_head({"asked": 1, "width": 9, "height": 9, "sheets": [SHEET] * 9}),
    ),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_rubbish_is_told_as_rubbish(name: str) -> None:
    with pytest.raises(Garbled):
        heard(io.BytesIO(RUBBISH[name]).read)


@given(st.binary(max_size=400))
def test_whatever_comes_through_the_pipe_does_no_harm(data: bytes) -> None:
    pipe = io.BytesIO(data)
    try:
        while heard(pipe.read) is not None:
            pass
    except Garbled:
        pass


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_a_word_that_was_tampered_with_is_the_same_kind_or_rubbish(at: int, by: bytes) -> None:
    whole = bytearray(spoken(SAID[1]))
    at %= len(whole)
    whole[at : at + len(by)] = by
    try:
        told = heard(io.BytesIO(bytes(whole)).read)
    except Garbled:
        return
    assert told is None or (isinstance(told, Look) and len(told.pixels) == told.width * told.height * 4)
