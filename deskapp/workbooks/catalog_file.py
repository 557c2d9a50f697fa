"""A catalogue's file, whichever of the two it is: YAML text or a workbook."""

from __future__ import annotations

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import read_bytes
from deskapp.workbooks import catalog_in, cells

LARGEST_FILE = cells.LARGEST


def read_file(data: bytes) -> Catalog:
    """The catalogue in a file's bytes. CatalogFaults names all that is wrong with it, by line or by cell."""
    return catalog_in.read(data) if cells.is_workbook(data) else read_bytes(data)
