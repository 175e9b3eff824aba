-- What readers corrected, in force now, and the events as they are with it. The coder's own rows stay in "events".

CREATE TABLE corrections (
  id VARCHAR, report VARCHAR, event VARCHAR, field VARCHAR, old VARCHAR, new VARCHAR, "by" VARCHAR, "at" VARCHAR, note VARCHAR);

CREATE VIEW corrected_events AS
WITH said AS (
  SELECT event,
         bool_or(field = 'wrong') AS wrong,
         map_from_entries(list((field, new)) FILTER (WHERE field NOT IN ('right', 'wrong', 'missed'))) AS new
  FROM corrections WHERE event IS NOT NULL GROUP BY event
)
SELECT e.* REPLACE (
  CASE WHEN map_contains(s.new, 'category') THEN s.new['category'] ELSE e.category END AS category,
  CASE WHEN map_contains(s.new, 'modes') THEN coalesce(s.new['modes'], '') ELSE e.modes END AS modes,
  CASE WHEN map_contains(s.new, 'contexts') THEN coalesce(s.new['contexts'], '') ELSE e.contexts END AS contexts,
  CASE WHEN map_contains(s.new, 'realis') THEN coalesce(s.new['realis'], '') ELSE e.realis END AS realis,
  CASE WHEN map_contains(s.new, 'date') THEN nullif(string_split(s.new['date'], '/')[1], '..') ELSE e.date_start END AS date_start,
  CASE WHEN map_contains(s.new, 'date') THEN nullif(string_split(s.new['date'], '/')[-1], '..') ELSE e.date_end END AS date_end,
  CASE WHEN map_contains(s.new, 'place') THEN s.new['place'] ELSE e.place END AS place,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.place_country END AS place_country,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.place_precision END AS place_precision,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.latitude END AS latitude,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.longitude END AS longitude,
  CASE WHEN map_contains(s.new, 'place') THEN NULL ELSE e.geonames_id END AS geonames_id,
  CASE WHEN map_contains(s.new, 'actors') THEN array_to_string([p[1:3] FOR p IN string_split(coalesce(s.new['actors'], ''), '|')], '|') ELSE e.actor_codes END AS actor_codes,
  CASE WHEN map_contains(s.new, 'actors') THEN array_to_string([p[5:] FOR p IN string_split(coalesce(s.new['actors'], ''), '|')], '|') ELSE e.actor_sectors END AS actor_sectors,
  CASE WHEN map_contains(s.new, 'recipients') THEN array_to_string([p[1:3] FOR p IN string_split(coalesce(s.new['recipients'], ''), '|')], '|') ELSE e.recipient_codes END AS recipient_codes,
  CASE WHEN map_contains(s.new, 'recipients') THEN array_to_string([p[5:] FOR p IN string_split(coalesce(s.new['recipients'], ''), '|')], '|') ELSE e.recipient_sectors END AS recipient_sectors
)
FROM events e LEFT JOIN said s ON s.event = e.event_id
WHERE NOT coalesce(s.wrong, false);
