"""The bench of the archive measures what it says: the same pages on both sides, and a package that is sound."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tests.bench import archive


def test_both_sides_hold_the_same_pages_untouched(tmp_path: Path) -> None:
    rows = archive.measure(tmp_path, 3, 1)
    held = []
    for name in ("ours.pdf", "bare.pdf"):
        with pikepdf.open(tmp_path / name) as pdf:
            held.append([
                image.read_raw_bytes() for page in pdf.pages for _, image in page.obj.Resources.XObject.items()
            ])  # fmt: skip
    assert held[0] == held[1] == [archive.page(place) for place in range(3)]
    assert [row.wanted is not None for row in rows] == [True, False, False]
    assert rows[0].figure is not None
    assert rows[0].figure > 0


def test_a_page_of_the_bench_is_as_heavy_as_a_scanned_one() -> None:
    assert 300_000 < len(archive.page(0)) < 1_500_000
