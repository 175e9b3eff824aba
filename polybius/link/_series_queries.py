"""The SQL of series and exposure.

Two things are asked of the store: the happenings between the parties, and the reports published in each step. What
becomes of them (``fates``, ``counts``) is worked out in a connection of its own, over the answers, so that the one to
the store is left as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

STEPS = {"day": "1 DAY", "week": "7 DAYS", "month": "1 MONTH", "quarter": "3 MONTHS", "year": "1 YEAR"}
"""The steps of a series and their lengths; a week begins on Monday."""


def first_day(column: str) -> str:
    """SQL: the first day of an ISO day, month or year; null where it is none."""
    return _day(column, "-01-01", f"try_cast({column} || '-01' AS DATE)")


def last_day(column: str) -> str:
    """SQL: the last day of an ISO day, month or year; null where it is none."""
    return _day(column, "-12-31", f"last_day(try_cast({column} || '-01' AS DATE))")


def _day(column: str, of_year: str, of_month: str) -> str:
    return (
        f"CASE length({column}) WHEN 4 THEN try_cast({column} || '{of_year}' AS DATE) WHEN 7 THEN {of_month} "
        f"ELSE try_cast(left({column}, 10) AS DATE) END"
    )


def step_of(day: str, step: str) -> str:
    """SQL: the first day of the step that holds a day."""
    return f"CAST(date_trunc('{step}', {day}) AS DATE)"


def step_end(start: str, step: str) -> str:
    """SQL: the last day of the step that begins on a day."""
    return f"CAST({start} + INTERVAL {STEPS[step]} - INTERVAL 1 DAY AS DATE)"


def between(actor: str, recipient: str | None, mutual: Collection[str], expand: bool) -> str:
    """The happenings in which parties act on others, one row each.

    actor, recipient: conditions on a party; recipient None: anybody or nobody. forth: whether the actor acts on the
    recipient, back: the other way round. In the mutual categories, parties without recipient act on each other.
    """
    forth = "a_acts > 0" if recipient is None else "a_acts > 0 AND b_suffers > 0"
    back = "a_suffers > 0" if recipient is None else "b_acts > 0 AND a_suffers > 0"
    # as many ordered pairs of two different parties
    each_other = f"recipients = 0 AND category IN ({_listed(mutual)}) AND a_acts * b_acts > both_act"
    whole = "(actors <= 1 AND recipients <= 1 OR actors = 2 AND each_other)"
    return f"""
WITH parties AS (
    SELECT happening_id, role = 'actor' AS acts, {actor} AS is_a, {recipient or "true"} AS is_b FROM happening_parties
), sides AS (
    SELECT happening_id, count(*) FILTER (acts) AS actors, count(*) FILTER (NOT acts) AS recipients,
           count(*) FILTER (acts AND is_a) AS a_acts, count(*) FILTER (NOT acts AND is_a) AS a_suffers,
           count(*) FILTER (acts AND is_b) AS b_acts, count(*) FILTER (NOT acts AND is_b) AS b_suffers,
           count(*) FILTER (acts AND is_a AND is_b) AS both_act
    FROM parties GROUP BY happening_id HAVING bool_or(is_a) AND bool_or(is_b)
), matched AS (
    SELECT *, {each_other} AS each_other, ({forth}) OR each_other AS forth, ({back}) OR each_other AS back
    FROM sides JOIN happenings USING (happening_id)
    WHERE ($categories IS NULL OR list_contains($categories::VARCHAR[], category))
      AND ($confidence = 0 OR confidence >= $confidence)
), placed AS (
    SELECT *, string_split(coalesce(realis, ''), '|') AS marks,
           $as_told AND date_start IS NULL AND NOT list_contains(marks, 'historical') AS by_telling
    FROM matched WHERE (forth OR back) AND {"true" if expand else whole}
)
SELECT happening_id, category, quad, score, goldstein, one_sided, independent, marks, forth, back,
       CASE WHEN by_telling THEN {first_day("first_told")} ELSE {first_day("date_start")} END AS first_day,
       CASE WHEN by_telling THEN {last_day("first_told")} ELSE {last_day("date_end")} END AS last_day
FROM placed"""


# a date of publication that somebody told holds for its end too; one that was inferred may be open
_LAST_PUBLISHED = (
    "coalesce(published_end, CASE WHEN published_basis IN ('given', 'page', 'dateline') THEN published END)"
)
_PUBLISHED = f"""
WITH published AS (
    SELECT report_id, coalesce(outlet, outlet_id) AS outlet,
           {first_day("published")} AS first_day, {last_day(_LAST_PUBLISHED)} AS last_day
    FROM reports
), stood AS (
    SELECT * FROM published
    UNION
    SELECT report_id, a.outlet, first_day, last_day
    FROM appearances a JOIN published USING (report_id) WHERE a.outlet IS NOT NULL
), within AS (
    SELECT * FROM stood WHERE ($start::DATE IS NULL OR last_day IS NULL OR last_day >= $start::DATE)
                          AND ($end::DATE IS NULL OR first_day IS NULL OR first_day <= $end::DATE)
)"""


def _report_step(step: str) -> str:
    inside = "first_day >= coalesce($start::DATE, first_day) AND last_day <= coalesce($end::DATE, last_day)"
    return (
        f"CASE WHEN {step_of('first_day', step)} = {step_of('last_day', step)} AND {inside} "
        f"THEN {step_of('first_day', step)} END"
    )


def reports_by_step(step: str) -> str:
    """Reports and outlets of each step; the row without a step has those whose publication is not known well enough."""
    return f"""{_PUBLISHED}
