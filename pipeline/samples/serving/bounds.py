"""What a server lets in: bounded bodies, a bounded number at work, and nobody from elsewhere. Pure ASGI."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

BODY = 1_000_000  # bytes of a request: a thousand rows with prompts
DRAINED = 1 << 28  # bytes of a body too large that are read before the connection is closed
AT_WORK = 2  # requests at a time; more would only share the same cores
WAITING = 60.0  # seconds that a request waits for its turn
QUEUE = 256  # requests that wait


class Bounded:
    """An application behind bounds; what is refused gets a 4xx status and one line of JSON.

    Args:
        app: does the work.
        hosts: names that it is reached by, with their ports; a page of another origin is refused.
    """

    def __init__(
        self,
        app: App,
        hosts: frozenset[str],
        at_work: int = AT_WORK,
        queue: int = QUEUE,
        waiting: float = WAITING,
    ) -> None:
        self._app, self._hosts, self._queue, self._waiting = app, hosts, queue, waiting
        self._turns = asyncio.Semaphore(at_work)
        self._inside = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if refused := self._foreign(headers):
            await _answer(send, 403, refused)
        elif (body := await _body(receive, _announced(headers))) is None:
            await _answer(send, 413, f"the body is too large: send at most {BODY:,} bytes")
        elif _too_deep(body):
            await _answer(send, 400, "the body is nested too deeply")
        elif self._inside >= self._queue:
            await _answer(send, 429, f"{self._queue} requests are waiting: try again later")
        else:
            await self._in_turn(scope, _again(body), send)

    async def _in_turn(self, scope: Message, receive: Receive, send: Send) -> None:
        self._inside += 1
        try:
            try:
                await asyncio.wait_for(self._turns.acquire(), self._waiting)
            except TimeoutError:
                await _answer(send, 429, f"no turn came within {self._waiting:g} s: try again later")
                return
            try:
                await self._app(scope, receive, send)
            finally:
                self._turns.release()
        finally:
            self._inside -= 1

    def _foreign(self, headers: dict[str, str]) -> str | None:
        """Why a request comes from elsewhere: by a name that is not ours (DNS rebinding), or another page."""
        if headers.get("host", "") not in self._hosts:
            return "this server does not go by that host name"
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return "requests of other pages are refused"
        return None


def _announced(headers: dict[str, str]) -> int:
    """The bytes that a request says its body has; 0 where it does not say."""
    said = headers.get("content-length", "")
    return int(said) if said.isdecimal() else 0


async def _body(receive: Receive, announced: int) -> bytes | None:
    """The body; None when it is too large: what comes then is read, so that the answer is, and not kept."""
    parts, size, more = [], 0, True
    while more and size <= DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
        if max(size, announced) <= BODY:
            parts.append(message.get("body", b""))
        else:
            parts = []
    return b"".join(parts) if max(size, announced) <= BODY else None


def _too_deep(body: bytes) -> bool:
    """Whether it is JSON that a reader of JSON gives up on; whatever else is wrong the application says."""
    try:
        json.loads(body)
    except RecursionError:
        return True
    except ValueError:
        return False
    return False


def _again(body: bytes) -> Receive:
    """Gives a body that has been read to an application that reads it."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


async def _answer(send: Send, status: int, line: str) -> None:
    body = json.dumps({"error": line}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
