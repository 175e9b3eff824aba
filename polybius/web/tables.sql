-- The tables the pages ask, filled once per snapshot. "coded" is the snapshot (one row per report, records nested);
-- the views of ../store/views.sql stand in the schema "source" while this runs, and go afterwards.

CREATE TABLE reports AS
SELECT row_number() OVER (ORDER BY published NULLS LAST, report_id) AS number, * EXCLUDE (text) FROM source.reports;

CREATE TABLE events AS
SELECT e.*, h.happening_id, coalesce(h.one_sided, false) AS one_sided, coalesce(h.contradictions, 0) AS contradictions
FROM source.events e
LEFT JOIN happening_events m ON m.event_id = e.event_id
LEFT JOIN happenings h ON h.happening_id = m.happening_id
ORDER BY coalesce(e.date_start, e.date_end, e.published), e.event_id;

CREATE TABLE event_parties AS
SELECT event_id, report_id, 'actor' AS role, position, text, actor_id, name, code, sectors, implicit FROM source.event_actors
UNION ALL
SELECT event_id, report_id, 'recipient' AS role, position, text, actor_id, name, code, sectors, implicit FROM source.event_recipients;

CREATE TABLE attributions AS SELECT * FROM source.attributions;
CREATE TABLE victims AS SELECT * FROM source.victims;
CREATE TABLE statements AS SELECT * FROM source.statements;
CREATE TABLE relations AS SELECT * FROM source.relations;
CREATE TABLE appearances AS SELECT * FROM source.appearances;
