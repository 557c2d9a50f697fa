"""The routes of tus 1.0: creation, creation-with-upload, HEAD, PATCH, checksum, expiration, termination."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deskapp.failures import Refusal
from deskapp.server.uploads.asking import Answer, Who, signed_in
from deskapp.server.uploads.headers import ALGORITHMS, VERSION, announced_digest, checksum, http_date, number
from deskapp.server.uploads.receiving import receive_into
from deskapp.server.uploads.shelf import Note, Shelf, Upload
from deskapp.server.uploads.writing import UploadWriter

_RESUMABLE = {"Tus-Resumable": VERSION}
_EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
_PATCH_TYPE = "application/offset+octet-stream"
_PATIENCE = 2.0  # seconds a HEAD waits for the writer before it: the client's own, whose line was just cut
_UPLOAD_PATH = "/files/{name}"


def add_routes(routes: APIRouter, shelf: Shelf, who: Who) -> None:
    """Add the routes under `/files`."""
    speaks = _TusRoutes(shelf)

    async def about_us(_: Request) -> Response:
        return Response(status_code=204, headers=_abilities(shelf))

    def add(path: str, method: str, answer: Answer, status: int, summary: str) -> None:
        endpoint = signed_in(who, _in_our_version(answer), _RESUMABLE)
        routes.add_api_route(
            path,
            endpoint,
            methods=[method],
            status_code=status,
            summary=summary,
            name=f"{method} {path}",
            response_class=Response,
            include_in_schema=path != "/files",
        )

    for path in ("/files/", "/files"):
        add(path, "POST", speaks.create, 201, "Begin an upload (tus creation)")
    add(_UPLOAD_PATH, "HEAD", speaks.where, 200, "How far an upload has got (tus)")
    add(_UPLOAD_PATH, "PATCH", speaks.go_on, 204, "Go on with an upload (tus)")
    add(_UPLOAD_PATH, "DELETE", speaks.terminate, 204, "End an upload (tus termination)")
    for path in ("/files/", "/files", _UPLOAD_PATH):
        routes.add_api_route(path, about_us, methods=["OPTIONS"], status_code=204, include_in_schema=False)


class _TusRoutes:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def create(self, request: Request, user: str) -> Response:
        metadata = request.headers.get("upload-metadata")
        note = Note(
            user=user,
            length=number("Upload-Length", request.headers.get("upload-length")),
            digest=announced_digest(metadata),
            metadata=metadata or "",
        )
        summed = checksum(request.headers.get("upload-checksum"))
        upload = await self._shelf.threads.run(self._shelf.begin, note)
        headers = {
            "Location": f"{request.url.path.rstrip('/')}/{upload.name}",
            "Upload-Expires": http_date(upload.expires),
        }
        if _media_type(request) == _PATCH_TYPE:  # creation-with-upload
            async with self._writing(upload) as writer:
                await receive_into(writer, request, summed, self._shelf)
                headers["Upload-Offset"] = str(writer.offset)
        return Response(status_code=201, headers=headers)

    async def where(self, request: Request, user: str) -> Response:
        upload = await self._found(request, user)
        async with self._writing(upload, _PATIENCE) as writer:
            # All bytes may have come before a crash, but the page be not yet kept: it is now, before we say "all".
            if writer.offset == writer.length:
                await self._shelf.threads.run(writer.settle)
            offset = writer.offset
        headers = _offset(upload, offset) | {"Upload-Length": str(upload.note.length), "Cache-Control": "no-store"}
        return Response(status_code=200, headers=headers | {"Upload-Metadata": upload.note.metadata})

    async def go_on(self, request: Request, user: str) -> Response:
        upload = await self._found(request, user)
        if _media_type(request) != _PATCH_TYPE:
            raise Refusal("upload.wrong_type", wanted=_PATCH_TYPE)
        said = number("Upload-Offset", request.headers.get("upload-offset"))
        summed = checksum(request.headers.get("upload-checksum"))
        async with self._writing(upload) as writer:
            if said != writer.offset:
                raise Refusal("upload.offset_differs", offset=writer.offset)
            await receive_into(writer, request, summed, self._shelf)
            offset = writer.offset
        return Response(status_code=204, headers=_offset(upload, offset))

    async def terminate(self, request: Request, user: str) -> Response:
        upload = await self._found(request, user)
        await self._shelf.threads.run(self._shelf.forget, upload)
        return Response(status_code=204)

    async def _found(self, request: Request, user: str) -> Upload:
        return await self._shelf.threads.run(self._shelf.find, request.path_params["name"], user)

    @asynccontextmanager
    async def _writing(self, upload: Upload, patience: float = 0.0) -> AsyncIterator[UploadWriter]:
        """`Shelf.writing`, entered and left in a thread, because both may wait for the disk."""
        with ExitStack() as held:
            try:
                yield await self._shelf.threads.run(held.enter_context, self._shelf.writing(upload, patience))
            finally:
                await self._shelf.threads.run(held.close)


def _in_our_version(answer: Answer) -> Answer:
    async def checked(request: Request, user: str) -> Response:
        if request.headers.get("tus-resumable") != VERSION:
            raise Refusal("upload.wrong_version", version=VERSION)
        return await answer(request, user)

    return checked


def _abilities(shelf: Shelf) -> dict[str, str]:
    return {
        **_RESUMABLE,
        "Tus-Version": VERSION,
        "Tus-Extension": _EXTENSIONS,
        "Tus-Max-Size": str(shelf.limits.largest),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def _offset(upload: Upload, offset: int) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Expires": http_date(upload.expires)}


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