SELECT {_report_step(step)} AS step, count(DISTINCT report_id) AS reports, count(DISTINCT outlet) AS outlets
FROM within GROUP BY step"""


def reports_by_outlet(step: str) -> str:
    """Reports of each outlet and step, in the order of time."""
    return f"""{_PUBLISHED}, placed AS (SELECT {_report_step(step)} AS step, outlet FROM within)
SELECT greatest(step, $start::DATE) AS step_start, least({step_end("step", step)}, $end::DATE) AS step_end, outlet,
       count(*) AS reports
FROM placed WHERE step IS NOT NULL GROUP BY step, outlet ORDER BY step, outlet NULLS LAST"""


def bounds(step: str) -> str:
    """The first and last day a series runs over where nobody says so: the steps with reports or with happenings.

    Background, which may lie centuries back, widens them only where there is nothing else.
    """
    return f"""
WITH steps AS (
    SELECT {step_of("first_day", step)} AS step, list_contains(marks, 'historical') AS background FROM happening
    WHERE step = {step_of("last_day", step)} AND independent >= $independent AND NOT list_has_any(marks, $barred)
    UNION ALL
    SELECT step, false FROM exposure WHERE step IS NOT NULL
), ends AS (
    SELECT coalesce(min(step) FILTER (NOT background), min(step)) AS first_step,
           coalesce(max(step) FILTER (NOT background), max(step)) AS last_step FROM steps
)
SELECT coalesce($start::DATE, first_step), coalesce($end::DATE, {step_end("last_step", step)}) FROM ends"""


def fates(step: str) -> str:
    """What becomes of each happening: counted, or why it is not."""
    first, last = step_of("first_day", step), step_of("last_day", step)
    return f"""
SELECT *, {first} AS step, CASE
    WHEN list_has_any(marks, $barred) THEN 'unreal'
    WHEN coalesce(independent, 0) < $independent THEN 'unsupported'
    WHEN first_day IS NULL OR last_day IS NULL THEN 'undated'
    WHEN last_day < $start::DATE OR first_day > $end::DATE THEN 'outside'
    WHEN {first} <> {last} OR first_day < $start::DATE OR last_day > $end::DATE THEN 'coarse'
    ELSE 'counted' END AS fate
FROM happening"""


def counts(
    step: str, directions: Iterable[str], one_a_day: bool, categories: Iterable[str], quads: Iterable[str]
) -> str:
    """The series over ``fated``: a row for each step and direction, also where nothing happened.

    directions: forth, back or both. quads: names of the quad classes in order.
    """
    by_category = "".join(f", count(*) FILTER (category = '{name}') AS \"{name}\"" for name in categories)
    by_quad = "".join(f", count(*) FILTER (quad = {number}) AS {name}" for number, name in enumerate(quads, 1))
    rows = ", ".join(f"({number}, '{name}')" for number, name in enumerate(directions))
    # of several on one day the best supported stands for all; what is dated by more than a day is not told apart by day
    daily = """QUALIFY row_number() OVER (
        PARTITION BY direction, category, first_day, CASE WHEN first_day <> last_day THEN happening_id END
        ORDER BY independent DESC, abs(score) DESC NULLS LAST, happening_id) = 1"""
    named = [f'coalesce("{name}", 0) AS "{name}"' for name in ("events", *categories, *quads, "historical")]
    zeros = ", ".join(named)
    return f"""
WITH directions(position, direction) AS (VALUES {rows}),
units AS (
    SELECT d.direction, f.* FROM fated f JOIN directions d
    ON CASE d.direction WHEN 'forth' THEN f.forth WHEN 'back' THEN f.back ELSE true END
    WHERE fate = 'counted' {daily if one_a_day else ""}
), summed AS (
    SELECT step, direction, count(*) AS events {by_category} {by_quad},
           count(*) FILTER (list_contains(marks, 'historical')) AS historical,
           sum(score) AS score_sum, avg(score) AS score_mean,
           sum(goldstein) AS goldstein_sum, avg(goldstein) AS goldstein_mean,
           avg(one_sided::INTEGER) AS one_sided
    FROM units GROUP BY step, direction
), steps AS (
    SELECT CAST(unnest(generate_series({step_of("$start::DATE", step)}, $end::DATE, INTERVAL {STEPS[step]})) AS DATE)
        AS step
)
SELECT greatest(step, $start::DATE) AS step_start, least({step_end("step", step)}, $end::DATE) AS step_end,
       CASE direction WHEN 'back' THEN $recipient ELSE $actor END AS actor,
       CASE direction WHEN 'back' THEN $actor ELSE $recipient END AS recipient,
       {zeros},
       CASE WHEN events IS NULL THEN 0 ELSE score_sum END AS score_sum, score_mean,
       CASE WHEN events IS NULL THEN 0 ELSE goldstein_sum END AS goldstein_sum, goldstein_mean, one_sided,
       coalesce(reports, 0) AS reports, coalesce(outlets, 0) AS outlets
FROM steps CROSS JOIN directions LEFT JOIN summed USING (step, direction) LEFT JOIN exposure USING (step)
ORDER BY step, position"""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "NULL"
