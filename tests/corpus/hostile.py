"""Files that a thousand archives might hold and no reader likes; every one is told apart by a number in its words."""

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.news import GERMAN, text
from tests.read.made_files import warc_record, zipped

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def page(number, charset="utf-8"):
    return (
        f"<html><head><meta charset='{charset}'><title>Note {number}</title></head><body><nav>Home</nav>"
        f"<article><p>{text(number)}</p><p>“We regret it,” a spokesman at the café said.</p></article></body></html>"
    )


def lines(number, count=3):
    return "".join(json.dumps({"text": f"{text(number)} Part {part}."}) + "\n" for part in range(count)).encode()


def feed(number):
    item = (
        f"<item><title>T</title><link>https://x.example/{number}</link><description>{text(number)}</description></item>"
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>P</title>{item}</channel></rss>".encode()


def rows(number):
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [text(number)], "published": ["2020-10-03"]}), sink)
    return sink.getvalue()


def xml_bomb():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    start = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'
    return f"{start}<rss><channel><item><title>&e11;</title></item></channel></rss>"


# name -> a sound file with the words of a number
SOUND = {
    ".txt": lambda number: text(number).encode(),
    ".jsonl": lines,
    ".json": lambda number: json.dumps([{"text": text(number)}]).encode(),
    ".csv": lambda number: f'text,published\n"{text(number)}",2020-10-03\n'.encode(),
    ".tsv": lambda number: f"text\n{text(number)}\n".encode(),
    ".parquet": rows,
    ".warc": lambda number: warc_record(f"https://x.example/{number}", page(number)) * 2,
    ".rss": feed,
    ".html": lambda number: page(number).encode(),
    ".urls": lambda number: f"http://127.0.0.1:9/{number}\n".encode(),
    ".sitemap": lambda number: f"<urlset {SPACE}><url><loc>http://127.0.0.1:9/{number}</loc></url></urlset>".encode(),
    ".jsonl.gz": lambda number: gzip.compress(lines(number)),
    ".zip": lambda number: zipped({"a.jsonl": lines(number), "b.export.CSV": f"http://127.0.0.1:9/{number}\n"}),
    ".warc.gz": lambda number: gzip.compress(warc_record(f"https://x.example/{number}", page(number))),
    ".csv.zst": lambda number: pa.compress(f'text\n"{text(number)}"\n'.encode(), "zstd", asbytes=True),
}

# name -> bytes of one kind of trouble, and what must come of it: a report, a reject, or a text in another language
TROUBLE = {
    "empty.txt": (b"", "reject"),
    "blank.jsonl": (b"\n \n\t\n", "reject"),
    "nul.txt": (b"\0" * 50_000, "reject"),
    "binary.csv": (bytes(range(256)) * 400, "reject"),
    "elf.html": (b"\x7fELF" + bytes(range(256)) * 100, "reject"),
    "pdf.txt": (b"%PDF-1.7\n" + b"x" * 1000, "reject"),
    "zip.json": (b"PK\x03\x04" + b"x" * 1000, "reject"),
    "bomb.jsonl.gz": (gzip.compress(b"\0" * 120_000_000), "reject"),
    "bomb.html.gz": (gzip.compress(gzip.compress(b"<p>" * 50_000_000)), "reject"),
    "bomb.txt.zst": (pa.compress(b"a " * 60_000_000, "zstd", asbytes=True), "reject"),
    "bomb.warc.gz": (gzip.compress(b"WARC/1.0\r\n" * 12_000_000), "reject"),
    "bomb.zip": (zipped({"a.jsonl": b"\0" * 120_000_000}), "reject"),
    "bombs-in-a-row.zip": (zipped({f"{n}.jsonl": b"\0" * 70_000_000 for n in range(2)}), "reject"),
    "nested.zip": (zipped({"a.zip": zipped({"a.txt": text(7014)})}), "reject"),
    "many.zip": (zipped({f"{n}.txt": "" for n in range(2_100)}), "reject"),
    "cut.zip": (zipped({"a.txt": text(7015)})[:-30], "reject"),
    "pictures.zip": (zipped({"a.png": b"\x89PNG" + bytes(range(256))}), "reject"),
    "garbage.zip": (b"PK\x03\x04" + b"garbage" * 30, "reject"),
    "garbage.txt.gz": (b"\x1f\x8b\x08" + b"garbage" * 30, "reject"),
    "garbage.txt.zst": (b"\x28\xb5\x2f\xfd" + b"garbage" * 30, "reject"),
    "cut.jsonl.gz": (gzip.compress(lines(7000, 900))[:-40], "reject"),
    "one-bad-line.jsonl": (lines(7001) + b'{"text": 3\n' + lines(7002), "reject"),
    "deep.json": (b"[" * 100_000, "reject"),
    "deep.jsonl": (b'{"text":' * 50_000 + b"\n", "reject"),
    "surrogate.jsonl": (b'{"text": "The minister \\ud800 said so."}\n', "reject"),
    "long-line.jsonl": (b'{"text": "' + b"a " * 7_000_000 + b'"}\n', "reject"),
    "long.txt": (b"The minister said so again. " * 200_000, "reject"),
    "long.html": (b"<html><body><p>" + b"said so " * 2_000_000, "reject"),
    "fifty-megabytes.html": (b"<html><body>" + b"<p>It was so.</p>" * 3_200_000, "reject"),
    "nested.html": (b"<div>" * 300_000 + text(7003).encode(), "any"),
    "unclosed.html": (b"<!--" * 50_000, "any"),
    "no-column.csv": (b"headline,body\na,b\n", "reject"),
    "quotes.csv": (b'text\n"' + text(7004).encode() + b'\n"open', "any"),
    "published.csv": (f'text,published\n"{text(7005)}",soon\n'.encode(), "reject"),
    "cut.parquet": (rows(7006)[:-20], "reject"),
    "no-column.parquet": (gzip.compress(rows(7007)).replace(b"text", b"tixt"), "any"),
    "bomb.rss": (xml_bomb().encode(), "reject"),
    "bomb.sitemap": (xml_bomb().replace("rss", "urlset").encode(), "reject"),
    "self.sitemap": (f"<sitemapindex {SPACE}><sitemap><loc>x</loc></sitemap></sitemapindex>".encode(), "reject"),
    "list.urls": (b"http://127.0.0.1:9/a\nno address\n", "reject"),
    "latin.html": (page(7008, "utf-8").encode("cp1252"), "report"),
    "utf16.html": (page(7009, "utf-8").encode("utf-16"), "report"),
    "utf16.txt": (text(7010).encode("utf-16-le"), "report"),
    "german.txt": (f"{GERMAN} {GERMAN}".encode(), "foreign"),
    "hang.txt": (f"{text(7011)} HANG".encode(), "reject"),
    "bloat.txt": (f"{text(7012)} BLOAT".encode(), "reject"),
    "crash.txt": (f"{text(7013)} CRASH".encode(), "reject"),
}


def mutated(data, chance):
    """The bytes with some of them cut off, doubled, turned over or put elsewhere."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) or 1)
        much = chance.randrange(1, 60)
        match chance.randrange(5):
            case 0:
                del data[at:]
            case 1:
                data[at:at] = data[at : at + much]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                data[at:at] = chance.randbytes(much)
            case _:
                del data[at : at + much]
    return bytes(data)
