"""Files of other sets: what comes back of our own exports, what each layout tells, and what is wrong in a file."""

import gzip
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polybius.errors import ReadError
from polybius.export import export
from polybius.outside.reading import MAX_LINE, read_outside
from polybius.read import ReadFailure, unpacking, zip_members
from polybius.records import Actor, EventPlace, Named
from polybius.store import OutsideEvent
from tests.made import shelling
from tests.outside.rows import ACLED_HEADER, GED_HEADER, acled, ged

KEYS = (
    "date_start", "category", "modes", "actor_codes", "actor_sectors", "recipient_codes", "recipient_sectors", "quad",
    "place_country", "latitude", "longitude",
)  # fmt: skip
UN = Actor(text="the UN", code="UNO", name="United Nations")
MISSION = Actor(text="the mission", code="IGO")
DOCTORS = Actor(text="doctors", code="TLS", sectors=("MED", "JRN"))
GOVERNMENT = Actor(text="Bucharest", code="ROU", sectors=("GOV", "MIL"))
NAMIBIA = EventPlace(text="Namibia", name="Namibia", kind="country", country="NAM", latitude=-22.0, longitude=17.0)


def read(*paths, layout=None):
    """Events and bad rows."""
    found = list(read_outside(paths, layout))
    events = [one for one in found if isinstance(one, OutsideEvent)]
    return events, [one for one in found if isinstance(one, ReadFailure)]


def told(**fields):
    made = shelling()
    return made.model_copy(update={"events": (made.events[0].model_copy(update=fields),)})


@pytest.mark.parametrize("format", ["gdelt", "icews", "polecat"])
@pytest.mark.parametrize(
    ("actor", "recipient", "place"),
    [
        (GOVERNMENT, DOCTORS, NAMIBIA),
        (UN, GOVERNMENT, None),
        (DOCTORS, MISSION, NAMIBIA),
        (Actor(text="x", code="MNC", sectors=("BUS",)), Actor(text="y", code="NGO", sectors=("MED",)), NAMIBIA),
        (Actor(text="x", code="EUR", name="European Union"), Actor(text="y", code="KOS", sectors=("COP",)), None),
    ],
)
def test_an_export_comes_back_equal_in_its_key_fields(format, actor, recipient, place, tmp_path):
    made = told(actors=(actor,), recipients=(recipient,), place=place)
    assert export(tmp_path / "out", [made], format=format) == 1
    (event,), bad = read(tmp_path / "out")
    assert bad == []
    ours = made.events[0]
    assert {name: getattr(event, name) for name in KEYS} == {
        "date_start": "2020-10-04", "category": "ASSAULT", "modes": "heavy-weapons",
        "actor_codes": actor.code, "actor_sectors": " ".join(actor.sectors),
        "recipient_codes": recipient.code, "recipient_sectors": " ".join(recipient.sectors), "quad": 4,
        "place_country": place.country if place else None, "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }  # fmt: skip
    assert event.cameo == (None if format == "polecat" else ours.cameo)
    assert (event.score if format == "polecat" else event.goldstein) == (ours.score if format == "polecat" else -10.0)


def test_polecat_brings_back_lists_of_parties(tmp_path):
    made = told(
        actors=(UN, GOVERNMENT, Actor(text="gunmen; masked", sectors=("UAF",))), modes=(Named(name="firearms"),)
    )
    export(tmp_path / "out", [made], format="polecat")
    (event,), _ = read(tmp_path / "out")
    assert (event.actor_codes, event.actor_sectors) == ("UNO|ROU|", "|GOV MIL|UAF")
    assert event.actors == "United Nations|Bucharest|gunmen, masked"


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.text(max_size=20), outlet=st.text(max_size=20))
def test_whatever_names_hold_the_key_fields_come_back(name, outlet, tmp_path):
    made = told(actors=(Actor(text=name, code="ARM", sectors=("MIL",)),))
    made = made.model_copy(update={"report": made.report.model_copy(update={"outlet": outlet})})
    for format in ("gdelt", "icews", "polecat"):
        export(tmp_path / "out", [made], format=format)
        (event,), bad = read(tmp_path / "out")
        assert (bad, event.actor_codes, event.actor_sectors, event.cameo or "194") == ([], "ARM", "MIL", "194")


