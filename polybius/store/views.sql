-- The views of `polybius query`, over the snapshot `coded` (one row per report, records nested). docs/store.md lists
-- their columns. Parties that go with one event are joined by "|" in text order; an empty place between bars is an
-- unknown value, and an empty text means there are none. "sectors" of one party are separated by blanks.

CREATE VIEW reports AS
SELECT report_id, report.title AS title, report.language AS language,
       report.published.start AS published, report.published."end" AS published_end,
       report.published.precision AS published_precision, report.published.basis AS published_basis,
       report.outlet AS outlet, report.outlet_id AS outlet_id, report.url AS url, report.author AS author, report.credit AS credit,
       len(report.appearances) AS appearances, length(report.text) AS characters,
       len(events) AS events, len(statements) AS statements, len(relations) AS relations,
       versions.polybius AS polybius, versions.codebook AS codebook, versions.model AS model, versions.pipeline AS pipeline,
       report.text AS text
FROM coded;

CREATE VIEW appearances AS
SELECT report_id, a.url AS url, a.outlet AS outlet, a.fetched AS fetched
FROM (SELECT report_id, unnest(report.appearances) AS a FROM coded);

CREATE VIEW events AS
SELECT e.id AS event_id, report_id, published, outlet, url, e.category AS category,
       array_to_string([x.name for x in e.modes], '|') AS modes,
       array_to_string([x.name for x in e.contexts], '|') AS contexts,
       array_to_string(e.realis, '|') AS realis,
       array_to_string([x.text for x in e.actors], '|') AS actors,
       array_to_string([coalesce(x.code, '') for x in e.actors], '|') AS actor_codes,
       array_to_string([array_to_string(x.sectors, ' ') for x in e.actors], '|') AS actor_sectors,
       array_to_string([coalesce(x.id, '') for x in e.actors], '|') AS actor_ids,
       array_to_string([x.text for x in e.recipients], '|') AS recipients,
       array_to_string([coalesce(x.code, '') for x in e.recipients], '|') AS recipient_codes,
       array_to_string([array_to_string(x.sectors, ' ') for x in e.recipients], '|') AS recipient_sectors,
       array_to_string([coalesce(x.id, '') for x in e.recipients], '|') AS recipient_ids,
       e.date.start AS date_start, e.date."end" AS date_end, e.date.precision AS date_precision, e.date.basis AS date_basis,
       coalesce(e.place.name, e.place.text) AS place, e.place.country AS place_country, e.place.precision AS place_precision,
       e.place.latitude AS latitude, e.place.longitude AS longitude, e.place.geonames_id AS geonames_id,
       e.size.best AS size, e.money.amount AS money, e.money.currency AS currency,
       array_to_string([array_to_string([s.text for s in x.speakers], ' & ') for x in e.attribution], '|') AS says_who,
       array_to_string([array_to_string([coalesce(s.code, '') for s in x.speakers], ' & ') for x in e.attribution], '|') AS says_codes,
       e.claim AS claim, e.attribution[1].certainty AS certainty, e.attribution[1].polarity AS polarity, e.attribution[1].attitude AS attitude,
       e.quad AS quad, e.score AS score, e.cameo AS cameo, e.goldstein AS goldstein, e.confidence AS confidence,
       substr(text, e."trigger".start + 1, e."trigger"."end" - e."trigger".start) AS trigger,
       e."trigger".start AS trigger_start, e."trigger"."end" AS trigger_end,
       substr(text, e.start + 1, e."end" - e.start) AS clause, e.start AS start, e."end" AS "end",
       array_to_string(e.reasons, ' ') AS reasons, polybius
FROM (SELECT report_id, published, outlet, report.url AS url, report.text AS text, polybius, unnest(events) AS e FROM coded);

CREATE VIEW event_actors AS
SELECT e.id AS event_id, report_id, i AS position, e.category AS category,
       a.text AS text, a.start AS start, a."end" AS "end", a.id AS actor_id, a.name AS name, a.code AS code,
       array_to_string(a.sectors, ' ') AS sectors, a.implicit AS implicit, a.reason AS reason
FROM (SELECT report_id, e, unnest(e.actors) AS a, generate_subscripts(e.actors, 1) AS i
      FROM (SELECT report_id, unnest(events) AS e FROM coded));

CREATE VIEW event_recipients AS
SELECT e.id AS event_id, report_id, i AS position, e.category AS category,
       a.text AS text, a.start AS start, a."end" AS "end", a.id AS actor_id, a.name AS name, a.code AS code,
       array_to_string(a.sectors, ' ') AS sectors, a.implicit AS implicit, a.reason AS reason
