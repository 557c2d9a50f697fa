"""What can be set: one typed value, read from a file, then the environment, then the command line.

A secret of the centre's comes as systemd hands it to a unit (LoadCredential=): a file that only the unit can read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import HallId

FILE = "settings.toml"
FIRST_HALL = HallId("H1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can be told. Paths are absolute; `server` and `database` are URLs."""

    home: Path  # cache, vault, logs
    hall: HallId = FIRST_HALL
    server: str = "http://127.0.0.1:8470"
    ca_file: str | None = None  # a hall's own certificate authority
    database: str | None = None  # the centre's
    pages: str | None = None  # the centre's page store
    lang: str = "zh"
    theme: str = "light"
    scanner: str = ""  # a source's name; "" for the first that is found
    feeder: str = "auto"  # "auto": the feeder's sheets if there are any, else the glass; "never": the glass
    card_reader: str = ""  # "serial:PORT", "library:FILE"; "" for none
    scan_dpi: str = "300"  # dots per inch, from 1 to 9600
    scan_mode: str = "color"  # or "gray"
    scan_sides: str = "one"  # "both": the feeder reads both sides
    scan_paper: str = "A4"  # or "A3", "A5", "card"
    scan_profiles: Mapping[str, str] = field(default_factory=dict)  # name → "card 300 color glass one"; see `profile`
    camera: str = ""  # a document camera's name, or its title; "" for the first that is found
    camera_size: str = ""  # "2592x1944"; "" for the best
    camera_turn: str = "0"  # degrees clockwise: how the camera stands to the clerk
    camera_shutter: str = "key"  # "auto": also by itself, when a sheet has lain still for a moment
    camera_paper: str = "auto"  # "A4", "A5", "A3", "card"; "none" when its size shall not be guessed
    scanner_search: str = ""  # scanners in the network: "" on every card, "never", or the address of one card
    reading: str = ""  # "never": pages are not read; nothing of them is offered, and packages have no unseen text
    printer: str = ""  # "" for the system's default; "folder:PATH" keeps papers as files
    ticket_printer: str = ""  # for the greeter's tickets: "escpos:ADDRESS", or a name as above; "" for the same printer
    slip_printer: str = ""  # for slips and labels from a roll; "" for the same printer
    preview: str = ""  # "always": papers are shown before they are printed
    citizen: str = ""  # the citizen's screen: "" on a second display when there is one, "off", "window", or a display
    practice: str = ""  # "yes": papers are marked as practice
    headings: Mapping[str, str] = field(default_factory=dict)  # the centre's: office → what stands on top of its papers
    seals: Mapping[str, str] = field(default_factory=dict)  # the centre's: office → PNG file of its seal
    office: Mapping[str, str] = field(default_factory=dict)  # the centre's: name, address, phone … of the hall
    retention: Mapping[str, str] = field(default_factory=dict)  # the centre's: item → permanent, 30 or 10
    page_days: str = "30"  # how many days a page stays at this desk after the centre has it
    upload_limit: str = ""  # KB in a second that pages may take while somebody works; "" for a share of the line
    update_keys: str = ""  # public keys (base64) of those whose new versions are believed; "": only the package's own
    update_hours: str = ""  # the centre's: when desks may install, such as "17:30-07:30"
    update_after: str = "15"  # minutes that nobody must have been signed in before a new version is installed
    update_command: str = ""  # a program that installs what it is given, in place of the setup itself
    keys: Mapping[str, str] = field(default_factory=dict)  # action → key, where they differ from the table
    kiosks: Mapping[str, str] = field(default_factory=dict)  # account → address of its receipt printer on the network
    public_address: str = ""  # the centre's: where people reach it, for the QR codes of receipts
    proxies: str = ""  # the centre's: addresses and networks of reverse proxies whose word on who asks is taken
    speaker: Mapping[str, str] = field(default_factory=dict)  # how `deskapp speak` speaks here


_TABLES = frozenset({"keys", "kiosks", "speaker", "headings", "seals", "retention", "office", "scan_profiles"})
_ENVIRONMENT = {
    "DESKAPP_DATABASE": "database",
    "DESKAPP_PAGES": "pages",
    "DESKAPP_SERVER": "server",
    "DESKAPP_LANG": "lang",
    "DESKAPP_HALL": "hall",
    "DESKAPP_SCANNER": "scanner",
    "DESKAPP_CARD_READER": "card_reader",
    "DESKAPP_CAMERA": "camera",
    "DESKAPP_SCANNER_SEARCH": "scanner_search",
    "DESKAPP_PRINTER": "printer",
    "DESKAPP_TICKET_PRINTER": "ticket_printer",
    "DESKAPP_PUBLIC_ADDRESS": "public_address",
    "DESKAPP_PROXIES": "proxies",
}
_CREDENTIALS = {"onewindow_database": "database"}  # the name of a file in CREDENTIALS_DIRECTORY → what it sets


def read(environment: Mapping[str, str] | None = None, **said: Any) -> Settings:
    """Settings from file < environment < credentials < what was said on the command line (None means: not said).

    Refusal `settings.unreadable` or `settings.unknown` (naming the word) when the file is faulty; `settings.unreadable`
    for a credential that is there and cannot be read.
    """
    environment = os.environ if environment is None else environment
    home = Path(said.pop("home", None) or environment.get("DESKAPP_HOME") or _usual_home()).absolute()
    values: dict[str, Any] = _file(home / FILE)
    values |= {name: environment[word] for word, name in _ENVIRONMENT.items() if environment.get(word)}
    values |= _handed_over(environment.get("CREDENTIALS_DIRECTORY", ""))
    values |= {name: value for name, value in said.items() if value is not None}
    return replace(Settings(home=home), **values)


def keep(home: Path, said: Mapping[str, str | Mapping[str, str]]) -> None:
    """Write these words into the settings file of a home; what else stands in it stays as it is, comments too, and so
    do the other words of a table.

    Refusal `settings.unreadable` when the file is faulty; StoreTrouble `settings.not_kept` when it cannot be written.
    """
    import tomlkit  # only an administrator's command writes settings

    path = home / FILE
    _file(path)
    try:
        written = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
        for name, value in said.items():
            if isinstance(value, str):
                written[name] = value
            else:
                written.setdefault(name, tomlkit.table()).update(value)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        beside.write_text(tomlkit.dumps(written), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StoreTrouble("settings.not_kept", file=path.name) from error


def _usual_home() -> Path:
    # not the roaming folder: a cache of gigabytes must not travel with a Windows profile
    import platformdirs  # whoever names a home does not wait for it

    return Path(platformdirs.user_data_dir("OneWindow", appauthor=False, roaming=False))


def _handed_over(folder: str) -> dict[str, str]:
    """What the system hands over in files, as it is written there but for the end of the line."""
    found = {}
    for file, name in _CREDENTIALS.items() if folder else ():
        try:
            found[name] = (Path(folder) / file).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal("settings.unreadable", file=file) from error
    return {name: value for name, value in found.items() if value}


def _file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    import tomllib  # only now: most have no such file, and the first page waits for whatever is loaded

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad writes a mark of byte order
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise Refusal("settings.unreadable", file=path.name) from error
    known = {f.name for f in fields(Settings)} - {"home"}
    for name, value in values.items():
        if name not in known:
            raise Refusal("settings.unknown", word=name[:40])
        texts = value.values() if name in _TABLES and isinstance(value, dict) else (value,)
        if (name in _TABLES) != isinstance(value, dict) or not all(isinstance(text, str) for text in texts):
            raise Refusal("settings.unreadable", file=path.name)
    return values
