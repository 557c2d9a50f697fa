"""Stands in for `winrt.windows.devices.enumeration`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from winrt.windows.foundation import Operation


class DeviceClass(IntEnum):
    """As it is named there."""

    IMAGE_SCANNER = 4


@dataclass(frozen=True)
class DeviceInformation:
    """What Windows knows of a device."""

    id: str
    name: str
    is_enabled: bool = True

    @staticmethod
    def find_all_async(device_class: DeviceClass, /) -> Operation[list[DeviceInformation]]:
        """All of a class."""
        assert device_class is DeviceClass.IMAGE_SCANNER
        there = DeviceInformation(r"\\?\SWD#ESCL#0001#{6bdd1fc6}", "高速扫描仪 fi-1")
        return Operation(lambda _: [there, DeviceInformation("off", "switched off", is_enabled=False)])
