"""Tornado's side of the routes: login, authorization, limits, decoding and encoding. Thin on purpose."""

import re
from typing import Any, Final
from urllib.parse import unquote

import msgspec
import tornado.web
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join

from torchenstein_lab.server.classroom import Classroom
from torchenstein_lab.server.problems import BadRequest, TooLarge, decode_error, problem
from torchenstein_lab.server.routes import PREFIX, ROUTES, Route

BODY_BYTES: Final = 1024 * 1024
NAME_CHARACTERS: Final = 200

AUTH_RESOURCE: Final = "torchenstein_lab"


class ProblemHandler(APIHandler):
    """Answers every error with a `Problem`, whatever raised it."""

    auth_resource = AUTH_RESOURCE

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, body = problem(error, status_code, self.log)
        self.set_status(status)
        self.finish(msgspec.json.encode(body))

    def log_exception(self, *_: object) -> None:
        """Stay quiet: `problem` logs what is worth it."""


class RouteHandler(ProblemHandler):
    """Serves all methods of one path."""

    def initialize(self, classroom: Classroom, routes: dict[str, Route]) -> None:
        self._classroom = classroom
        self._routes = routes

    @tornado.web.authenticated
    @authorized
    async def get(self, *parts: str) -> None:
        await self._serve("GET", parts)

    @tornado.web.authenticated
    @authorized
    async def post(self, *parts: str) -> None:
        await self._serve("POST", parts)

    async def _serve(self, method: str, parts: tuple[str, ...]) -> None:
        route = self._routes.get(method)
        if route is None:
            raise tornado.web.HTTPError(405)
        arguments: list[Any] = [unquote(part) for part in parts]
        if any(len(part) > NAME_CHARACTERS for part in arguments):
            raise BadRequest(f"a name in its address is longer than {NAME_CHARACTERS} characters.")
        if len(self.request.body) > BODY_BYTES:
            raise TooLarge
        if route.request is not None:
            arguments.append(self._decoded(route.request))
        reply = await route.call(self._classroom, *arguments)
        if reply is None:
            self.set_status(204)
            self.finish()
        else:
            self.finish(msgspec.json.encode(reply))

    def _decoded(self, struct: type[msgspec.Struct]) -> msgspec.Struct:
        try:
            return msgspec.json.decode(self.request.body, type=struct)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise decode_error(error) from error


class OpenApiHandler(ProblemHandler):
    """Describes the routes."""

    @tornado.web.authenticated
    @authorized
    async def get(self) -> None:
        from torchenstein_lab.server.openapi import openapi

        self.finish(msgspec.json.encode(openapi()))


class NothingHereHandler(ProblemHandler):
    """Answers below our prefix where no route is, with a sentence in place of a page."""

    @tornado.web.authenticated
    @authorized
    async def get(self) -> None:
        raise tornado.web.HTTPError(404)

    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        raise tornado.web.HTTPError(404)


def handlers(base_url: str, classroom: Classroom) -> list[tuple[Any, ...]]:
    """Return Tornado's rules for all routes below `base_url`."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        by_path.setdefault(route.path, {})[route.method] = route
    rules: list[tuple[Any, ...]] = [
        (
            url_path_join(base_url, PREFIX, re.sub(r"{\w+}", "([^/]+)", path)),
            RouteHandler,
            {"classroom": classroom, "routes": routes},
        )
        for path, routes in by_path.items()
    ]
    rules.append((url_path_join(base_url, PREFIX, r"openapi\.json"), OpenApiHandler))
    rules.append((url_path_join(base_url, PREFIX, ".*"), NothingHereHandler))
    return rules
