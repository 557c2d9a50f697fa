"""How routes describe themselves in the OpenAPI document: the shapes are those that are really decoded."""

from __future__ import annotations

from typing import Any

import msgspec

_PROBLEM = {
    "description": "A problem document (RFC 9457); its type is urn:onewindow:problem:CODE",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "values": {"type": "object"},
                },
            }
        }
    },
}


def described(summary: str, *, asks: type | None = None, answers: type | None = None) -> dict[str, Any]:
    """The keywords of a route that say what it takes and gives."""
    extra: dict[str, Any] = {"responses": {"4XX": _PROBLEM, "5XX": _PROBLEM}}
    if answers is not None:
        extra["responses"]["200"] = {
            "description": summary,
            "content": {"application/json": {"schema": _schema(answers)}},
        }
    if asks is not None:
        extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": _schema(asks)}}}
    return {"summary": summary, "openapi_extra": extra}


def _schema(shape: type) -> Any:
    """The shape with all that it is made of, in one piece."""
    schemas, components = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    return _inlined(schemas[0], components)


def _inlined(schema: Any, components: dict[str, Any]) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(components[schema["$ref"].rpartition("/")[2]], components)
        return {name: _inlined(value, components) for name, value in schema.items()}
    return [_inlined(value, components) for value in schema] if isinstance(schema, list) else schema