def test_acled_tells_type_parties_and_deaths(tmp_path):
    rows = [acled(), acled(event_id_cnty="AZE102", event_type="Protests", sub_event_type="Peaceful protest", actor2="",
            actor1="Protesters (Azerbaijan)", inter1="Protesters", event_date="04 October 2020")]  # fmt: skip
    (tmp_path / "a.csv").write_text("\n".join([ACLED_HEADER, *rows]), encoding="utf-8")
    (shelled, marched), bad = read(tmp_path / "a.csv")
    assert bad == []
    assert (shelled.event_id, shelled.category, shelled.modes, shelled.dead) == (
        "acled:AZE101",
        "ASSAULT",
        "heavy-weapons",
        1,
    )
    assert (shelled.actor_codes, shelled.actor_sectors) == ("ARM", "MIL")
    assert (shelled.recipient_codes, shelled.recipient_sectors) == ("AZE", "CVL")
    assert (shelled.line, marched.line) == (2, 4)
    assert (marched.category, marched.modes, marched.actor_codes, marched.date_start) == (
        "PROTEST",
        "demo",
        "AZE",
        "2020-10-04",
    )


def test_ged_tells_sides_by_their_numbers_and_the_range_of_deaths(tmp_path):
    rows = [ged(), ged(id="8", type_of_violence="3", side_a="IS", side_b="Civilians")]
    (tmp_path / "g.csv").write_text("\n".join([GED_HEADER, *rows]), encoding="utf-8")
    (states, civilians), bad = read(tmp_path / "g.csv")
    assert bad == []
    assert (states.actor_codes, states.recipient_codes, states.actor_sectors) == ("AZE", "ARM", "GOV")
    assert (states.dead_low, states.dead, states.dead_high, states.articles) == (2, 3, 9, None)
    assert (states.date_start, states.date_end) == ("2020-10-04", "2020-10-05")
    assert (civilians.actor_sectors, civilians.recipient_sectors) == ("REB", "CVL")


