"""docs/architecture.md names the rooms that are there and no others, on the lines that the contracts hold them to."""

from __future__ import annotations

import configparser
import re

from tests.architecture.house import FLOORS, ROOT, files

PICTURE = ROOT / "docs" / "architecture.md"


def fenced(name: str, page: str) -> list[str]:
    """The lines of the block that begins with three backticks and this name."""
    found = re.search(rf"^```{name}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found, f"docs/architecture.md has no block named {name}"
    return found.group(1).splitlines()


def drawn(lines: list[str]) -> dict[str, str]:
    """Rooms on the picture, as paths, and what is said of each."""
    rooms: dict[str, str] = {}
    floor = ""
    for line in lines:
        if top := re.fullmatch(r"(\w+)/", line):
            floor = top.group(1)
        elif room := re.fullmatch(r"  (\w+(?:/|\.py)) +(\S.*)", line):
            rooms[f"{floor}/{room.group(1).rstrip('/')}"] = room.group(2)
        else:
            raise AssertionError(f"docs/architecture.md: neither a floor nor a room: {line!r}")
    return rooms


def there() -> set[str]:
    """Rooms in the tree: folders with something in them, and the single modules of deskapp."""
    rooms: set[str] = set()
    for floor in FLOORS:
        for path in files(ROOT / floor):
            inside = path.relative_to(ROOT / floor)
            if len(inside.parts) > 1:
                rooms.add(f"{floor}/{inside.parts[0]}")
            elif floor == "deskapp" and inside.suffix == ".py" and inside.stem != "__init__":
                rooms.add(f"{floor}/{inside.name}")
    return rooms


def test_the_picture_names_exactly_the_rooms_that_are_there() -> None:
    on_paper, in_the_tree = set(drawn(fenced("rooms", PICTURE.read_text(encoding="utf-8")))), there()

    assert not in_the_tree - on_paper, f"docs/architecture.md does not show: {sorted(in_the_tree - on_paper)}"
    assert not on_paper - in_the_tree, f"docs/architecture.md shows what is gone: {sorted(on_paper - in_the_tree)}"


def test_the_picture_draws_the_lines_that_the_contracts_hold() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    held = contracts["importlinter:contract:rooms"]["layers"].split("\n")

    assert fenced("layers", PICTURE.read_text(encoding="utf-8")) == [line.strip() for line in held if line.strip()]


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [path for path in files(ROOT) if path.suffix == ".md"]
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]

    assert not dead, "\n".join(("links that lead nowhere:", *dead))


def test_a_wrong_picture_would_be_noticed() -> None:
    assert drawn(["db/", "  tables/   the shape"]) == {"db/tables": "the shape"}
    assert set(drawn(["deskapp/", "  attic/   nothing"])) - there() == {"deskapp/attic"}
