"""Writers of every form that posts come in, each by hand or by another library than the one that reads it.

A writer takes texts and gives the bytes of a file, post n with the id `100 + n`, by `baker`.
"""

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as xml

import libipld
import pandas as pd
import pyarrow as pa
from backports import zstd

Texts = Sequence[str]
Writer = Callable[[Texts], bytes]
DATE = "2020-01-02 10:00:00"


def rows(texts: Texts) -> list[list[str]]:
    """A header and a row for each text, the text in the middle."""
    return [["id", "created_at", "text", "username"]] + [
        [str(100 + n), DATE, text, "baker"] for n, text in enumerate(texts)
    ]


def table(delimiter: str, above: str = "", trailing: int = 0, index: bool = False) -> Writer:
    """A table with quotes where they are needed."""

    def write(texts: Texts) -> bytes:
        out = io.StringIO(newline="")
        out.write(above)
        writer = csv.writer(out, delimiter=delimiter)
        for number, row in enumerate(rows(texts)):
            named = [str(number), *row] if index and number else row
            writer.writerow([*named, *[""] * trailing])
        return out.getvalue().encode()

    return write


def backslash(texts: Texts) -> bytes:
    """All cells quoted, quotes and backslashes in them escaped by a backslash (MySQL, pandas' escapechar)."""

    def cell(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(",".join(map(cell, row)) + "\n" for row in rows(texts)).encode()


def outfile(texts: Texts) -> bytes:
    """MySQL's SELECT INTO OUTFILE, with a line of names: no quotes, a backslash before what is not text."""

    def cell(text: str) -> str:
        return "".join("\\" + c if c in "\\\t\n" else c for c in text)

    return "".join("\t".join(map(cell, row)) + "\n" for row in rows(texts)).encode()


def plain(texts: Texts) -> bytes:
    """A post a line."""
    return "".join(" ".join(text.split("\n")) + "\n" for text in texts).encode()


def named(**columns: str) -> Writer:
    """A table with other names: what each of `rows` is called."""

    def write(texts: Texts) -> bytes:
        out = io.StringIO(newline="")
        header, *cells = rows(texts)
        csv.writer(out).writerows([[columns[name] for name in header], *cells])
        return out.getvalue().encode()

    return write


def one_column(texts: Texts) -> bytes:
    """A table of one column."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    return out.getvalue().encode()


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


def parquet(texts: Texts) -> bytes:
    """By pandas."""
    out = io.BytesIO()
    pd.DataFrame(rows(texts)[1:], columns=rows(texts)[0]).to_parquet(out)
    return out.getvalue()


def arrow(texts: Texts) -> bytes:
    """An Arrow file, which is Feather version 2."""
    out = io.BytesIO()
    made = pa.Table.from_pandas(pd.DataFrame(rows(texts)[1:], columns=rows(texts)[0]))
    with pa.ipc.new_file(out, made.schema) as writer:
        writer.write_table(made)
    return out.getvalue()


def arrow_stream(texts: Texts) -> bytes:
    """Arrow's streaming format, which has no footer."""
    out = io.BytesIO()
    made = pa.Table.from_pandas(pd.DataFrame(rows(texts)[1:], columns=rows(texts)[0]))
    with pa.ipc.new_stream(out, made.schema) as writer:
        writer.write_table(made)
    return out.getvalue()


def sqlite(texts: Texts) -> bytes:
    """A database with a table of posts and another one."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        base = sqlite3.connect(file.name)
        base.execute("create table posts (id text, created_at text, text text, username text)")
        base.execute("create table likes (id text)")
        base.executemany("insert into posts values (?,?,?,?)", rows(texts)[1:])
        base.commit()
        base.close()
        return Path(file.name).read_bytes()


def xlsx(texts: Texts) -> bytes:
    """A workbook of one sheet."""
    return workbook({"Posts": rows(texts)})


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """The least workbook: sheets of inline strings (ECMA-376, part 1)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbered = list(enumerate(sheets, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in numbered
        )
        + "</Relationships>",
    }
    for n, name in numbered:
        cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in sheets[name])
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return out.getvalue()


def ods(texts: Texts) -> bytes:
    """The least OpenDocument spreadsheet: one sheet, a paragraph for each line of a cell (ODF 1.3)."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    lines_ = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            + "".join(f"<text:p>{_spaced(xml(line))}</text:p>" for line in cell.split("\n"))
            + "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows(texts)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0" office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Posts">{lines_}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _spaced(text: str) -> str:
    """Each of several blanks as an element: XML would join them (ODF 1.3, part 3, 6.1.3)."""
    return text.replace("  ", "<text:s/><text:s/>")


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{xml(text)}</t></is></c>'


FORMS: dict[str, Writer] = {
    "CSV": table(","),
    "CSV, semicolons": table(";"),
    "TSV": table("\t"),
    "CSV, sep= line": table(";", above="sep=;\r\n"),
    "CSV, title line": table(",", above="Posts of the bakery\r\n"),
    "CSV, trailing commas": table(",", trailing=2),
    "CSV, row names": table(",", index=True),
    "CSV, backslashes": backslash,
    "CSV, one column": one_column,
    "MySQL OUTFILE": outfile,
    "CSV, UTF-16": lambda texts: table(",")(texts).decode().encode("utf-16"),
    "CSV, UTF-32 without a mark": lambda texts: table(",")(texts).decode().encode("utf-32-le"),
    "twint": named(id="id", created_at="created_at", text="tweet", username="username"),
    "twarc-csv": named(id="id", created_at="created_at", text="text", username="author.username"),
    "Hydrator": named(id="id", created_at="created_at", text="text", username="user_screen_name"),
    "TAGS": named(id="id_str", created_at="created_at", text="text", username="from_user"),
    "GetOldTweets": named(id="id", created_at="date", text="text", username="username"),
    "plain text": plain,
    "JSON array": lambda texts: json.dumps(tweets(texts)).encode(),
    "JSON lines": lambda texts: lines(tweets(texts)),
    "JSON, API v2": v2,
    "JSON, pandas columns": lambda texts: pd.DataFrame(tweets(texts)).to_json().encode(),
    "tweets.js": lambda texts: (
        "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet} for tweet in tweets(texts)])
    ).encode(),
    "Grailbird": lambda texts: (
        "Grailbird.data.tweets_2012_03 = \n " + json.dumps(tweets(texts), indent=1)
    ).encode(),
    "module.exports": lambda texts: ("module.exports = " + json.dumps(tweets(texts)) + ";\n").encode(),
    "Mastodon statuses": mastodon,
    "Truth Social statuses": truths,
    "Mastodon outbox": outbox,
    "Bluesky listRecords": bluesky,
    "Bluesky feed": feed,
    "Bluesky Jetstream": jetstream,
    "Bluesky CAR": car,
    "Instagram": instagram,
    "Threads": threads,
    "Facebook": facebook,
    "Parquet": parquet,
    "Arrow": arrow,
    "Arrow stream": arrow_stream,
    "SQLite": sqlite,
    "xlsx": xlsx,
    "ods": ods,
}


def in_zip(content: bytes) -> bytes:
    """A zip of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a folder/some file", content)
    return out.getvalue()


def in_tar(content: bytes) -> bytes:
    """A tar of one file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("some file")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
    "zip": in_zip,
    "tar": in_tar,
    "tar.gz": lambda content: gzip.compress(in_tar(content)),
    "tar.xz": lambda content: lzma.compress(in_tar(content)),
    "zip of gz": lambda content: in_zip(gzip.compress(content)),
}
