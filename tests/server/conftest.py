"""A real Jupyter Server with the extension and the tiny pack, and real kernels that belong to notebooks."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jupyter_core.utils import ensure_async
from tornado.httpclient import HTTPClientError


class Answer(NamedTuple):
    """What the server answered: the status, and the decoded body."""

    status: int
    body: Any


Api = Callable[..., Awaitable[Answer]]


@pytest.fixture
def jp_server_config(tiny_pack: Path) -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"torchenstein_lab": True}}}


@pytest.fixture
def api(jp_fetch: Any) -> Api:
    """Call a route as a logged-in browser does; errors are answers, too."""

    async def call(method: str, path: str, body: Any = None, **options: Any) -> Answer:
        if method == "POST" and body is None:
            options["allow_nonstandard_methods"] = True
        elif body is not None:
            options["body"] = body if isinstance(body, str | bytes) else json.dumps(body)
        try:
            reply = await jp_fetch("torchenstein", "api", *path.split("/"), method=method, **options)
        except HTTPClientError as error:
            reply = error.response
        return Answer(reply.code, json.loads(reply.body) if reply.body else None)

    return call


class Notebook:
    """A notebook's kernel, driven as a front end would."""

    def __init__(self, server: Any, kernel: str) -> None:
        self.server = server
        self.kernel = kernel
        self._client: Any = None

    @property
    def manager(self) -> Any:
        return self.server.kernel_manager.get_kernel(self.kernel)

    async def connect(self) -> None:
        if self._client is not None:
            self._client.stop_channels()
        session = self.manager.session.clone()
        session.session = "the-notebook"
        self._client = self.manager.client(session=session)
        self._client.start_channels(hb=False)
        await self._client.wait_for_ready(timeout=60)

    def send(self, code: str) -> str:
        """Send a cell, and return the id of the message."""
        sent: str = self._client.execute(code)
        return sent

    async def run(self, code: str) -> dict[str, Any]:
        """Run a cell to its end and return the reply's content."""
        request = self._client.execute(code)
        return await self._reply(request)

    async def begin(self, code: str) -> Callable[[], Awaitable[dict[str, Any]]]:
        """Send a cell, wait until the kernel is at it, and return what waits for its end."""
        request = self._client.execute(code)
        await self._seen(request, "busy")
        return lambda: self._reply(request)

    async def value(self, expression: str) -> str:
        request = self._client.execute("", silent=True, user_expressions={"it": expression})
        content = await self._reply(request)
        return str(content["user_expressions"]["it"]["data"]["text/plain"])

    async def _reply(self, request: str) -> dict[str, Any]:
        while True:
            message = await ensure_async(self._client.get_shell_msg(timeout=60))
            if message["parent_header"]["msg_id"] == request:
                content: dict[str, Any] = message["content"]
                return content

    async def _seen(self, request: str, state: str) -> None:
        while True:
            message = await ensure_async(self._client.get_iopub_msg(timeout=60))
            if (
                message["parent_header"].get("msg_id") == request
                and message["content"].get("execution_state") == state
            ):
                return

    def close(self) -> None:
        if self._client is not None:
            self._client.stop_channels()


@pytest.fixture
def notebook(
    jp_asyncio_loop: asyncio.AbstractEventLoop, jp_serverapp: Any, jp_fetch: Any
) -> Iterator[Notebook]:
    """A notebook with a running Python kernel."""
    opened = jp_asyncio_loop.run_until_complete(
        open_notebook(jp_serverapp, jp_fetch, "lesson.ipynb", "python3")
    )
    yield opened
    opened.close()


async def open_notebook(server: Any, fetch: Any, path: str, kernel_name: str) -> Notebook:
    model = {"path": path, "type": "notebook", "name": path, "kernel": {"name": kernel_name}}
    reply = await fetch("api", "sessions", method="POST", body=json.dumps(model))
    notebook = Notebook(server, json.loads(reply.body)["kernel"]["id"])
    await notebook.connect()
    return notebook


@pytest.fixture
def open_notebook_with(jp_serverapp: Any, jp_fetch: Any) -> Callable[[str], Awaitable[Notebook]]:
    """Open a notebook with a kernel of another name."""

    async def opened(kernel_name: str) -> Notebook:
        return await open_notebook(jp_serverapp, jp_fetch, "other.ipynb", kernel_name)

    return opened


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Wait until something is so."""

    async def look(condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    return lambda condition: asyncio.wait_for(look(condition), timeout=60)