def gdelt_lines(tmp_path):
    export(tmp_path / "out", [told(place=None)], format="gdelt")
    return [(tmp_path / "out").read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (0, "x", "GlobalEventID 'x' is no whole number"),
        (1, "20201304", "Day '20201304' is no day"),
        (26, "19a", "'19a' is no CAMEO code"),
        (30, "-99", "GoldsteinScale '-99' cannot be right"),
        (56, "north", "ActionGeo_Lat 'north' is no number"),
        (57, "nan", None),
        (31, "1.5", "NumMentions '1.5' is no whole number"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason_and_the_rest_goes_in(column, value, said, tmp_path):
    (line,) = gdelt_lines(tmp_path)
    bad = line.split("\t")
    bad[column] = value
    (tmp_path / "g.CSV").write_text(line + "\t".join(bad) + "short\trow\n" + line, encoding="utf-8")
    events, found = read(tmp_path / "g.CSV")
    assert len(events) == (3 if said is None else 2)
    assert f"{tmp_path / 'g.CSV'}:3: it has 2 fields where 61 are needed" in map(str, found)
    if said is not None:
        assert str(found[0]).startswith(f"{tmp_path / 'g.CSV'}:2: {said}")


def test_files_of_gdelt_1_with_fewer_columns_are_read(tmp_path):
    (line,) = gdelt_lines(tmp_path)
    values = line.rstrip("\n").split("\t")
    old = [value for place, value in enumerate(values) if place not in (39, 47, 55)]
    assert len(old) == 58
    old[56] = "20201004"
    (tmp_path / "old.csv").write_text("\t".join(old) + "\n", encoding="utf-8")
    (event,), bad = read(tmp_path / "old.csv")
    assert (bad, event.actor_codes, event.published) == ([], "ARM", "2020-10-04")


def test_polecat_files_with_names_too_many_and_empty_columns_are_read(tmp_path):
    export(tmp_path / "out", [told()], format="polecat")
    header, line = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
    header = header.replace("\tIntensity\t", "\tEvent Intensity\t") + "\tHeadline\tEvent Text\tFeed\tStory ID"
    (tmp_path / "p.txt").write_text(f"{header}\n{line}\t\t\t\t\n{line}\t\t\n", encoding="utf-8")
    events, bad = read(tmp_path / "p.txt")
    assert (bad, len(events), events[0].score, events[0].actor_codes) == ([], 2, -9.0, "ARM")


def test_latin_1_is_read_where_it_is_no_utf_8(tmp_path):
    export(tmp_path / "out", [told(actors=(Actor(text="Café", code="FRA"),))], format="icews")
    text = (tmp_path / "out").read_text(encoding="utf-8").replace("Gəncə", "x")
    (tmp_path / "l.tab").write_bytes(text.encode("latin-1"))
    (event,), _ = read(tmp_path / "l.tab")
    assert event.actors == "Café"


def test_packed_files_are_read_and_named_by_what_is_in_them(tmp_path):
    (line,) = gdelt_lines(tmp_path)
    (tmp_path / "g.gz").write_bytes(gzip.compress(line.encode()))
    with zipfile.ZipFile(tmp_path / "g.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.export.CSV", line)
        archive.writestr("two.export.CSV", "no\trow\n")
    events, bad = read(tmp_path / "g.gz", tmp_path / "g.zip")
    assert [event.file for event in events] == [str(tmp_path / "g.gz"), f"{tmp_path / 'g.zip'}/one.export.CSV"]
    assert [one.source for one in bad] == [f"{tmp_path / 'g.zip'}/two.export.CSV"]


def test_a_cut_off_file_gives_what_it_holds_and_is_named(tmp_path):
    (line,) = gdelt_lines(tmp_path)
    lines = "".join(f"{number}{line}" for number in range(1, 3000))
    packed = gzip.compress(lines.encode(), 1)
    (tmp_path / "g.gz").write_bytes(packed[: len(packed) // 2])
    events, bad = read(tmp_path / "g.gz")
    assert 0 < len(events) < 2999
    assert "its gzip data are cut off or damaged" in str(bad[-1])


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_cut_short(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    (line,) = gdelt_lines(tmp_path)
    data = (line + "\0" * (1 << 16) + "\n").encode() * 64
    if kind == "gz":
        (tmp_path / "bomb").write_bytes(gzip.compress(data))
    else:
        with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.csv", data)
    _, bad = read(tmp_path / "bomb")
    assert "times their size" in str(bad[-1])


def test_an_archive_of_countless_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_members, "MAX_MEMBERS", 2)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", "x")
    _, (bad,) = read(tmp_path / "many.zip")
    assert "holds 3 files, more than 2" in str(bad)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04 broken", "is no readable ZIP archive"),
        (b"a,b,c\n1,2,3\n", "is no file of gdelt, icews, polecat, acled, ged"),
        (b"\t".join([b"12"] * 16) + b"\n", "GDELT's mentions, which holds no events"),
        (b"\0\xff\xfe" * 100, "is no file of"),
    ],
)
def test_what_is_no_file_of_a_set_is_one_sentence(data, said, tmp_path):
    (tmp_path / "f").write_bytes(data)
    events, (bad,) = read(tmp_path / "f")
    assert events == []
    assert said in str(bad)


def test_a_line_without_end_is_passed_by(tmp_path):
    (line,) = gdelt_lines(tmp_path)
    (tmp_path / "g").write_bytes(line.encode() + b"x" * (MAX_LINE + 5) + b"\n" + line.encode())
    events, (bad,) = read(tmp_path / "g")
    assert len(events) == 2
    assert str(bad).startswith(f"{tmp_path / 'g'}:2: the line has more than")


def test_an_open_quote_is_named_and_does_no_harm_before_it(tmp_path):
    rows = [acled(), acled(event_id_cnty="AZE2")[:-30] + '"open', "x,y\n" * 400_000]
    (tmp_path / "a.csv").write_text("\n".join([ACLED_HEADER, *rows]), encoding="utf-8")
    events, bad = read(tmp_path / "a.csv")
    assert len(events) == 1
    assert str(bad[0]).startswith(f"{tmp_path / 'a.csv'}:4: ")


def test_a_set_that_is_asked_for_must_be_that_of_the_file(tmp_path):
    gdelt_lines(tmp_path)
    _, (bad,) = read(tmp_path / "out", layout="icews")
    assert "is no file of icews" in str(bad)
    with pytest.raises(ReadError, match="'phoenix' is no set that can be read; choose from gdelt, icews"):
        read(tmp_path / "out", layout="phoenix")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", ACLED_HEADER.encode() + b"\n"]),
)
def test_no_bytes_make_it_fail(data, start, tmp_path):
    (tmp_path / "f").write_bytes(start + data)
    events, bad = read(tmp_path / "f")
    assert events == []
    assert bad or start.startswith(b"event_id")
    assert io.StringIO("".join(map(str, bad)))
