-- The tellings of happenings, for told.sql: over `tellings` and the views on happenings of link/views.py.

CREATE TABLE merged AS
SELECT h.*, coalesce(p.actors, []) AS actors, coalesce(p.recipients, []) AS recipients
FROM happenings h LEFT JOIN (
    SELECT happening_id, list(party ORDER BY position) FILTER (role = 'actor') AS actors,
           list(party ORDER BY position) FILTER (role = 'recipient') AS recipients
    FROM (SELECT happening_id, role, position,
                 {'text': words(text), 'name': name, 'id': actor_id, 'code': code,
                  'sectors': CASE WHEN coalesce(sectors, '') = '' THEN []::VARCHAR[] ELSE string_split(sectors, ' ') END,
                  'start': NULL::BIGINT} AS party
          FROM happening_parties)
    GROUP BY happening_id
) p USING (happening_id);
CREATE MACRO parts(x) AS CASE WHEN coalesce(x, '') = '' THEN []::VARCHAR[] ELSE string_split(x, '|') END;

CREATE VIEW told_of_happenings AS
SELECT t.* REPLACE (
           h.happening_id AS key, h.category AS category, parts(h.modes) AS modes, parts(h.contexts) AS contexts,
           parts(h.realis) AS realis, h.actors AS actors, h.recipients AS recipients,
           h.date_start AS date_start, h.date_end AS date_end, h.date_precision AS date_precision,
           coalesce(h.first_told, t.published) AS published,
           -- a place that is in no list is called by words of a report
           CASE WHEN h.latitude IS NULL THEN words(h.place) ELSE h.place END AS place_name,
           CASE WHEN h.place = t.place_name THEN t.place_kind END AS place_kind,
           CASE WHEN h.place = t.place_name THEN t.admin1 END AS admin1,
           CASE WHEN h.place = t.place_name THEN t.admin2 END AS admin2, h.place_country AS place_country, h.place_precision AS place_precision,
           h.latitude AS latitude, h.longitude AS longitude, h.geonames_id AS geonames_id,
           h.quad AS quad, h.score AS score, h.cameo AS cameo, h.goldstein AS goldstein, h.confidence AS confidence,
           h.events AS mentions, h.independent AS sources, h.reports AS articles)
FROM tellings t JOIN happening_events m USING (event_id) JOIN merged h ON h.happening_id = m.happening_id;
