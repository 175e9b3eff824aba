"""PLOVER records as SQL: the same as ``plover.to_plover`` gives, written by DuckDB as ``json.dumps`` writes it."""

from __future__ import annotations

from collections.abc import Mapping

RESOLUTION = {"country": 1, "admin1": 2, "admin2": 3, "exact": 4, "near": 4}
"""PLOVER's resolution of a place; areas and international waters have none."""
SIZES = {"dead": "dead", "injured": "injured", "captured": "arrested"}
"""Kinds of victims, and what PLOVER calls their number."""
AUXILIARY = {"negated": "negation"}
"""Realis that PLOVER has another word for."""


def plover_query(texts: bool) -> str:
    """SQL over ``chosen`` (see ``Source.lines``): a line and 1 for each event.

    texts: whether words of the reports go out.
    """
    words = _Words(texts)
    required = (
        _always("id", _text("e.id")),
        "'\"has_event\": true'",
        _always("date", f"coalesce({_text(_first_day('e.date.start'))}, 'null')"),
        _always("actor", _list("e.actors", words.entity("x"))),
        _always("recipient", _list("e.recipients", words.entity("x"))),
        _always("event", f"'[' || {_text('e.category')} || ']'"),
        _always("mode", _names("[x.name for x in e.modes]")),
        _always("context", _names(f"list_concat([x.name for x in e.contexts], [{_auxiliary('x')} for x in e.realis])")),
    )
    optional = (
        _known("enddate", _last_day('e.date."end"')),
        _object("event_loc", words.location("e.place"), "e.place IS NOT NULL"),
        words.own(_always("event_text", f"'[' || {_text(_CLAUSE)} || ']'")),
        _number("quad_code", "e.quad"),
        _number("event_scale", "e.score"),
        _sizes(),
        _always("text_info", "'{\"start\": ' || e.start || ', \"end\": ' || e.\"end\" || '}'"),
        _always("cite_info", "cited"),
        _known("coder", "'Polybius ' || versions.polybius"),
        words.own(_known("comment", _WHO_SAYS)),
    )
    line = _joined((*required, *optional))
    cited = _joined(words.citation())
    events = "CASE WHEN wanted IS NULL THEN events ELSE list_filter(events, lambda e: list_contains(wanted, e.id)) END"
    return (
        f"SELECT {line}, 1 FROM (SELECT report, versions, cited, unnest(events) AS e FROM "
        f"(SELECT report, versions, {cited} AS cited, {events} AS events FROM chosen))"
    )


class _Words:
    """Fields of the parts of a record; those that hold words of the report are left out where none are to go out."""

    def __init__(self, texts: bool) -> None:
        self._texts = texts

    def own(self, field: str) -> str:
        return field if self._texts else "NULL"

    def entity(self, party: str) -> str:
        # PLOVER has room for two sectors of three letters
        return _joined(
            (
                _known("code", f"{party}.code"),
                _known("sector", f"array_to_string({party}.sectors[1:2], '')"),
                self.own(_known("entity_text", f"{party}.text")),
                _known("identifier_id", f"{party}.id"),
                _known("identifier_text", f"{party}.name"),
            )
        )

    def location(self, place: str) -> str:
        return _joined(
            (
                self.own(_known("extracted_place", f"{place}.text")),
                _known("resolved_place", f"{place}.name"),
                _number("geonameid", f"{place}.geonames_id"),
                _number("lat", f"{place}.latitude"),
                _number("lon", f"{place}.longitude"),
                _known("city", f"CASE WHEN {place}.kind = 'city' THEN {place}.name END"),
                _known("district", f"{place}.admin2"),
                _known("province", f"{place}.admin1"),
                _known("country_code", f"{place}.country"),
                _number("resolution", _case(f"{place}.precision", RESOLUTION)),
            )
        )

    def citation(self) -> tuple[str, ...]:
        return (
            _known("url", "report.url"),
            self.own(_known("title", "report.title")),
            _known("language", "report.language"),
            _known("publication", "report.outlet"),
            _known("coder", "'Polybius ' || versions.polybius || ', ' || versions.model"),
            _known("codebook", "versions.codebook"),
        )


_CLAUSE = 'substr(report.text, e.start + 1, e."end" - e.start)'
_SPEAKERS = "array_to_string([s.text for s in x.speakers], ' and ')"
_WHO_SAYS = (
    "CASE WHEN len(e.attribution) > 0 THEN 'according to ' || array_to_string("
    f"[coalesce(nullif({_SPEAKERS}, ''), 'somebody unnamed') for x in e.attribution], ', through ') END"
)


def _text(value: str) -> str:
    """A text in quotes."""
    return f"CAST(to_json({value}) AS VARCHAR)"


def _always(name: str, value: str) -> str:
    return f"'\"{name}\": ' || {value}"


def _known(name: str, value: str) -> str:
    """A field of text; null where it is unknown or empty, and then left out of its object."""
    return f"'\"{name}\": ' || CAST(to_json(nullif({value}, '')) AS VARCHAR)"


def _number(name: str, value: str) -> str:
    return f"'\"{name}\": ' || CAST({value} AS VARCHAR)"


def _object(name: str, value: str, there: str) -> str:
    return f"CASE WHEN {there} THEN '\"{name}\": ' || {value} END"


def _joined(fields: tuple[str, ...]) -> str:
    """An object of those fields that are not null."""
    return f"'{{' || coalesce(array_to_string([{', '.join(fields)}], ', '), '') || '}}'"


def _list(values: str, each: str) -> str:
    return f"'[' || array_to_string([{each} for x in {values}], ', ') || ']'"


def _names(values: str) -> str:
    """A list of names; null where there are none."""
    return f"CASE WHEN len({values}) > 0 THEN {_list(values, _text('x'))} ELSE 'null' END"


def _case(value: str, cases: Mapping[str, object]) -> str:
    whens = " ".join(f"WHEN '{name}' THEN {other!r}" for name, other in cases.items())
    return f"CASE {value} {whens} END"


def _auxiliary(mark: str) -> str:
    return f"coalesce({_case(mark, AUXILIARY)}, {mark})"


def _first_day(day: str) -> str:
    return f"CASE length({day}) WHEN 4 THEN {day} || '-01-01' WHEN 7 THEN {day} || '-01' ELSE {day} END"


def _last_day(day: str) -> str:
    month = f"CAST(last_day(CAST({day} || '-01' AS DATE)) AS VARCHAR)"
    return f"CASE length({day}) WHEN 4 THEN {day} || '-12-31' WHEN 7 THEN {month} ELSE {day} END"


def _sizes() -> str:
    """The numbers of victims by kind, in the order in which the kinds first come up; null where none is known."""
    counted = f"list_filter(e.victims, lambda v: v.best IS NOT NULL AND v.kind IN {tuple(SIZES)})"
    kinds = f"[v.kind for v in {counted}]"
    told = [
        f"{{'at': list_position({kinds}, '{kind}'), 'line': '\"{name}\": ' || "
        f"CAST(list_sum([v.best for v in {counted} if v.kind = '{kind}']) AS VARCHAR)}}"
        for kind, name in SIZES.items()
    ]
    known = f"list_sort(list_filter([{', '.join(told)}], lambda x: x.at > 0))"
    joined = f"array_to_string([x.line for x in {known}], ', ')"
    return _object("size", f"'{{' || {joined} || '}}'", f"len({counted}) > 0")
