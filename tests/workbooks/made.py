"""Workbooks and catalogues for the tests: made by hand, as spreadsheet programs and hostile people make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_file import file_form
from deskapp.rules.catalog_text import read
from tests.rules.sample import SMALL

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return kept.getvalue()


def workbook(sheets: Mapping[str, str], *, shared: str = "", more: Mapping[str, str | bytes] | None = None,
             settings: str = "") -> bytes:  # fmt: skip
    """A workbook whose sheets hold these rows, as XML."""
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_RELATIONS}">{settings}<sheets>{named}</sheets></workbook>',  # noqa: E501 - one line of XML
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        + (f'<Relationship Id="t" Type="{_RELATIONS}/sharedStrings" Target="/xl/texts.xml"/>' if shared else "")
        + "</Relationships>",
    }
    for n, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/s{n}.xml"] = (
            f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
        )
    if shared:
        parts["xl/texts.xml"] = f'<sst xmlns="{_SPREADSHEET}">{shared}</sst>'
    return archive({**parts, **(more or {})})


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp", "Zs"]), min_size=1, max_size=12)
_PLAIN = (
    st.text("甲乙丙丁𬭎䶮AZ09 、，;:'\"=+-@_x#&<>", min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text not in ("", "~", "null"))
)
TEXTS = _PLAIN | WORDS.filter(lambda text: text not in ("~", "null"))
_FLAGS = st.booleans()


def _some(draw: st.DrawFn, options: list[str]) -> list[str]:
    return draw(st.lists(st.sampled_from(options), min_size=1, max_size=len(options), unique=True))


def _item(draw: st.DrawFn, code: str, materials: list[str]) -> dict[str, Any]:
    statutory = draw(st.integers(0, 90))
    fee = draw(st.sampled_from([0, 0, 1, 2000]))
    item: dict[str, Any] = {
        "code": code, "name": draw(TEXTS), "en": draw(TEXTS), "department": "GA", "queue": "A", "kind": draw(TEXTS),
        "regime": draw(st.sampled_from(["licence", "registration", "real_estate", "service"])),
        "handling": draw(st.sampled_from(["at_once", "promise"])), "statutory_days": statutory,
        "promised_days": draw(st.integers(0, statutory)), "fee": fee, "result": draw(TEXTS),
        "limit_unit": draw(st.sampled_from(["working_days", "calendar_days", "hours"])),
        "result_kind": draw(st.sampled_from(["licence", "approval", "voucher", "record", "none"])),
        "delivery": _some(draw, ["window", "post", "online"]), "for_whom": _some(draw, ["person", "organisation"]),
        "words": draw(st.lists(TEXTS, max_size=3, unique=True)),
        "conditions": draw(st.lists(TEXTS, max_size=3, unique=True)),
        "grounds": draw(st.lists(TEXTS, max_size=3, unique=True)),
        "clock_stops": draw(st.dictionaries(st.sampled_from(["hearing", "testing"]), st.integers(1, 60))),
        "materials": [
            {
                "code": material, "copies": draw(st.integers(1, 5)), "commitment": draw(_FLAGS),
                "deferral": draw(_FLAGS),
                "need": draw(st.sampled_from(
                    ["required", "optional", "when: by_agent", "when: kind_of in (one, two) and not minor",
                     "when: amount >= 12.5 or kind_of != one"]
                )),
            }
            for material in draw(st.lists(st.sampled_from(materials), max_size=3, unique=True))
        ],
    }  # fmt: skip
    return item | ({"fee_basis": draw(TEXTS)} if fee else {})


@st.composite
def catalogues(draw: st.DrawFn) -> Catalog:
    """Any catalogue that a file can hold."""
    form = file_form(read(SMALL))
    materials = [f"M-{n}" for n in range(draw(st.integers(1, 4)))]
    forms = ["original", "copy", "electronic"]
    form["catalog"]["version"] = draw(st.sampled_from(["1", "2026.10", "1e5", "v.7", "007"]))
    form["catalog"]["valid_from"] = draw(st.dates(date(2000, 1, 1), date(2099, 12, 31))).isoformat()
    form["questions"] = {
        "minor": {"name": draw(TEXTS), "en": draw(TEXTS)} | draw(st.sampled_from([{}, {"usual": "no"}])),
        "kind_of": {
            "name": draw(TEXTS), "en": draw(TEXTS), "kind": "choice",
            "choices": {code: {"name": draw(TEXTS), "en": draw(TEXTS)} for code in ("one", "two", "three")},
        },
        "amount": {"name": draw(TEXTS), "en": draw(TEXTS), "kind": "number", "unit": draw(TEXTS), "least": "0.5"},
    }  # fmt: skip
    form["materials"] = {
        code: {"name": f"{code} {draw(TEXTS)}", "form": _some(draw, forms)}
        | draw(st.sampled_from([{}, {"shared_from": "GA"}, {"license": "证照"}, {"titles": ["证照", "副本"]}]))
        for code in materials
    }
    codes = [f"I-{n}" for n in range(draw(st.integers(1, 3)))]
    form["items"] = [_item(draw, code, materials) for code in codes]
    form["themes"] = [
        {
            "code": "T-1", "name": draw(TEXTS), "en": draw(TEXTS), "queue": "A",
            "promised_days": draw(st.integers(0, 9)), "items": codes,
            "after": dict(zip(codes[1:], codes, strict=False)), "produces": {codes[0]: materials[0]},
        }
    ]  # fmt: skip
    form["cancelled_proofs"] = [
        {"name": f"证明{n}", "since": "2024-01-01", "why": draw(TEXTS)} for n in range(draw(st.integers(0, 2)))
    ]
    spans = draw(st.lists(st.sampled_from(["08:30-11:30", "13:30-17:00"]), min_size=1, max_size=2, unique=True))
    booking = {"hours": spans, "every": draw(st.integers(5, 60)), "places": draw(st.integers(1, 9))}
    form["queues"]["A"] |= draw(st.sampled_from([{}, {"booking": booking | {"ahead": draw(st.integers(0, 90))}}]))
    form["line"] = {"one": draw(st.sampled_from(["一", "幺"])), "idle": draw(st.integers(0, 480))}
    form["line"] |= {"calls": draw(st.integers(1, 20)), "held": draw(st.integers(0, 20))}
    return read(_as_text(form))


def _as_text(form: Mapping[str, Any]) -> str:
    text: str = yaml.dump(form, Dumper=_Plain, allow_unicode=True, sort_keys=False)
    return text


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True
