"""What holds for every route: a login, an XSRF token for what writes, limits, and answers as described."""

import json
import re
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate
from tornado.httpclient import HTTPClientError

from torchenstein_lab.server.handlers import BODY_BYTES
from torchenstein_lab.server.openapi import openapi
from torchenstein_lab.server.routes import ROUTES

LESSON = {"pack": "tiny", "lesson": "first-steps"}
DOUBLE = {**LESSON, "exercise": "double-it"}
EXPLANATION = {**LESSON, "text": "One number meets every number."}

CALLS: dict[str, Any] = {
    "GET course": None,
    "GET lessons/tiny/first-steps": None,
    "POST lessons/tiny/first-steps/open": {"folder": "Lessons"},
    "POST check": {**DOUBLE, "id": "one", "kernel": None},
    "POST check/one/cancel": None,
    "POST clean-room": {
        **DOUBLE,
        "id": "one",
        "path": "x.ipynb",
        "kernel_name": "none-such",
        "at": 0,
        "cells": [{"id": "a", "source": "", "exercise": "double-it"}],
    },
    "POST clean-room/ready": {"kernel_name": "none-such"},
    "GET clean-room/one": None,
    "POST clean-room/one/cancel": None,
    "POST hint": DOUBLE,
    "POST reveal": {**DOUBLE, "asked": True},
    "POST reset": DOUBLE,
    "GET journal": None,
    "POST journal": EXPLANATION,
    "POST journal/one/rubric": {"met": [0]},
    "POST error": {"kernel": None, "cell": 3, "error": "ValueError", "message": "…"},
    "POST badges/seen": {**LESSON, "badge": "explained"},
    "GET openapi.json": None,
}


def template(call: str) -> tuple[str, str]:
    """The method and the described path of a call."""
    method, path = call.split(" ")
    for described in openapi()["paths"]:
        pattern = re.sub(r"{\w+}", "[^/]+", described.removeprefix("/torchenstein/api/"))
        if re.fullmatch(pattern, path):
            return method, described
    raise AssertionError(call)


def test_every_route_is_called_below() -> None:
    described = {(m.upper(), path) for path, item in openapi()["paths"].items() for m in item}
    assert {template(call) for call in CALLS} == described
    assert len(described) == len(ROUTES) + 1


def test_the_description_is_valid_openapi() -> None:
    validate(openapi())


