"""Reads what `scanimage -A` says of a device, and words a request in the device's own names. Pure.

Backends name the same thing differently ("Automatic Document Feeder", "ADF Front", "ADF"; "Color", "24bit Color"),
so nothing is assumed: what is not offered is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, ScanRequest
from deskapp.failures import DeviceTrouble

_OPTION = re.compile(r"^\s{4}(?P<name>--?[A-Za-z][\w-]*)(?P<switch>\[=\([^)]*\)\])?(?P<rest>.*)$")
_FLAGS = re.compile(r"( \[(?:hardware|read-only|advanced)\])+$")
_STEPS = re.compile(r" \(in steps of [^)]*\)$")
_SPAN = re.compile(r"^(?P<low>-?[0-9]{1,9}(?:\.[0-9]{1,9})?)\.\.(?P<high>-?[0-9]{1,9}(?:\.[0-9]{1,9})?)[^0-9]*$")
_NUMBER = re.compile(r"^[0-9]{1,9}(?:\.[0-9]{1,9})?")
_WIDEST_RESOLUTIONS = (1, 9600)
_LONGEST_LINE = 2000  # letters; a scanner with every size that is written out has a fifth


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a device: what may be chosen, or between which numbers."""

    choices: tuple[str, ...] = ()
    span: tuple[float, float] | None = None
    switch: bool = False
    active: bool = True


def read(lines: Iterable[str]) -> dict[str, Option]:
    """The options of a device by their name without dashes, from the lines of `scanimage -A`."""
    options: dict[str, Option] = {}
    for line in lines:
        found = _OPTION.match(line[:_LONGEST_LINE])
        if found:
            rest = _FLAGS.sub("", found["rest"].rstrip())
            allowed, _, current = rest.rpartition(" [")
            allowed = _STEPS.sub("", allowed.strip())
            span = _span(allowed)
            options[found["name"].lstrip("-")] = Option(
                choices=() if span or found["switch"] else tuple(c for c in allowed.split("|") if c),
                span=span,
                switch=bool(found["switch"]),
                active=current != "inactive]",
            )
    return options


def abilities(options: Mapping[str, Option]) -> Abilities:
    """What the device can do, in our words."""
    source = options.get("source", Option())
    feeder = _feeder(source.choices) is not None or _duplex(options) is not None
    modes = options.get("mode", Option()).choices
    return Abilities(
        glass=_glass(source.choices) is not None or not feeder,
        feeder=feeder,
        duplex=_duplex(options) is not None,
        modes=frozenset(m for m in Mode if not modes or _mode(modes, m) is not None),
        resolutions=_resolutions(options.get("resolution", Option())),
    )


def arguments(options: Mapping[str, Option], request: ScanRequest) -> list[str]:
    """The request in the device's words. Raises DeviceTrouble NO_FEEDER, NO_DUPLEX, NO_SUCH_MODE."""
    able = abilities(options)
    worded = _source(options, request, able)
    modes = options.get("mode", Option()).choices
    if modes:
        mode = _mode(modes, request.mode)
        if mode is None:
            raise DeviceTrouble(ScannerCode.NO_SUCH_MODE, mode=request.mode.value)
        worded.append(f"--mode={mode}")
    if "depth" in options and "8" in [_digits(c) for c in options["depth"].choices]:
        worded.append("--depth=8")
    if "resolution" in options:
        worded.append(f"--resolution={able.nearest_dpi(request.dpi)}")
    return worded + _geometry(options, request.paper.mm)


def _source(options: Mapping[str, Option], request: ScanRequest, able: Abilities) -> list[str]:
    choices = options.get("source", Option()).choices
    if request.duplex and not able.duplex:
        raise DeviceTrouble(ScannerCode.NO_DUPLEX)
    if request.feeder and not able.feeder:
        raise DeviceTrouble(ScannerCode.NO_FEEDER)
    if request.duplex:
        plain = _feeder(choices)
        return [*([f"--source={plain}"] if plain and not _named(choices, "duplex") else []), *(_duplex(options) or [])]
    # A sheet-fed scanner has no glass: one sheet from its feeder is then what "one page" means.
    wanted = _feeder(choices) if request.feeder or not able.glass else _glass(choices)
    return [f"--source={wanted}"] if wanted else []


def _geometry(options: Mapping[str, Option], size: tuple[float, float]) -> list[str]:
    # Page size before scan area: feeders clip the one to the other.
    worded = []
    for name, wish in (("page-width", size[0]), ("page-height", size[1])):
        option = options.get(name, Option(active=False))
        if option.active and option.span:
            worded.append(f"--{name}={min(wish, option.span[1]):g}")
    for name, wish in (("l", 0), ("t", 0), ("x", size[0]), ("y", size[1])):
        option = options.get(name, Option(active=False))
        if option.active and option.span:
            worded += [f"-{name}", f"{max(min(wish, option.span[1]), option.span[0]):g}"]
    return worded


def _duplex(options: Mapping[str, Option]) -> list[str] | None:
    named = _named(options.get("source", Option()).choices, "duplex")
    if named:
        return [f"--source={named}"]
    sides = _named(options.get("adf-mode", Option()).choices, "duplex")
    if sides:
        return [f"--adf-mode={sides}"]
    return ["--duplex=yes"] if options.get("duplex", Option()).switch else None


def _feeder(choices: Iterable[str]) -> str | None:
    sheets = [c for c in choices if re.search(r"adf|feeder", c, re.IGNORECASE)]
    return next((c for c in sheets if not re.search(r"duplex|back", c, re.IGNORECASE)), None)


def _glass(choices: Iterable[str]) -> str | None:
    return _named(choices, "flatbed") or _named(choices, "platen")


def _mode(choices: Iterable[str], mode: Mode) -> str | None:
    known = {
        Mode.COLOR: ("color", "24bit color", "24-bit color", "24 bit color"),
        Mode.GRAY: ("gray", "true gray", "grayscale", "8-bit gray", "8 bit gray"),
    }[mode]
    by_name = {c.lower(): c for c in choices}
    return next((by_name[name] for name in known if name in by_name), None) or _named(by_name.values(), known[0])


def _named(choices: Iterable[str], word: str) -> str | None:
    return next((c for c in choices if word in c.lower()), None)


def _resolutions(option: Option) -> tuple[int, ...] | range:
    low, high = _WIDEST_RESOLUTIONS
    any_at_all = range(low, high + 1)
    if option.span:
        return range(max(low, round(option.span[0])), min(high, round(option.span[1])) + 1) or any_at_all
    told = (round(float(number)) for number in map(_digits, option.choices) if number)
    return tuple(sorted(dpi for dpi in told if dpi in any_at_all)) or any_at_all


def _span(allowed: str) -> tuple[float, float] | None:
    found = _SPAN.match(allowed)
    return (float(found["low"]), float(found["high"])) if found else None


def _digits(text: str) -> str:
    found = _NUMBER.match(text)
    return found[0] if found else ""
