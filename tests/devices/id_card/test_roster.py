"""The reader that a name means, and what is no name."""

from __future__ import annotations

import pytest

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.library import LibraryReader
from deskapp.devices.id_card.pretend import PretendReader, record
from deskapp.devices.id_card.roster import find
from deskapp.devices.id_card.serial_port import SerialReader
from deskapp.failures import DeviceTrouble


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", type(None)),
        ("serial:COM3", SerialReader),
        ("serial:/dev/ttyUSB0", SerialReader),
        ("library:", LibraryReader),
        ("library:C:\\reader\\sdtapi.dll", LibraryReader),
        ("pretend:", PretendReader),
    ],
)
def test_a_name_means_a_reader(name: str, kind: type[object]) -> None:
    assert isinstance(find(name), kind)


@pytest.mark.parametrize("name", ["serial:", "serial", "COM3", "pretend:x", "usb:1", "serial:\0", "library:\0x"])
def test_what_is_no_name_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(DeviceTrouble) as caught:
        find(name)
    assert caught.value.code == CardCode.NO_SUCH_READER


def test_the_practice_reader_gives_what_is_laid_on_once_and_in_its_order() -> None:
    reader = PretendReader()
    cards = [record("李䶮", "990105198802293371"), record("王秀英", "990102194902030248")]
    for card in cards:
        reader.lay(card)
    assert [reader.read(), reader.read(), reader.read()] == [*cards, None]
