"""Tables that are not text: Parquet, Arrow, SQLite and spreadsheets."""

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape as xml

import pandas as pd
import pyarrow as pa

from tests.corpus.readers.forms.written import Texts, rows


def frame(texts: Texts) -> pd.DataFrame:
    """The rows, their first line as the names of columns."""
    head, *rest = rows(texts)
    return pd.DataFrame(rest, columns=head)


def parquet(texts: Texts) -> bytes:
    """By pandas."""
    out = io.BytesIO()
    frame(texts).to_parquet(out)
    return out.getvalue()


def arrow(texts: Texts) -> bytes:
    """An Arrow file, which is Feather version 2."""
    return _arrow(texts, pa.ipc.new_file)


def arrow_stream(texts: Texts) -> bytes:
    """Arrow's streaming format, which has no footer."""
    return _arrow(texts, pa.ipc.new_stream)


def _arrow(texts: Texts, opened: Callable[..., pa.RecordBatchFileWriter]) -> bytes:
    out = io.BytesIO()
    made = pa.Table.from_pandas(frame(texts))
    with opened(out, made.schema) as writer:
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
