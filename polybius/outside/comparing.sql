-- Pairs of codes of our happenings and of another set's events: `placed`, one row per happening or event and pair, with the
-- day on which it began. $outside, $a, $b and such are filled in by comparing.py.

CREATE OR REPLACE TEMP MACRO opening_day(d) AS CASE length(d) WHEN 4 THEN try_cast(d || '-01-01' AS DATE)
    WHEN 7 THEN try_cast(d || '-01' AS DATE) ELSE try_cast(left(d, 10) AS DATE) END;

CREATE OR REPLACE TEMP TABLE placed AS
WITH sides AS (
    SELECT happening_id, role, code, position FROM happening_parties WHERE code IS NOT NULL
), pairs AS (
    SELECT x.happening_id, x.code AS a, y.code AS b FROM sides x JOIN sides y USING (happening_id)
    WHERE x.role = 'actor' AND y.role = 'recipient'
    UNION ALL
    -- parties that act on each other are all actors
    SELECT x.happening_id, x.code, y.code FROM sides x JOIN sides y USING (happening_id) JOIN happenings h USING (happening_id)
    WHERE x.role = 'actor' AND y.role = 'actor' AND x.position <> y.position AND h.category IN ($mutual)
      AND NOT EXISTS (SELECT 1 FROM happening_parties r WHERE r.happening_id = x.happening_id AND r.role = 'recipient')
), ours AS (
    -- what a month or a year is told of has no day that could be compared
    SELECT DISTINCT 'ours' AS side, h.happening_id AS id, a, b, category, quad, opening_day(date_start) AS day,
           list_contains(string_split(coalesce(realis, ''), '|'), 'historical') AS background
    FROM happenings h JOIN pairs USING (happening_id)
    WHERE length(date_start) = 10 AND (date_end IS NULL OR date_diff('day', opening_day(date_start), opening_day(date_end)) <= 7)
      AND independent >= 1 AND NOT list_has_any(string_split(coalesce(realis, ''), '|'), ['future', 'hypothetical', 'negated'])
), theirs AS (
    SELECT DISTINCT 'theirs' AS side, id, a, b, category, quad, day, false AS background
    FROM (SELECT event_id AS id, unnest(string_split(actor_codes, '|')) AS a, recipient_codes, category, quad,
                 opening_day(date_start) AS day FROM outside_events WHERE source = $outside),
         unnest(string_split(recipient_codes, '|')) AS other(b)
    WHERE a <> '' AND b <> ''
)
SELECT DISTINCT side, id, $a AS a, $b AS b, category, quad, day, background
FROM (SELECT * FROM ours UNION ALL SELECT * FROM theirs) WHERE $kept AND day IS NOT NULL;
