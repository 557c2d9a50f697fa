"""What the pages for people are made of: their frame, and the files they may run, none but their own."""

from __future__ import annotations

import html
from collections.abc import Callable
from hashlib import sha256
from string import Template

from fastapi.responses import FileResponse, HTMLResponse, Response

import resources
from deskapp.ids import HallId
from deskapp.protocol.messages import HallFacts

_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_FILES = frozenset(
    {"board.js", "board.css", "kiosk.js", "kiosk.css", "screen.js", "announcing.js", "voice.js", "department.css"}
)


_FONTS = frozenset({"NotoSansSC-Regular.ttf", "OneWindowRareB.ttf", "OneWindowRareG.ttf"})
_KEPT = {**_HEADERS, "Cache-Control": "max-age=31536000, immutable"}


def page_of(name: str, hall: HallFacts) -> Callable[[str], HTMLResponse]:
    """A page of this hall, ready to be asked for by the hall's name; another hall's is not here."""
    template = Template(resources.path(f"web/{name}").read_text(encoding="utf-8"))
    ready = template.substitute(hall=html.escape(hall.name))

    def page(asked: str) -> HTMLResponse:
        if HallId(asked) != hall.id:
            return HTMLResponse("<!doctype html><meta charset=utf-8><p>没有这个大厅 · No such hall", 404, _HEADERS)
        return HTMLResponse(ready, 200, _HEADERS)

    return page


def part_of_pages(name: str) -> Response:
    """A script or a style sheet by its name; nothing else of what is shipped."""
    if name in _FONTS:
        return FileResponse(resources.path(f"fonts/{name}"), headers=_KEPT, media_type="font/ttf")
    if name not in _FILES:
        return Response(status_code=404)
    return Response(resources.path(f"web/{name}").read_bytes(), 200, _HEADERS, _KINDS[name.rpartition(".")[2]])


def sound_of(data: bytes, known: str) -> Response:
    """A clip; nothing again for whoever has this one already (`known`: the tag it was given with)."""
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": tag}
    return Response(status_code=304, headers=headers) if known == tag else Response(data, 200, headers, "audio/wav")
