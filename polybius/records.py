"""The records: what travels between the stages, into the store and out of it.

Names and meanings are a contract (``schema_version`` 1): the same in Python, JSON and the store. Offsets count
Unicode code points of ``report.text``, end exclusive. Dates are ISO 8601, as short as what is known ("1991",
"2020-09"). What is unknown is ``None`` or an empty tuple, never a made-up default. Records are immutable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import pandas
    import polars

SCHEMA_VERSION = 1

Offset = Annotated[int, Field(ge=0)]
Realis = Literal["historical", "future", "hypothetical", "negated"]
Certainty = Literal["certain", "probable", "possible", "unspecified"]
Polarity = Literal["positive", "negative"]
RegionKind = Literal["headline", "byline", "dateline", "caption", "body", "boilerplate"]
StatementKind = Literal["direct", "indirect", "mixed"]
RelationKind = Literal[
    "alliance", "defence-pact", "membership", "leadership", "founding", "mediation", "occupation", "sovereignty",
    "recognition", "diplomatic-ties", "friendly", "strained", "sanctions", "cease-fire", "war",
]  # fmt: skip


class Record(BaseModel):
    """Base of all records: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A stretch of ``report.text``."""

    start: Offset
    end: Offset


class Versions(Record):
    """What made a record: equal versions and equal text give equal records."""

    polybius: str
    schema_version: int = Field(alias="schema", default=SCHEMA_VERSION)
    codebook: str
    model: str
    pipeline: str

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Published(Record):
    """When the report was published: an interval, how it is known, and why."""

    start: str | None = None
    end: str | None = None
    precision: Literal["day", "month", "year", "interval"] | None = None
    basis: Literal["given", "page", "dateline", "inferred", "unknown"] = "unknown"
    reasons: tuple[str, ...] = ()


class Region(Record):
    """A part of the text and what it is: headline, byline, dateline, caption, body or boilerplate."""

    start: Offset
    end: Offset
    kind: RegionKind


class Appearance(Record):
    """Where else the same text stood."""

    url: str | None = None
    outlet: str | None = None
    fetched: str | None = None


class Report(Record):
    """One news report, its text never altered, with what is known about it."""

    id: str = Field(description="hash of the normalised text")
    text: str
    title: str | None = Field(default=None, description="only when given apart from the text")
    language: str | None = None
    published: Published = Published()
    outlet: str | None = None
    outlet_id: str | None = None
    url: str | None = None
    author: str | None = None
    credit: str | None = Field(default=None, description="the agency whose text it is, e.g. AFP")
    regions: tuple[Region, ...] = ()
    appearances: tuple[Appearance, ...] = ()


class Actor(Record):
    """A mention of a party: its own words, and whom the actor list takes them for."""

    text: str = Field(description="the words of the mention; for an implicit party, those of the mention it repeats")
    start: int | None = Field(default=None, description="null where the party is implicit")
    end: int | None = None
    id: str | None = Field(default=None, description="key in the actor list, e.g. wagner-group; null if not in it")
    name: str | None = Field(default=None, description="name in the actor list")
    code: str | None = Field(default=None, description="ISO 3166 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC")
    sectors: tuple[str, ...] = ()
    implicit: bool = Field(default=False, description="true where the clause does not name the party")
    reason: str = Field(default="", description="the list entry or rule that resolved it")


class TimeExpression(Record):
    """A time expression with its TIMEX3 type and value."""

    start: Offset
    end: Offset
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    anchor: str | None = Field(default=None, description="the date it was anchored on; null if it needs none")


class Place(Record):
    """A mention of a place, resolved where possible."""

    text: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    kind: str | None = Field(default=None, description="country, territory, admin1, city, region, river, sea, …")
    country: str | None = Field(default=None, description="ISO 3166 alpha-3")
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    candidates: int = Field(default=0, description="how many places bear the name in the gazetteer")


class EventPlace(Place):
    """Where an event happened, and how finely that is known."""

    precision: Literal["exact", "near", "admin2", "admin1", "area", "country", "international"] | None = None


class EventDate(Record):
    """When an event happened: an interval, its precision, and where in the text it comes from."""

    start: str | None = None
    end: str | None = None
    precision: Literal["day", "week", "month", "year", "decade", "open"] | None = None
    basis: Literal["clause", "sentence", "previous", "bound"] | None = None


class Named(Record):
    """A mode or context with the words that show it (null where no span does)."""

    name: str
    start: int | None = None
    end: int | None = None


VictimKind = Literal["dead", "injured", "missing", "captured", "displaced"]


class Victims(Record):
    """Victims of one kind: best figure with its lower and upper bound."""

    party: int | None = Field(default=None, description="0-based index into actors + recipients")
    kind: VictimKind
    civilians: bool | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None


class Size(Record):
    """A number of people (a crowd, troops): best figure with bounds."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


