-- `tellings`: what exports take from the events of a chunk of the store, `coded` (one row per report, records nested).
-- $words is filled in by source.py: what becomes of words of the reports.

-- on one line, without control characters: tabs and line ends would break a row
CREATE MACRO flat(x) AS nullif(trim(regexp_replace(x, '[\x00-\x1F\x7F-\x{9F}\x{2028}\x{2029}]+', ' ', 'g')), '');
-- a whole number that stands for an id: 52 bits, so that programs that read numbers as doubles keep it
CREATE MACRO number_of(x) AS ('0x' || left(md5(x), 13))::BIGINT;
CREATE MACRO day_of(x) AS CASE length(x) WHEN 4 THEN try_cast(x || '-01-01' AS DATE) WHEN 7 THEN try_cast(x || '-01' AS DATE)
                               ELSE try_cast(left(x, 10) AS DATE) END;
-- words of the report, unless none are to leave the house
CREATE MACRO words(x) AS $words;
CREATE MACRO party(x) AS {'text': words(x.text), 'name': x.name, 'id': x.id, 'code': flat(x.code), 'sectors': coalesce(x.sectors, []), 'start': x.start};
-- where the first paragraph ends: there stands what a report leads with
CREATE MACRO paragraph_end(x, after) AS CASE
    WHEN position(chr(10) || chr(10) IN substr(x, after + 1)) > 0 THEN after + position(chr(10) || chr(10) IN substr(x, after + 1))
    WHEN position(chr(10) IN substr(x, after + 1)) > 0 THEN after + position(chr(10) IN substr(x, after + 1))
    ELSE length(x) END;
CREATE MACRO body_start(regions) AS coalesce(list_filter(regions, lambda x: x.kind = 'body')[1].start, 0);
-- the number of a sentence, counted by the marks that end one
CREATE MACRO sentence_at(x, spot) AS 1 + len(regexp_extract_all(left(x, spot), '[.!?…]["”’»)\]]*\s+|\n\s*\n'));

CREATE VIEW tellings AS
SELECT e.id AS key, e.id AS event_id, report_id, polybius, flat(e.category) AS category,
       coalesce([flat(x.name) for x in e.modes], []) AS modes, coalesce([flat(x.name) for x in e.contexts], []) AS contexts, coalesce(e.realis, []) AS realis,
       coalesce([party(x) for x in e.actors], []) AS actors, coalesce([party(x) for x in e.recipients], []) AS recipients,
       list_concat(coalesce(e.actors, []), coalesce(e.recipients, [])) AS own_parties,
       e.date.start AS date_start, e.date."end" AS date_end, e.date.precision AS date_precision,
       report.published.start AS published, report.published.start AS seen, report.published."end" AS published_end,
       words(e.place.text) AS place_text, e.place.name AS place_name, e.place.kind AS place_kind, flat(e.place.country) AS place_country,
       e.place.admin1 AS admin1, e.place.admin2 AS admin2, e.place.latitude AS latitude, e.place.longitude AS longitude,
       e.place.geonames_id AS geonames_id, e.place.precision AS place_precision,
       e.quad AS quad, e.score AS score, flat(e.cameo) AS cameo, e.goldstein AS goldstein, e.confidence AS confidence,
       e.start AS start, e."end" AS "end", e."trigger".start AS trigger_start, report.outlet AS outlet, report.url AS url,
       report.language AS language, words(report.title) AS title, report.text AS report_text, report.regions AS regions, e.claim AS claim,
       words(substr(report.text, e.start + 1, e."end" - e.start)) AS clause,
       coalesce([{'speakers': [coalesce(words(s.text), s.name, s.code, '') for s in x.speakers], 'codes': [s.code for s in x.speakers],
          'certainty': x.certainty, 'polarity': x.polarity, 'attitude': x.attitude} for x in e.attribution], []) AS attribution,
       places, 1 AS mentions, 1 AS sources, 1 AS articles
FROM (SELECT report_id, report, polybius, places, unnest(events) AS e FROM coded);
