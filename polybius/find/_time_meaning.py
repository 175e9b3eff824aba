"""The functions that say what a matched time expression means, by the names of rules in times.toml (``means``).

Each takes the named groups of a match and the scene it stands in, and gives a Meaning, or None where the words are no
time expression after all.
"""

from __future__ import annotations

from collections.abc import Callable

from polybius.find import _time_dates as dates
from polybius.find import _time_lengths as lengths
from polybius.find import _time_periods as periods
from polybius.find import _time_relative as relative
from polybius.find import _time_weekdays as days
from polybius.find._time_scene import Groups, Meaning, Scene

MEANINGS: dict[str, Callable[[Groups, Scene], Meaning | None]] = {
    function.__name__: function
    for function in (
        dates.iso,
        dates.slashed,
        dates.month_day,
        dates.weekday_of,
        dates.month_year,
        dates.month_only,
        dates.into_month,
        dates.edge_day,
        dates.weekend_of,
        dates.nth_day,
        days.weekday,
        days.shifted,
        days.beside_shifted,
        relative.relative_unit,
        relative.same_unit,
        relative.before_last,
        relative.same_daypart,
        relative.relative_daypart,
        lengths.span_of_units,
        relative.away,
        relative.years_following,
        relative.since_then,
        relative.beside_focus,
        lengths.duration,
        lengths.vague_span,
        lengths.bare_units,
        periods.decade,
        periods.century,
        periods.year_only,
        periods.fiscal_year,
        periods.year_span,
        periods.side_of_year,
        periods.quarter,
        periods.part_of_year,
        periods.season,
        periods.holiday,
        periods.fixed_event,
        dates.week_of,
        days.weekend,
        days.night_between,
        days.clock,
        days.part_of_day,
        lengths.every,
        lengths.set_word,
        lengths.weekdays,
        periods.reference,
    )
}
