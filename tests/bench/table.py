"""What the benches found, as rows of one table: what | ours | bare | ratio | wanted | met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

_HEADINGS = ("what", "ours", "bare", "ratio", "wanted", "met")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The bound that the compared figure has to keep."""

    bound: float
    at_least: bool = False
    unit: str = ""

    def met(self, figure: float) -> bool:
        return figure >= self.bound if self.at_least else figure <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}{' ' if self.unit else ''}{self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. `figure` is what the wanted bound is about: a ratio to the bare, or ours itself.

    A row without a wanted bound is told beside the others and fails nothing.
    """

    what: str
    ours: str
    bare: str = ""
    figure: float | None = None
    wanted: Wanted | None = None

    @property
    def met(self) -> bool | None:
        """None where nothing is wanted."""
        if self.wanted is None or self.figure is None:
            return None
        return self.wanted.met(self.figure)

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.figure:.2f}" if self.figure is not None and self.bare else "—"
        met = {None: "—", True: "yes", False: "**no**"}[self.met]
        return self.what, self.ours, self.bare or "—", ratio, str(self.wanted) if self.wanted else "—", met

    def plain(self) -> dict[str, object]:
        """The row for a machine to read."""
        told = asdict(self) | {"wanted": str(self.wanted) if self.wanted else None, "met": self.met}
        return {name: value for name, value in told.items() if value not in (None, "")}


def markdown(rows: Iterable[Row]) -> str:
    """The rows as one Markdown table, its columns as wide as they need be. An upright stroke in a cell is escaped."""
    lines = [_HEADINGS, *(tuple(cell.replace("|", "\\|") for cell in row.cells) for row in rows)]
    wide = [max(len(line[place]) for line in lines) for place in range(len(_HEADINGS))]
    drawn = [
        "| " + " | ".join(cell.ljust(most) for cell, most in zip(line, wide, strict=True)) + " |" for line in lines
    ]
    drawn.insert(1, "|" + "|".join("-" * (most + 2) for most in wide) + "|")
    return "\n".join(drawn)


def of_calling(told: Mapping[str, float]) -> list[Row]:
    """Calls of the next person, for each number of windows that was measured. Double calls end the bench itself."""
    counts = sorted(int(name.removeprefix("share_")) for name in told if name.startswith("share_"))
    return [
        Row(
            f"call next, {count} windows",
            f"{told[f'calls_per_second_{count}']:,.0f}/s, p99 {told[f'p99_ms_{count}']:g} ms",
            f"{told[f'bare_per_second_{count}']:,.0f}/s, p99 {told[f'bare_p99_ms_{count}']:g} ms",
            told[f"share_{count}"],
            Wanted(0.70, at_least=True),
        )
        for count in counts
    ]


def of_pushing(told: Mapping[str, float]) -> list[Row]:
    """10,000 events pushed, on each kind of database."""
    kinds = sorted(name.removesuffix("_times_bare") for name in told if name.endswith("_times_bare"))
    return [
        Row(
            f"push 10,000 events, {kind}",
            f"{told[f'{kind}_seconds']:.2f} s",
            f"{told[f'{kind}_bare_seconds']:.2f} s",
            told[f"{kind}_times_bare"],
            Wanted(4.0),
        )
        for kind in kinds
    ]


def of_upload(told: Mapping[str, float]) -> list[Row]:
    """100 MB of pages; in small pieces as well, for which nothing is wanted."""
    bare = f"{told['plain_put_mb_s']:g} MB/s"
    return [
        Row(
            "upload 100 MB of pages", f"{told['tus_mb_s']:g} MB/s", bare, told["tus_share"], Wanted(0.60, at_least=True)
        ),
        Row(
            "the same in pieces of 4 MB",
            f"{told['tus_4mb_patches_mb_s']:g} MB/s",
            bare,
            told["tus_4mb_patches_share"],
        ),
    ]


FROM_FIGURES: Mapping[str, Callable[[Mapping[str, float]], list[Row]]] = {
    "calling": of_calling,
    "pushing": of_pushing,
    "upload": of_upload,
}
