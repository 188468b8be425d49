"""The browser that draws pictures: one for all threads, started at the first picture and closed when it is idle.

It is driven through a pipe, so it ends with this process however that ends. A browser that dies or hangs is replaced,
and the picture drawn again.
"""

import asyncio
import atexit
import base64
import functools
import json
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from choreographer import Browser, Tab
from choreographer.browsers import BrowserClosedError, BrowserFailedError, Chromium
from choreographer.channels import ChannelClosedError
from choreographer.protocol import DevtoolsProtocolError

from charts.plotly_bundle import BUNDLE

PAGE = Path(__file__).with_name("card.html")
IDLE, PATIENCE, FAREWELL = 300.0, 30.0, 5.0  # seconds
ALONE = (
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--no-proxy-server"),  # nothing leaves this machine
    *("--disable-background-networking", "--disable-features=NetworkTimeServiceQuerying", "--disable-quic"),
    *("--disable-extensions", "--hide-scrollbars"),
)
PRINTED = {"printBackground": True, "preferCSSPageSize": True}
LOST = (
    *(BrowserClosedError, BrowserFailedError, ChannelClosedError, DevtoolsProtocolError),
    *(TimeoutError, asyncio.TimeoutError, asyncio.CancelledError, OSError),
)


class DrawingError(Exception):
    """The picture could not be drawn; the message is for the log."""


class _Quiet(Chromium):
    """Chromium that starts with an empty page and reaches no host."""

    def get_cli(self) -> Sequence[str]:
        return [*super().get_cli(), *ALONE, "about:blank"]


def browser_file() -> str | None:
    """The browser that draws: the one that CHROMIUM names, else Chromium, Chrome, Edge or Brave, if installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return _installed(os.environ.get("PATH", ""))


@functools.lru_cache(maxsize=4)
def _installed(_path: str) -> str | None:
    """The browser of this machine: every chart of a page asks for it. _path: where it is looked for."""
    return Chromium.find_browser(skip_local=False)


class Renderer:
    """Draws sheets one after the other. `idle`: seconds without work after which the browser is closed."""

    def __init__(self, idle: float = IDLE) -> None:
        self._idle = idle
        self._browser: Browser | None = None
        self._tab: Tab
        self._crashed: asyncio.Future[Any]
        self._closing: asyncio.TimerHandle | None = None
        self._loop = asyncio.new_event_loop()
        self._turn = asyncio.Lock()
        threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True).start()

    def draw(self, request: Mapping[str, Any]) -> tuple[bytes, list[dict[str, Any]]]:
        """The picture that card.js draws of a request, and the sizes of its sheets. Raises DrawingError."""
        return asyncio.run_coroutine_threadsafe(self._in_turn(request), self._loop).result()

    def warm_up(self) -> None:
        """Starts the browser without waiting for it."""
        asyncio.run_coroutine_threadsafe(self._in_turn(None), self._loop)

    def close(self) -> None:
        """Closes the browser; the next picture starts another."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=PATIENCE)

    @property
    def process(self) -> int | None:
        """The id of the browser's process, None while there is none."""
        return self._browser.subprocess.pid if self._browser else None

    async def _in_turn(self, request: Mapping[str, Any] | None) -> tuple[bytes, list[dict[str, Any]]]:
        async with self._turn:
            if self._closing:
                self._closing.cancel()
            try:
                return await self._try_twice(request)
            finally:
                self._closing = self._loop.call_later(self._idle, lambda: self._loop.create_task(self._rest()))

    async def _try_twice(self, request: Mapping[str, Any] | None) -> tuple[bytes, list[dict[str, Any]]]:
        for last in (False, True):
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._open()
                    return await self._drawn(request) if request else (b"", [])
            except LOST as error:
                await self._close()
                if last:
                    raise DrawingError(repr(error)) from error
        raise AssertionError

    async def _open(self) -> None:
        if self._browser:
            return
        self._browser = Browser(browser_file(), browser_cls=_Quiet)
        await self._browser.open()
        atexit.unregister(self.close)
        atexit.register(self.close)  # now, so that it comes before the removal of the browser's temporary folder
        tab = self._browser.get_tab()
        if tab is None:
            raise BrowserFailedError("no tab")
        self._tab = tab
        self._crashed = tab.subscribe_once("Inspector.targetCrashed")
        await self._tell("Page.enable")
        loaded = tab.subscribe_once("Page.loadEventFired")
        await self._tell("Page.navigate", url=PAGE.as_uri())
        await loaded
        await self._run("loadPlotly", BUNDLE.as_uri())

    async def _drawn(self, request: Mapping[str, Any]) -> tuple[bytes, list[dict[str, Any]]]:
        sheets = await self._run("draw", request)
        if request["form"] == "svg":
            return sheets[0].pop("svg").encode(), sheets
        if request["form"] == "pdf":
            printed = await self._tell("Page.printToPDF", **PRINTED)
            return base64.b64decode(printed["data"]), sheets
        size = {name: sheets[0][name] for name in ("width", "height")}
        await self._tell("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=False)
        clip = {"x": 0, "y": 0, **size, "scale": 1}
        shot = await self._tell("Page.captureScreenshot", format="png", clip=clip)
        return base64.b64decode(shot["data"]), sheets

    async def _run(self, function: str, argument: Any) -> Any:
        """What a function of the page returns."""
        page = await self._tell("Runtime.evaluate", expression="globalThis")
        told = await self._tell(
            "Runtime.callFunctionOn",
            functionDeclaration=f"async (text) => JSON.stringify(await {function}(JSON.parse(text)))",
            objectId=page["result"]["objectId"],
            arguments=[{"value": json.dumps(argument)}],
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in told:
            raise DrawingError(told["exceptionDetails"]["exception"].get("description"))
        return json.loads(told["result"].get("value") or "null")

    async def _tell(self, command: str, **params: Any) -> dict[str, Any]:
        """The result of a command of the DevTools protocol."""
        answer = asyncio.ensure_future(self._tab.send_command(command, params))
        await asyncio.wait({answer, self._crashed}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            with suppress(*LOST):
                await answer
            raise BrowserClosedError("the tab crashed")
        told = answer.result()
        if "error" in told:
            raise DevtoolsProtocolError(told)
        return told["result"]

    async def _rest(self) -> None:
        async with self._turn:
            await self._close()

    async def _close(self) -> None:
        browser, self._browser = self._browser, None
        if browser:
            with suppress(*LOST):  # it may be gone
                # It waits for the browser's answer; cancelled, it goes on without one and kills the process.
                async with asyncio.timeout(FAREWELL):
                    await browser.close()