@pytest.mark.parametrize("call", CALLS)
async def test_a_route_answers_as_it_is_described(api: Any, call: str) -> None:
    if call == "POST badges/seen":
        await api("POST", "journal", EXPLANATION)
    if call == "GET clean-room/one":
        await api("POST", "clean-room", CALLS["POST clean-room"])
    asked = call.split(" ")[1]
    if call == "POST journal/one/rubric":
        (entry,) = (await api("POST", "journal", EXPLANATION)).body["entries"]
        asked = asked.replace("one", entry["id"])
    method, path = template(call)
    answer = await api(method, asked, CALLS[call])
    replies = openapi()["paths"][path][method.lower()]["responses"]
    assert str(answer.status) in replies
    if answer.status == 204:
        assert answer.body is None
        return
    schema = replies["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.body, {**schema, "components": openapi()["components"]})


@pytest.mark.parametrize("call", [*CALLS, "GET nothing/here", "POST nothing/here"])
async def test_no_route_answers_without_a_login(api: Any, call: str) -> None:
    method, path = call.split(" ")
    answer = await api(method, path, CALLS.get(call), headers={"Authorization": ""})
    assert answer.status == 403
    assert set(answer.body) == {"message", "remedy"}


@pytest.mark.parametrize("call", [call for call in CALLS if call.startswith("POST")])
async def test_nothing_is_written_without_an_xsrf_token(
    api: Any, jp_serverapp: Any, http_server_client: Any, jp_base_url: str, call: str
) -> None:
    cookie = await browser_cookie(jp_serverapp, http_server_client, jp_base_url)
    method, path = call.split(" ")
    body = json.dumps(CALLS[call] or {})

    async def post(headers: dict[str, str]) -> int:
        try:
            reply = await http_server_client.fetch(
                f"{jp_base_url}torchenstein/api/{path}", method=method, body=body, headers=headers
            )
        except HTTPClientError as error:
            return int(error.code)
        return int(reply.code)

    assert await post({"Cookie": cookie}) == 403
    token = re.findall(r"_xsrf=([^;]+)", cookie)[0]
    # With the token the same browser gets through: 403 came from its absence alone.
    assert await post({"Cookie": cookie, "X-XSRFToken": token}) != 403


async def browser_cookie(server: Any, client: Any, base_url: str) -> str:
    """Log in as a browser does, and return its cookies; the XSRF cookie is what Tornado compares with."""
    token = server.identity_provider.token
    reply = await client.fetch(f"{base_url}api/status?token={token}")
    cookies = [each.split(";")[0] for each in reply.headers.get_list("Set-Cookie")]
    assert any(each.startswith("username-") for each in cookies)
    return "; ".join([*cookies, f"_xsrf={'5e' * 16}"])


async def test_who_is_not_authorized_gets_nothing(api: Any, jp_serverapp: Any, monkeypatch: Any) -> None:
    asked: list[tuple[str, str]] = []

    async def refuse(_: Any, __: Any, action: str, resource: str) -> bool:
        asked.append((action, resource))
        return False

    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", refuse)
    for call, body in CALLS.items():
        method, path = call.split(" ")
        assert (await api(method, path, body)).status == 403
    assert set(asked) == {("read", "torchenstein_lab"), ("write", "torchenstein_lab")}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("hello", 400),
        ("[]", 400),
        (b"\xff\xfe", 400),
        ("[" * 200_000, 400),
        (json.dumps({**DOUBLE, "tier": "three"}), 400),
        (json.dumps({**DOUBLE, "tier": 4}), 400),
        (json.dumps({**DOUBLE, "tier": -1}), 400),
        (json.dumps({**DOUBLE, "exercise": "x" * 10_000}), 404),
        (json.dumps({**DOUBLE, "pack": "../../etc"}), 404),
        (json.dumps({**DOUBLE, "lesson": "<script>alert(1)</script>"}), 404),
        (json.dumps({**DOUBLE, "exercise": "sum-of-a-row", "deal": 4711}), 404),
        ("x" * (BODY_BYTES + 1), 413),
    ],
)
async def test_bad_input_is_a_sentence_and_the_server_goes_on(api: Any, body: Any, status: int) -> None:
    answer = await api("POST", "hint", body)
    assert answer.status == status
    assert set(answer.body) == {"message", "remedy"}
    assert 0 < len(answer.body["message"]) < 500
    assert "Traceback" not in answer.body["message"]
    assert (await api("GET", "course")).status == 200


@pytest.mark.parametrize(
    "path", ["lessons/tiny/%2e%2e%2fpack", "lessons/%2e%2e/first-steps", "lessons/x/" + "y" * 3000]
)
async def test_a_path_that_leads_elsewhere_leads_nowhere(api: Any, path: str) -> None:
    answer = await api("GET", path)
    assert answer.status in (400, 404)
    assert set(answer.body) == {"message", "remedy"}


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "hint", 405), ("POST", "course", 405), ("GET", "x", 404)]
)
async def test_a_call_that_is_not_there_is_a_sentence(api: Any, method: str, path: str, status: int) -> None:
    answer = await api(method, path)
    assert (answer.status, set(answer.body)) == (status, {"message", "remedy"})


async def test_an_error_nobody_foresaw_is_logged_and_not_shown(api: Any, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("torchenstein_lab.study.here", fail)
    answer = await api("GET", "course")
    assert answer.status == 500
    assert "secret detail" not in json.dumps(answer.body)
