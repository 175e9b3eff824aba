-- What a watch has to remember over a restart. Times are seconds since 1970.

-- moved: where the feed stands now, by a redirect that is for good. etag, modified: of its newest answer.
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY,
    moved TEXT,
    etag TEXT,
    modified TEXT,
    due REAL NOT NULL DEFAULT 0,
    asked REAL,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT
);

-- resume: until when a host is left alone. robots: its robots.txt as it was at robots_at.
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    resume REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    fetched REAL NOT NULL
);

-- Entries that were taken in once, by a hash; day: when one stood in its feed last.
CREATE TABLE IF NOT EXISTS seen (
    key BLOB PRIMARY KEY,
    day INTEGER NOT NULL
) WITHOUT ROWID;

-- What is still to be fetched (ready is null) or coded; rows go once the store holds what came of them.
-- kind: page, text or failure. data: the page or text, packed with zlib.
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    url TEXT,
    host TEXT,
    given TEXT NOT NULL,
    since REAL NOT NULL,
    due REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    ready INTEGER,
    charset TEXT,
    data BLOB
);
CREATE INDEX IF NOT EXISTS entries_waiting ON entries (host, due) WHERE ready IS NULL;
CREATE INDEX IF NOT EXISTS entries_ready ON entries (ready) WHERE ready IS NOT NULL;
