-- What readers corrected, in force now, and the events as they are with it. The coder's own rows stay in "events".
-- "rescored" holds what the codebook says of the events whose category or modes were corrected, "missed" the events
-- that readers added; both are filled with the corrections.

CREATE TABLE corrections (
  id VARCHAR, report VARCHAR, event VARCHAR, field VARCHAR, old VARCHAR, new VARCHAR, "by" VARCHAR, "at" VARCHAR, note VARCHAR);

CREATE TABLE rescored (event VARCHAR, quad BIGINT, score DOUBLE, cameo VARCHAR, goldstein DOUBLE);

CREATE TABLE missed (
  event_id VARCHAR, report_id VARCHAR, category VARCHAR, modes VARCHAR, actors VARCHAR, recipients VARCHAR, date VARCHAR, place VARCHAR,
  quad BIGINT, score DOUBLE, cameo VARCHAR, goldstein DOUBLE, clause VARCHAR, start BIGINT, "end" BIGINT);

-- parties as corrections write them: "ARM MIL|?", with "?" for an unknown code
CREATE MACRO codes_in(parties) AS
  array_to_string([CASE WHEN split_part(p, ' ', 1) = '?' THEN '' ELSE split_part(p, ' ', 1) END FOR p IN string_split(parties, '|')], '|');
CREATE MACRO sectors_in(parties) AS
  array_to_string([CASE WHEN contains(p, ' ') THEN p[strpos(p, ' ') + 1:] ELSE '' END FOR p IN string_split(parties, '|')], '|');
-- a list joined by bars of as many values as another, all of them unknown
CREATE MACRO blank_for(parties) AS regexp_replace(parties, '[^|]', '', 'g');
CREATE MACRO period_begin(period) AS nullif(split_part(period, '/', 1), '..');
CREATE MACRO period_end(period) AS nullif(split_part(period, '/', -1), '..');
CREATE MACRO precision_of(period) AS
  CASE WHEN period IS NULL OR contains(period, '/') THEN NULL WHEN length(period) = 10 THEN 'day' WHEN length(period) = 7 THEN 'month' ELSE 'year' END;

CREATE VIEW corrected_events AS
WITH said AS (
  SELECT event,
         bool_or(field = 'wrong') AS wrong,
         map_from_entries(list((field, new)) FILTER (WHERE field NOT IN ('right', 'wrong', 'missed'))) AS new
  FROM corrections WHERE event IS NOT NULL GROUP BY event
),
parties AS (
  SELECT event,
         map_contains(new, 'actors') AS of_actors, coalesce(new['actors'], '') AS actors,
         map_contains(new, 'recipients') AS of_recipients, coalesce(new['recipients'], '') AS recipients
  FROM said
)
SELECT e.* REPLACE (
  CASE WHEN map_contains(s.new, 'category') THEN s.new['category'] ELSE e.category END AS category,
  CASE WHEN r.event IS NOT NULL THEN r.quad ELSE e.quad END AS quad,
  CASE WHEN r.event IS NOT NULL THEN r.score ELSE e.score END AS score,
  CASE WHEN r.event IS NOT NULL THEN r.cameo ELSE e.cameo END AS cameo,
  CASE WHEN r.event IS NOT NULL THEN r.goldstein ELSE e.goldstein END AS goldstein,
  CASE WHEN map_contains(s.new, 'modes') THEN coalesce(s.new['modes'], '') ELSE e.modes END AS modes,
  CASE WHEN map_contains(s.new, 'contexts') THEN coalesce(s.new['contexts'], '') ELSE e.contexts END AS contexts,
  CASE WHEN map_contains(s.new, 'realis') THEN coalesce(s.new['realis'], '') ELSE e.realis END AS realis,
  CASE WHEN map_contains(s.new, 'date') THEN period_begin(s.new['date']) ELSE e.date_start END AS date_start,
  CASE WHEN map_contains(s.new, 'date') THEN period_end(s.new['date']) ELSE e.date_end END AS date_end,
  CASE WHEN map_contains(s.new, 'date') THEN precision_of(s.new['date']) ELSE e.date_precision END AS date_precision,
  CASE WHEN map_contains(s.new, 'date') THEN NULL ELSE e.date_basis END AS date_basis,
  CASE WHEN map_contains(s.new, 'place') THEN s.new['place'] ELSE e.place END AS place,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.place_country END AS place_country,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.place_precision END AS place_precision,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.latitude END AS latitude,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.longitude END AS longitude,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.geonames_id END AS geonames_id,
  -- the words stay where as many parties are corrected as there were
  CASE WHEN p.of_actors AND blank_for(p.actors) <> blank_for(e.actor_codes) THEN blank_for(p.actors) ELSE e.actors END AS actors,
  CASE WHEN p.of_actors THEN codes_in(p.actors) ELSE e.actor_codes END AS actor_codes,
  CASE WHEN p.of_actors THEN sectors_in(p.actors) ELSE e.actor_sectors END AS actor_sectors,
  CASE WHEN p.of_actors THEN blank_for(p.actors) ELSE e.actor_ids END AS actor_ids,
  CASE WHEN p.of_recipients AND blank_for(p.recipients) <> blank_for(e.recipient_codes) THEN blank_for(p.recipients) ELSE e.recipients END AS recipients,
  CASE WHEN p.of_recipients THEN codes_in(p.recipients) ELSE e.recipient_codes END AS recipient_codes,
  CASE WHEN p.of_recipients THEN sectors_in(p.recipients) ELSE e.recipient_sectors END AS recipient_sectors,
  CASE WHEN p.of_recipients THEN blank_for(p.recipients) ELSE e.recipient_ids END AS recipient_ids
)
FROM events e LEFT JOIN said s ON s.event = e.event_id LEFT JOIN parties p ON p.event = e.event_id LEFT JOIN rescored r ON r.event = e.event_id
WHERE NOT coalesce(s.wrong, false)
UNION ALL BY NAME
SELECT m.event_id, m.report_id, r.published, r.outlet, r.url, m.category, coalesce(m.modes, '') AS modes, '' AS contexts, '' AS realis,
       blank_for(coalesce(m.actors, '')) AS actors, codes_in(coalesce(m.actors, '')) AS actor_codes,
       sectors_in(coalesce(m.actors, '')) AS actor_sectors, blank_for(coalesce(m.actors, '')) AS actor_ids,
       blank_for(coalesce(m.recipients, '')) AS recipients, codes_in(coalesce(m.recipients, '')) AS recipient_codes,
       sectors_in(coalesce(m.recipients, '')) AS recipient_sectors, blank_for(coalesce(m.recipients, '')) AS recipient_ids,
       period_begin(m.date) AS date_start, period_end(m.date) AS date_end, precision_of(m.date) AS date_precision, m.place,
       '' AS says_who, '' AS says_codes, false AS claim, m.quad, m.score, m.cameo, m.goldstein,
       m.clause AS trigger, m.start AS trigger_start, m."end" AS trigger_end, m.clause, m.start, m."end", '' AS reasons,
       false AS one_sided, 0 AS contradictions
FROM missed m JOIN reports r ON r.report_id = m.report_id;
