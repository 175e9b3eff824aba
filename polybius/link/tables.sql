-- The tables of the link index. All of it is derived from the store and can be made anew from it at any time.
-- stamp: the versions that coded the report; another stamp means it was coded anew
CREATE TABLE IF NOT EXISTS reports (
  number INTEGER PRIMARY KEY, report TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, published TEXT, outlet TEXT,
  credit TEXT, source TEXT, signature TEXT NOT NULL, keywords TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (band INTEGER, report INTEGER, PRIMARY KEY (band, report)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_of ON bands (report);
-- both directions of each pair of copies
CREATE TABLE IF NOT EXISTS copies (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_of ON copies (other);
CREATE TABLE IF NOT EXISTS tellings (
  number INTEGER PRIMARY KEY, event TEXT UNIQUE NOT NULL, report INTEGER NOT NULL, happening TEXT, teller TEXT,
  denied INTEGER, telling TEXT NOT NULL, record BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS tellings_of ON tellings (report);
CREATE INDEX IF NOT EXISTS members_of ON tellings (happening);
CREATE TABLE IF NOT EXISTS keys (name INTEGER, telling INTEGER, guest INTEGER, PRIMARY KEY (name, telling)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_of ON keys (telling);
CREATE TABLE IF NOT EXISTS pairs (one INTEGER, other INTEGER, score REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pairs_of ON pairs (other);
-- the happenings, and their fields once more as columns for searching; see flat.py
CREATE TABLE IF NOT EXISTS happenings (
  happening_id TEXT PRIMARY KEY, record BLOB NOT NULL, category TEXT, modes TEXT, contexts TEXT, realis TEXT,
  quad INTEGER, score REAL, goldstein REAL, cameo TEXT, date_start TEXT, date_end TEXT, date_precision TEXT,
  date_basis TEXT, place TEXT, place_country TEXT, place_precision TEXT, latitude REAL, longitude REAL,
  geonames_id INTEGER, events INTEGER, reports INTEGER, outlets INTEGER, independent INTEGER, one_sided INTEGER,
  asserted_by TEXT, denied_by TEXT, contradictions INTEGER, first_told TEXT, last_told TEXT, confidence REAL);
CREATE TABLE IF NOT EXISTS happening_parties (
  happening_id TEXT, role TEXT, position INTEGER, code TEXT, sectors TEXT, actor_id TEXT, name TEXT, text TEXT,
  PRIMARY KEY (happening_id, role, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS happening_tellers (
  happening_id TEXT, position INTEGER, teller TEXT, teller_id TEXT, country TEXT, ownership TEXT, stance TEXT,
  passes_on INTEGER, outlets TEXT, reports INTEGER, PRIMARY KEY (happening_id, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contradictions (
  happening_id TEXT, kind TEXT, field TEXT, position INTEGER, value TEXT, teller TEXT, event_id TEXT, report_id TEXT,
  superseded_by TEXT, PRIMARY KEY (happening_id, kind, field, position)) WITHOUT ROWID;
