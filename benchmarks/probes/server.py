"""Starts a Jupyter Server in this process, asks what a learner's browser asks, and prints what it cost as
JSON.

    python -m benchmarks.probes.server ARGUMENTS OF JUPYTER LAB…

`start`: milliseconds of processor time that the start took, imports included; `memory`: MiB that belong to
this process alone; `modules`: the names of all modules loaded at the end.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time

import psutil


def main() -> None:
    begun = time.process_time()
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(argv=sys.argv[1:])
    started = time.process_time() - begun

    async def ask_and_stop() -> None:
        from tornado.httpclient import AsyncHTTPClient

        client = AsyncHTTPClient()
        with_us = any("torchenstein" in name and point for name, point in _linked(server).items())
        pages = ["lab", "api/contents", "lab/api/settings"]
        if with_us:
            pages += ["torchenstein/api/course", "torchenstein/api/lessons/torchenstein/first-spark"]
            pages += ["torchenstein/api/lessons/torchenstein/creating-tensors", "torchenstein/api/journal"]
        for page in pages:
            reply = await client.fetch(server.connection_url + page, request_timeout=60, raise_error=False)
            assert reply.code == 200, f"{page}: {reply.code}"
        gc.collect()
        figures = {
            "start": started * 1000,
            "memory": psutil.Process().memory_full_info().uss / 2**20,
            "with_us": with_us,
            "modules": sorted(sys.modules),
        }
        print("\n" + json.dumps(figures), flush=True)
        server.stop()

    server.io_loop.add_callback(lambda: asyncio.ensure_future(ask_and_stop()))
    server.start()


def _linked(server: object) -> dict[str, bool]:
    manager = server.extension_manager  # type: ignore[attr-defined]
    return {name: extension.enabled for name, extension in manager.extensions.items()}


if __name__ == "__main__":
    main()
