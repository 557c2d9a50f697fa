"""The two hundred names of `rare_names.txt`, each with the group of letters it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WITHOUT_LETTERS = frozenset({"without letters", "Tibetan", "Mongolian", "Uyghur"})  # groups that no font of ours has


@dataclass(frozen=True)
class RareName:
    group: str
    name: str

    @property
    def printable(self) -> bool:
        """Whether every letter of it is promised to be drawn."""
        return self.group not in WITHOUT_LETTERS


def rare_names() -> tuple[RareName, ...]:
    lines = (Path(__file__).with_name("rare_names.txt")).read_text(encoding="utf-8").splitlines()
    return tuple(RareName(*line.split("\t")) for line in lines if line and not line.startswith("#"))
