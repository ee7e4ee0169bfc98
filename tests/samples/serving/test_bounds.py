"""What the server lets in: bodies, turns, hosts and origins, over plain ASGI messages."""

import asyncio
import json
import tracemalloc
from typing import Any

import pytest

from pipeline.samples.serving import bounds
from pipeline.samples.serving.bounds import Bounded

HOST = [(b"host", b"127.0.0.1:5001")]

Headers = list[tuple[bytes, bytes]]


class Echo:
    """Answers with the length of the body, after a while; counts how many are inside at once."""

    def __init__(self) -> None:
        self.inside = self.most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        body = (await receive())["body"]
        await asyncio.sleep(0.01)
        self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(len(body)).encode()})


async def _ask(app: Bounded, chunks: list[bytes], headers: Headers) -> tuple[int, bytes, int]:
    """Status, body, and how many chunks the server has taken."""
    left, sent = list(chunks), []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], sent[1]["body"], len(chunks) - len(left)


def _bounded(app: Any, **limits: Any) -> Bounded:
    return Bounded(app, frozenset({"127.0.0.1:5001", "localhost:5001"}), **limits)


def test_a_body_arrives_whole_or_is_refused_unread() -> None:
    """In chunks; too large by what it says, by what it is, and by what it is although it says otherwise."""
    app = _bounded(Echo())
    half = b"x" * (bounds.BODY // 2)
    assert asyncio.run(_ask(app, [half, half], HOST)) == (200, str(2 * len(half)).encode(), 2)
    said = (b"content-length", b"100000000")
    status, line, _ = asyncio.run(_ask(app, [half] * 200, [*HOST, said]))
    assert status == 413
    assert "at most 1,000,000 bytes" in json.loads(line)["error"]
    for lie in ([], [(b"content-length", b"3")], [(b"content-length", b"-1")]):
        assert asyncio.run(_ask(app, [half] * 200, [*HOST, *lie]))[0] == 413
    assert asyncio.run(_ask(app, [half] * 2000, HOST))[2] <= bounds.DRAINED / len(half) + 1


def test_a_large_body_takes_no_memory() -> None:
    """A hundred megabytes in pieces: what is read is thrown away as it comes."""
    tracemalloc.start()
    piece = b"x" * 65536
    status, _, taken = asyncio.run(_ask(_bounded(Echo()), [piece] * 1600, HOST))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (status, taken) == (413, 1600)
    assert peak < 4 * bounds.BODY


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HOST, 200),
        ([(b"host", b"evil.example")], 403),
        ([(b"host", b"evil.example:5001")], 403),
        ([], 403),
        ([*HOST, (b"origin", b"http://127.0.0.1:5001")], 200),
        ([*HOST, (b"origin", b"http://evil.example")], 403),
        ([*HOST, (b"origin", b"null")], 403),
    ],
)
def test_requests_from_elsewhere_are_refused(headers: Headers, status: int) -> None:
    """By another name (DNS rebinding), and of a page elsewhere."""
    assert asyncio.run(_ask(_bounded(Echo()), [b"x"], headers))[0] == status


def test_a_crowd_takes_turns_and_its_excess_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty at once: two work at a time, thirty are taken in, twenty are told to come later."""
    echo = Echo()

    async def crowd(app: Bounded, size: int) -> list[int]:
        answers = await asyncio.gather(*(_ask(app, [b"x"], HOST) for _ in range(size)))
        return [status for status, _, _ in answers]

    found = asyncio.run(crowd(_bounded(echo, queue=30), 50))
    assert (found.count(200), found.count(429), echo.most) == (30, 20, bounds.AT_WORK)
    found = asyncio.run(crowd(_bounded(Echo(), at_work=1, waiting=0.025), 8))
    assert 2 <= found.count(200) <= 4
    assert found.count(200) + found.count(429) == 8
