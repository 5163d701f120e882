"""The OpenAPI 3.1 description of a door, made from the very structs that read and write its JSON."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final, Protocol

import msgspec

ERRORS: Final = (400, 401, 403, 404, 408, 409, 413, 422, 429, 503)


class Operation(Protocol):
    """What is needed to describe one operation. files: the types of a body that is a file. query: names of parameters."""

    @property
    def name(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def scopes(self) -> tuple[str, ...]: ...
    @property
    def body(self) -> type[msgspec.Struct] | None: ...
    @property
    def files(self) -> tuple[str, ...]: ...
    @property
    def query(self) -> tuple[str, ...]: ...
    @property
    def answers(self) -> dict[int, type[msgspec.Struct]]: ...


def document(title: str, version: str, operations: Sequence[Operation], error: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the description of some operations. Each may also answer with `error`, under the statuses in ERRORS."""
    structs: dict[type[msgspec.Struct], None] = {error: None}
    for operation in operations:
        if operation.body is not None:
            structs[operation.body] = None
        structs.update(dict.fromkeys(operation.answers.values()))
    schemas, components = msgspec.json.schema_components(list(structs), ref_template="#/components/schemas/{name}")
    schema = dict(zip(structs, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.verb.lower()] = _operation(operation, schema, schema[error])
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(operation: Operation, schema: dict[type[msgspec.Struct], Any], error: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "description": f"Needs one of the scopes: {', '.join(operation.scopes)}.",
        "security": [{"bearer": []}],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in re.findall(r"\{(\w+)\}", operation.path)
        ]
        + [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in operation.query],
        "responses": {
            str(status): _content(HTTPStatus(status).phrase, answer)
            for status, answer in (
                dict.fromkeys(ERRORS, error) | {code: schema[struct] for code, struct in operation.answers.items()}
            ).items()
        },
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, **_content("", schema[operation.body])}
        del described["requestBody"]["description"]
    elif operation.files:
        described["requestBody"] = {"required": True, "content": {kind: {"schema": {}} for kind in operation.files}}
    return described


def _content(description: str, schema: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
