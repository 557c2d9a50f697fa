"""How routes describe themselves in the OpenAPI document: the shapes are those that are really decoded."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from deskapp.protocol.problems import MEDIA_TYPE, URN
from deskapp.server.gates import GATES

_JSON = "application/json"
_BEARER = "bearer"
_METHODS = ("get", "post", "put", "patch", "delete", "head")
_PROBLEM = {
    "type": "object",
    "description": f"RFC 9457. `type` is {URN}CODE; `values` are what the code's sentence needs.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "values": {"type": "object"},
    },
    "example": {"type": f"{URN}ticket.in_hand", "title": "Conflict", "status": 409, "values": {"ticket": "A012"}},
}


def described(
    summary: str,
    *,
    asks: type | None = None,
    query: type | None = None,
    answers: type | None = None,
    example: object = None,
    status: int = 200,
    media: str = _JSON,
) -> dict[str, Any]:
    """The keywords of a route that say what it takes and gives. `example` is of what it takes,
    `query` what may stand behind the question mark."""
    extra: dict[str, Any] = {}
    if answers is not None:
        content = {_JSON: {"schema": _schema(answers)}}
        extra["responses"] = {str(status): {"description": summary, "content": content}}
    elif media != _JSON:
        content = {media: {"schema": {"type": "string"}}}
        extra["responses"] = {"200": {"description": summary, "content": content}}
    if query is not None:
        extra["parameters"] = _parameters(_schema(query))
    if asks is not None:
        body: dict[str, Any] = {"schema": _schema(asks)}
        if example is not None:
            body["example"] = example
        extra["requestBody"] = {"required": True, "content": {_JSON: body}}
    return {"summary": summary, "openapi_extra": extra}


def complete(app: FastAPI) -> None:
    """Let the document say of every route what its gate asks for and how it says no."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, routes=app.routes, description=_ABOUT)
            components = made.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = _PROBLEM
            components["securitySchemes"] = {_BEARER: {"type": "http", "scheme": "bearer"}}
            for path, methods in made["paths"].items():
                for method in _METHODS:
                    if method in methods:
                        _say_gate(methods[method], method.upper(), path)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend the document


_ABOUT = "The centre of a service hall's windows. Every failure is a problem document (RFC 9457) with a stable type."


def _say_gate(operation: dict[str, Any], method: str, path: str) -> None:
    gate = GATES.get((method, path))
    responses = operation.setdefault("responses", {})
    responses.pop("422", None)  # the framework's own words for what is a problem document here
    for status in ("4XX", "5XX"):
        responses[status] = {
            "description": "A problem document",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if gate is not None and not gate.open:
        operation["security"] = [{_BEARER: []}]
        if gate.any_of:
            names = ", ".join(sorted(permission.value for permission in gate.any_of))
            operation["description"] = f"Wants the permission {names.replace(', ', ' or ')}."


def _schema(shape: type) -> Any:
    """The shape with all that it is made of, in one piece."""
    schemas, components = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    return _inlined(schemas[0], components)


def _parameters(schema: Any) -> list[dict[str, Any]]:
    wanted = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in wanted, "schema": of}
        for name, of in schema["properties"].items()
    ]


def _inlined(schema: Any, components: dict[str, Any]) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(components[schema["$ref"].rpartition("/")[2]], components)
        return {name: _inlined(value, components) for name, value in schema.items()}
    return [_inlined(value, components) for value in schema] if isinstance(schema, list) else schema