class Money(Record):
    """A sum of money."""

    amount: float
    currency: str | None = None


class Link(Record):
    """One link of the chain of those through whom the report has something."""

    speakers: tuple[Actor, ...] = Field(default=(), description="empty where the text leaves the speaker unnamed")
    cue: Span | None = None
    statement: str | None = Field(default=None, description="id of the statement")
    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    attitude: str = "neutral"


class Event(Record):
    """One telling of an event: who did what to whom, when, where, and according to whom."""

    id: str
    category: str = Field(description="one of the 16 PLOVER categories")
    modes: tuple[Named, ...] = ()
    contexts: tuple[Named, ...] = ()
    realis: tuple[Realis, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    date: EventDate = EventDate()
    place: EventPlace | None = None
    victims: tuple[Victims, ...] = ()
    size: Size | None = None
    money: Money | None = None
    attribution: tuple[Link, ...] = Field(default=(), description="inmost first; empty: the report itself")
    claim: bool = Field(default=False, description="whether it rests on the word of a party to it alone")
    trigger: Span
    start: Offset
    end: Offset
    confidence: float | None = None
    quad: int | None = None
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    reasons: tuple[str, ...] = ()


class Statement(Record):
    """Something somebody is reported to have said, written or thought."""

    id: str
    speakers: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    channels: tuple[Actor, ...] = ()
    cue: Span | None = None
    content: tuple[Span, ...] = ()
    kind: StatementKind
    attitude: str = "neutral"
    inside: str | None = Field(default=None, description="id of the statement it stands in")


class Relation(Record):
    """A standing relation between actors, bodies or places."""

    id: str
    subject: Actor
    kind: RelationKind
    object: Actor
    since: str | None = None
    until: str | None = None
    attribution: tuple[Link, ...] = ()
    start: Offset
    end: Offset


class Evidence(Record):
    """A telling that opens, holds or closes a standing relation."""

    effect: Literal["opens", "holds", "closes"]
    report: str
    record: str = Field(description="id of the event or relation")
    day: str | None = Field(default=None, description="when it took effect, as short as what is known")
    start: Offset
    end: Offset
    speakers: tuple[str, ...] = Field(default=(), description="whose word, inmost first; empty: the report itself")


class Standing(Record):
    """A standing relation as several reports tell it: an interval, with the tellings that bear it out."""

    id: str
    subject: Actor
    kind: RelationKind
    object: Actor
    since: str | None = Field(default=None, description="null where no telling says when it began")
    until: str | None = Field(default=None, description="null where nothing told has ended it")
    first_told: str | None = Field(default=None, description="first day of publication of a report that tells of it")
    last_told: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Teller(Record):
    """Somebody independent who tells of a happening: an outlet, or the agency whose text several outlets print."""

    name: str
    id: str | None = Field(default=None, description="key in the actor list; null if not in it")
    country: str | None = None
    ownership: str | None = Field(default=None, description="state-run, public, private, …; null if unknown")
    outlets: tuple[str, ...] = Field(default=(), description="where its telling stood")
    reports: tuple[str, ...] = ()
    stance: Literal["asserts", "denies", "both"] = "asserts"
    passes_on: bool = Field(default=False, description="whether it has all it tells of this on somebody else's word")


class Support(Record):
    """Who stands behind a happening."""

    independent: int = Field(default=0, description="number of independent tellers who assert it")
    parties: tuple[str, ...] = Field(default=(), description='the parties to it, as "CODE SECTORS"')
    asserted_by: tuple[str, ...] = Field(default=(), description="the parties who say that it happened")
    denied_by: tuple[str, ...] = Field(default=(), description="the parties who say that it did not")
    one_sided: bool = Field(default=False, description="whether it is known from the word of one party alone")


class ToldValue(Record):
    """What one teller gives for a fact."""

    value: int | str
    teller: str
    event: str
    report: str
    superseded_by: str | None = Field(default=None, description="event in which the same teller later corrects it")


class Contradiction(Record):
    """Different values for one fact, side by side."""

    field: str = Field(description="dead, injured, …, actor, recipient, date, place, holder or occurrence")
    values: tuple[ToldValue, ...]


class Spread(Record):
    """All values the tellings of a happening give for one field, where they differ, in the order of telling."""

    field: str
    values: tuple[str, ...]


class Happening(Record):
    """One real-world event with all its tellings, their fields merged; what differs stands in ``spread``."""

    id: str = Field(description="id of its first telling, by day of publication, report and place in it")
    category: str
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    realis: tuple[Realis, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    date: EventDate = EventDate()
    place: EventPlace | None = None
    victims: tuple[Victims, ...] = Field(default=(), description="of each kind, from the lowest to the highest told")
    quad: int | None = None
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float | None = None
    events: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    tellers: tuple[Teller, ...] = ()
    first_told: str | None = None
    last_told: str | None = None
    support: Support = Support()
    contradictions: tuple[Contradiction, ...] = ()
    corrections: tuple[Contradiction, ...] = Field(default=(), description="what one teller itself changed later")
    spread: tuple[Spread, ...] = ()


Corrected = Literal[
    "right", "wrong", "missed", "withdrawn",
    "category", "modes", "contexts", "realis", "actors", "recipients", "date", "place",
]  # fmt: skip


class Correction(Record):
    """What a reader says of a coded event: an overlay that never changes what the coder said."""

    id: str
    report: str = Field(description="id of the report")
    event: str | None = Field(default=None, description="id of the event; null for one that was missed")
    field: Corrected = Field(
        description="the field that is corrected; or right, wrong (all of it), missed (not coded at all), withdrawn "
        "(takes back the correction whose id is in old)"
    )
    old: str | None = Field(default=None, description="what the coder said; several values are joined by bars")
    new: str | None = Field(default=None, description="what the reader says; of a missed event, its fields as JSON")
    by: str | None = None
    at: str = Field(description="when, ISO 8601 in UTC")
    note: str | None = None


class CodedReport(Record):
    """What ``coder.code()`` gives; one row of the store."""

    report: Report
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    actors: tuple[Actor, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    versions: Versions

    def to_plover(self) -> list[dict[str, Any]]:
        """The events as PLOVER records, one dictionary each."""
        from polybius.export.plover import to_plover

        return to_plover(self)

    def to_polars(self) -> polars.DataFrame:
        """The events as a polars frame, one row each. Raises PolybiusError where polars is not installed."""
        from polybius.export.frames import to_polars

        return to_polars([self])

    def to_pandas(self) -> pandas.DataFrame:
        """The events as a pandas frame, one row each. Raises PolybiusError where pandas is not installed."""
        from polybius.export.frames import to_pandas

        return to_pandas([self])

    def _repr_html_(self) -> str:
        """The events as an HTML table; notebooks call this."""
        from polybius.export.notebook import to_html

        return to_html(self)


class Reject(Record):
    """Something that could not be coded: where it stood, why not, and what is needed to try it again."""

    source: str = Field(description="file, file:line or address")
    url: str | None = None
    reason: str
    at: str = Field(description="when it was tried last, in UTC")
    tries: int = 1
    report: str | None = Field(default=None, description="id of the report, where one could be read")
    content: str | None = Field(default=None, description="hash of what was read, to know it again")
    origin: str = Field(description="the file or address to read again")
    given: str = Field(default="{}", description="what was known about it apart from its text, as JSON")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``CodedReport``, as ``polybius schema`` prints it."""
    return CodedReport.model_json_schema(by_alias=True)
