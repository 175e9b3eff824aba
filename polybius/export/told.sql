-- What goes out, over `tellings`: `told`, one row per event or, where these are asked for, per telling of a happening;
-- `fated`, the same with why formats of facts leave it out; `dyads`, one row per pair of parties.
-- $told, $chosen and such are filled in by source.py.

-- every telling; of happenings under the id of its happening, with the fields merged of all tellings
CREATE VIEW told AS SELECT *, key = event_id AS leads FROM $told WHERE $chosen;

-- what becomes of each in formats that hold but facts: null where it goes out, else why it does not
CREATE VIEW fated AS
SELECT *, CASE WHEN list_has_any(realis, $barred) THEN 'unreal' WHEN day IS NULL THEN 'undated'
               WHEN len(actors) + len(recipients) = 0 THEN 'nobody' ELSE NULL END AS fate
FROM told;

-- one row per pair of parties: each actor with each recipient; where parties act on each other, each with each other
-- one; the one side alone where there is no other. "nth" counts the pairs of an event.
CREATE VIEW dyads AS
SELECT * EXCLUDE (pairs), unnest(pairs) AS pair, generate_subscripts(pairs, 1) AS nth
FROM (SELECT *, CASE
          WHEN len(actors) = 0 THEN list_transform(recipients, lambda r: {'a': NULL, 'r': r})
          WHEN len(recipients) > 0 THEN flatten(list_transform(actors, lambda a: list_transform(recipients, lambda r: {'a': a, 'r': r})))
          WHEN len(actors) > 1 AND category IN $mutual THEN flatten(list_transform(range(1, len(actors) + 1), lambda i:
              list_transform(list_filter(range(1, len(actors) + 1), lambda k: k <> i), lambda k: {'a': actors[i], 'r': actors[k]})))
          ELSE list_transform(actors, lambda a: {'a': a, 'r': NULL}) END AS pairs
      FROM fated WHERE fate IS NULL);
CREATE MACRO pair_id(key, nth) AS number_of(CASE WHEN nth = 1 THEN key ELSE key || ':' || nth END);
