"""Files of the formats that are not written by hand."""

import io
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

TEXT = "The foreign minister of Ruritania expelled two diplomats on Monday, and the embassy was told to close."


def packed_rows(**columns):
    """A Parquet file; without columns one with the sample text."""
    sink = io.BytesIO()
    pq.write_table(pa.table(columns or {"text": [TEXT]}), sink)
    return sink.getvalue()


def warc_record(url, page, *, media="text/html; charset=utf-8", status="200 OK", kind="response", length=None):
    """One record of a web archive. length: what it says of its length, where that is not true."""
    body = page if isinstance(page, bytes) else page.encode()
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body
    headers = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2020-10-03T10:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(answer) if length is None else length}",
    ]
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + answer + b"\r\n\r\n"


def zipped(files):
    """A ZIP archive of files by name."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()
