"""Exports and API answers of the platforms, as JSON or CAR."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import libipld

from tests.corpus.readers.forms.written import DATE, Texts


def tweets(texts: Texts) -> list[dict[str, Any]]:
    """Records of API v1.1."""
    return [
        {"id_str": str(100 + n), "full_text": text, "created_at": DATE, "user": {"screen_name": "baker"}}
        for n, text in enumerate(texts)
    ]


def v2(texts: Texts) -> bytes:
    """An answer of API v2, the author beside the posts."""
    posts = [{"id": str(100 + n), "text": text, "author_id": "9"} for n, text in enumerate(texts)]
    return json.dumps(
        {"data": posts, "includes": {"users": [{"id": "9", "username": "baker"}]}}, indent=1
    ).encode()


def lines(records: Sequence[Any]) -> bytes:
    """A record a line."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def html(text: str) -> str:
    """A text as Mastodon writes it."""
    paragraphs = text.split("\n\n")
    return "".join(f"<p>{escape(p).replace(chr(10), '<br />')}</p>" for p in paragraphs)


def mastodon(texts: Texts) -> bytes:
    """Statuses of the Mastodon API."""
    return json.dumps(
        [
            {"id": str(100 + n), "created_at": DATE, "content": html(text), "account": {"acct": "baker"}}
            for n, text in enumerate(texts)
        ]
    ).encode()


def truths(texts: Texts) -> bytes:
    """An archive of Truth Social: statuses without their author."""
    keys = ("id", "created_at", "content")
    kept = [{key: status[key] for key in keys} for status in json.loads(mastodon(texts))]
    return json.dumps([{**status, "url": "u", "media": []} for status in kept]).encode()


def outbox(texts: Texts) -> bytes:
    """The outbox of a Mastodon archive."""
    items = [
        {
            "type": "Create",
            "actor": "https://m.example/users/baker",
            "object": {
                "type": "Note",
                "id": str(100 + n),
                "published": "2020-01-02T10:00:00Z",
                "attributedTo": "https://m.example/users/baker",
                "content": html(text),
            },
        }
        for n, text in enumerate(texts)
    ]
    return json.dumps({"type": "OrderedCollection", "orderedItems": items}).encode()


def skeet(text: str) -> dict[str, Any]:
    """A post's record of Bluesky."""
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2020-01-02T10:00:00Z"}


def bluesky(texts: Texts) -> bytes:
    """A page of listRecords."""
    records = [{"uri": str(100 + n), "cid": "c", "value": skeet(text)} for n, text in enumerate(texts)]
    return json.dumps({"cursor": "x", "records": records}).encode()


def feed(texts: Texts) -> bytes:
    """A page of getAuthorFeed."""
    author = {"did": "did:plc:x", "handle": "baker", "displayName": "The Bakery"}
    views = [{"uri": str(100 + n), "author": author, "record": skeet(text)} for n, text in enumerate(texts)]
    return json.dumps({"feed": [{"post": view} for view in views], "cursor": "x"}).encode()


def jetstream(texts: Texts) -> bytes:
    """Lines of Jetstream, with a like among them."""
    events = [
        {
            "did": "did:plc:x",
            "time_us": n,
            "kind": "commit",
            "commit": {
                "operation": "create",
                "collection": "app.bsky.feed.post",
                "rkey": str(100 + n),
                "record": skeet(text),
            },
        }
        for n, text in enumerate(texts)
    ]
    return lines(events)


def car(texts: Texts) -> bytes:
    """A repository: a header, then blocks of length, CID (v1, dag-cbor, SHA-256) and DAG-CBOR."""
    import hashlib

    def varint(number: int) -> bytes:
        out = b""
        while number > 127:
            out, number = out + bytes([number & 127 | 128]), number >> 7
        return out + bytes([number])

    def block(value: Any) -> tuple[bytes, bytes]:
        data = libipld.encode_dag_cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        return cid, varint(len(cid) + len(data)) + cid + data

    blocks = [block(skeet(text) | {"n": n}) for n, text in enumerate(texts)]
    entries = [
        {"p": 0, "k": f"app.bsky.feed.post/{100 + n}".encode(), "v": cid, "t": None}
        for n, (cid, _) in enumerate(blocks)
    ]
    node = block({"l": None, "e": entries})
    commit = block({"did": "did:plc:x", "version": 3, "data": node[0], "prev": None, "rev": "1", "sig": b""})
    header = libipld.encode_dag_cbor({"roots": [commit[0]], "version": 1})
    return b"".join([varint(len(header)), header, commit[1], node[1], *(data for _, data in blocks)])


def escaped_bytes(text: str) -> str:
    """UTF-8 with each byte as a character, as Meta's exports have it."""
    return text.encode().decode("latin-1")


def instagram(texts: Texts) -> bytes:
    """posts_1.json of an Instagram export."""
    return json.dumps(
        [
            {"media": [{"uri": "a.jpg", "creation_timestamp": 1577959200, "title": escaped_bytes(t)}]}
            for t in texts
        ]
    ).encode()


def threads(texts: Texts) -> bytes:
    """threads_and_replies.json of a Threads export."""
    posts = [{"media": [{"title": escaped_bytes(t), "creation_timestamp": 1577959200}]} for t in texts]
    return json.dumps({"text_post_app_text_posts": posts}).encode()


def facebook(texts: Texts) -> bytes:
    """your_posts_1.json of a Facebook export."""
    return json.dumps(
        [
            {"timestamp": 1577959200, "data": [{"post": escaped_bytes(t)}], "title": "Baker wrote."}
            for t in texts
        ]
    ).encode()
