"""Stands in for `winrt.windows.storage`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from winrt.windows.foundation import Failed, Operation


@dataclass(frozen=True)
class StorageFolder:
    """A folder."""

    path: str

    @staticmethod
    def get_folder_from_path_async(path: str, /) -> Operation[StorageFolder]:
        """It must be there."""

        def found(_: Operation[StorageFolder]) -> StorageFolder:
            if not Path(path).is_dir():
                raise Failed(0x80070002)
            return StorageFolder(path)

        return Operation(found)