FROM (SELECT report_id, e, unnest(e.recipients) AS a, generate_subscripts(e.recipients, 1) AS i
      FROM (SELECT report_id, unnest(events) AS e FROM coded));

CREATE VIEW attributions AS
SELECT e.id AS event_id, report_id, i AS position, e.category AS category,
       array_to_string([s.text for s in l.speakers], '|') AS speakers,
       array_to_string([coalesce(s.code, '') for s in l.speakers], '|') AS speaker_codes,
       array_to_string([array_to_string(s.sectors, ' ') for s in l.speakers], '|') AS speaker_sectors,
       l.statement AS statement_id, l.certainty AS certainty, l.polarity AS polarity, l.attitude AS attitude,
       substr(text, l.cue.start + 1, l.cue."end" - l.cue.start) AS cue
FROM (SELECT report_id, text, e, unnest(e.attribution) AS l, generate_subscripts(e.attribution, 1) AS i
      FROM (SELECT report_id, report.text AS text, unnest(events) AS e FROM coded));

CREATE VIEW victims AS
SELECT e.id AS event_id, report_id, e.category AS category, e.date.start AS date_start, e.date."end" AS date_end,
       v.kind AS kind, v.civilians AS civilians, v.low AS low, v.best AS best, v.high AS high, v.party AS party,
       list_concat(e.actors, e.recipients)[v.party + 1].text AS party_text,
       list_concat(e.actors, e.recipients)[v.party + 1].code AS party_code
FROM (SELECT report_id, e, unnest(e.victims) AS v FROM (SELECT report_id, unnest(events) AS e FROM coded));

CREATE VIEW statements AS
SELECT s.id AS statement_id, report_id, s.kind AS kind, s.attitude AS attitude, s.inside AS inside,
       array_to_string([x.text for x in s.speakers], '|') AS speakers,
       array_to_string([coalesce(x.code, '') for x in s.speakers], '|') AS speaker_codes,
       array_to_string([x.text for x in s.addressees], '|') AS addressees,
       array_to_string([x.text for x in s.channels], '|') AS channels,
       substr(text, s.cue.start + 1, s.cue."end" - s.cue.start) AS cue,
       array_to_string([substr(text, x.start + 1, x."end" - x.start) for x in s.content], ' … ') AS content,
       s.content[1].start AS start, s.content[-1]."end" AS "end"
FROM (SELECT report_id, report.text AS text, unnest(statements) AS s FROM coded);

CREATE VIEW relations AS
SELECT r.id AS relation_id, report_id, r.kind AS kind,
       r.subject.text AS subject, r.subject.code AS subject_code, r.subject.id AS subject_id,
       r.object.text AS object, r.object.code AS object_code, r.object.id AS object_id,
       r.since AS since, r.until AS until,
       array_to_string([array_to_string([s.text for s in x.speakers], ' & ') for x in r.attribution], '|') AS says_who,
       substr(text, r.start + 1, r."end" - r.start) AS clause, r.start AS start, r."end" AS "end"
FROM (SELECT report_id, report.text AS text, unnest(relations) AS r FROM coded);

CREATE VIEW actors AS
SELECT report_id, a.text AS text, a.start AS start, a."end" AS "end", a.id AS actor_id, a.name AS name, a.code AS code,
       array_to_string(a.sectors, ' ') AS sectors, a.implicit AS implicit, a.reason AS reason
FROM (SELECT report_id, unnest(actors) AS a FROM coded);

CREATE VIEW times AS
SELECT report_id, substr(text, t.start + 1, t."end" - t.start) AS text, t.start AS start, t."end" AS "end",
       t.type AS type, t.value AS value, t.anchor AS anchor
FROM (SELECT report_id, report.text AS text, unnest(times) AS t FROM coded);

CREATE VIEW places AS
SELECT report_id, p.text AS text, p.start AS start, p."end" AS "end", p.name AS name, p.kind AS kind, p.country AS country,
       p.admin1 AS admin1, p.admin2 AS admin2, p.latitude AS latitude, p.longitude AS longitude,
       p.geonames_id AS geonames_id, p.candidates AS candidates
FROM (SELECT report_id, unnest(places) AS p FROM coded);

CREATE VIEW rejects AS
SELECT source, url, reason, "at" AS tried_at, tries, report AS report_id, origin FROM rejected;
