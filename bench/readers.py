"""Readers without a browser: they speak Streamlit's messages over its WebSocket, so that fifty fit on one machine.

What a page sends for a changed filter is counted here: messages, bytes and elements depend on the program alone, times
also on the machine.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

LARGEST = 200_000_000  # bytes of one message
PATIENCE = 300  # seconds for an answer, also of a machine that has other work
STREAM = "_stcore/stream"
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a page sends for one change. seconds: from the change to the last message; elements: all but containers."""

    messages: int
    bytes: int
    elements: int
    blocks: int
    figures: int  # elements that hold a figure to draw
    seconds: float
    failed: bool  # the page shows an error


class Reader:
    """One session on a page; `async with reader(…)` connects it."""

    def __init__(self, socket: websockets.ClientConnection, page: str, query: str) -> None:
        self._socket = socket
        self._page, self._query = page, query
        self._hash = ""
        self._known: dict[str, ForwardMsg] = {}  # messages that a browser keeps: hash → message
        self._ids: dict[str, str] = {}  # key of a widget → its id
        self._chosen: dict[str, WidgetState] = {}

    async def view(self) -> Answer:
        """Opens the page."""
        return await self._run()

    async def choose(self, key: str, value: str | list[str]) -> Answer:
        """Changes a filter, by its key: one word of a list, or the chosen words of a list of several."""
        state = WidgetState(id=self._ids[key])
        if isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
        self._chosen[key] = state
        return await self._run()

    async def go(self, page: str) -> Answer:
        """Goes to another page, by its path."""
        self._page, self._hash = page, ""
        return await self._run()

    async def _run(self) -> Answer:
        asked = BackMsg()
        run = asked.rerun_script
        run.query_string, run.page_script_hash = self._query, self._hash
        if not self._hash:
            run.page_name = self._page
        run.widget_states.widgets.extend(self._chosen.values())
        run.cached_message_hashes.extend(self._known)
        run.context_info.url = "http://127.0.0.1/"
        start = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        counted = dict.fromkeys(("messages", "bytes", "elements", "blocks", "figures"), 0)
        failed = False
        while True:
            content = await asyncio.wait_for(self._socket.recv(), PATIENCE)
            message = ForwardMsg()
            message.ParseFromString(content if isinstance(content, bytes) else content.encode())
            counted["messages"] += 1
            counted["bytes"] += len(content)
            failed |= self._heard(message, counted)
            if message.WhichOneof("type") == "script_finished" and message.script_finished != _EARLY:
                return Answer(**counted, seconds=time.perf_counter() - start, failed=failed)

    def _heard(self, message: ForwardMsg, counted: dict[str, int]) -> bool:
        """Counts a message and keeps what a browser keeps of it. True if it tells of an error."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        if kind == "ref_hash":
            counted["elements"] += 1
            return False
        if kind != "delta":
            return False
        if message.metadata.cacheable:
            self._known[message.hash] = message
        if message.delta.WhichOneof("type") == "add_block":
            counted["blocks"] += 1
            return False
        element = message.delta.new_element
        shown = element.WhichOneof("type")
        counted["elements"] += 1
        content = getattr(element, shown) if shown else None
        if shown == "plotly_chart" or (shown == "bidi_component" and b'"figure": {' in element.bidi_component.bytes):
            counted["figures"] += 1
        if identity := getattr(content, "id", ""):
            self._ids[identity.rpartition("-")[2]] = identity
        return shown == "exception" or (shown == "alert" and element.alert.format == element.alert.ERROR)


_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@contextlib.asynccontextmanager
async def reader(address: str, page: str = "", choices: Mapping[str, str] | None = None) -> AsyncIterator[Reader]:
    """`async with reader(address, page) as one:` a new session, closed at the end of the block."""
    query = "&".join(f"{name}={value}" for name, value in (choices or {}).items())
    async with websockets.connect(
        f"ws://{urlsplit(address).netloc}/{STREAM}",
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=LARGEST,
        ping_interval=None,
    ) as socket:
        yield Reader(socket, page, query)


def finished(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, run in a thread of its own: the caller's may have a loop, as under Playwright."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
