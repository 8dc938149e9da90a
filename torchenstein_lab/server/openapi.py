"""The OpenAPI document of the routes, made from the contracts."""

import re
from typing import Any

import msgspec

from torchenstein_lab.contracts.api import Problem
from torchenstein_lab.server.routes import PREFIX, ROUTES, Route
from torchenstein_lab.version import package_version


def openapi() -> dict[str, Any]:
    """Return the document as OpenAPI 3.1."""
    structs: set[type[msgspec.Struct]] = {Problem}
    for route in ROUTES:
        structs.update(struct for struct in (route.request, route.reply) if struct)
    ordered = sorted(structs, key=lambda struct: struct.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(f"/{PREFIX}/{route.path}", {})[route.method.lower()] = _operation(route)
    paths[f"/{PREFIX}/openapi.json"] = {
        "get": {
            "operationId": "openapi",
            "summary": "This description",
            "responses": {
                "200": {"description": "The document", "content": {"application/json": {"schema": {}}}},
                "default": _problem(),
            },
        }
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Torchenstein Lab", "version": package_version()},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "_xsrf"},
            },
        },
        "security": [{"token": []}, {"cookie": []}],
    }
    # As it will be read: msgspec gives the defaults of tuples as tuples.
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.call.__name__,
        "summary": route.summary,
        "responses": {"default": _problem()},
    }
    parameters = re.findall(r"{(\w+)}", route.path)
    if parameters:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in parameters
        ]
    if route.request:
        operation["requestBody"] = {"required": True, "content": _content(route.request)}
    if route.reply:
        operation["responses"]["200"] = {"description": route.summary, "content": _content(route.reply)}
    if route.reply is None or route.may_wait:
        operation["responses"]["204"] = {"description": "Nothing yet: ask again" if route.reply else "Done"}
    return operation


def _content(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{struct.__name__}"}}}


def _problem() -> dict[str, Any]:
    return {"description": "What happened, and what to do", "content": _content(Problem)}
