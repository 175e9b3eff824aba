"""The published layouts of GDELT, ICEWS, POLECAT, Phoenix and PETRARCH2: their columns in order, and what they tell."""

# rows are written in columns here
# ruff: noqa: E501

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polybius import link, store
from polybius.export import Selection, Source, export
from polybius.export.cameo import NAMES as PHOENIX
from polybius.export.gdelt import COLUMNS as GDELT
from polybius.export.gdelt_mentions import COLUMNS as MENTIONS
from polybius.export.icews import COLUMNS as ICEWS
from polybius.export.petrarch2 import NAMES as PETRARCH2
from polybius.export.polecat import COLUMNS as POLECAT
from polybius.records import Actor, EventDate, EventPlace, Named
from tests.made import events, numbered, shelling

ARMENIA = Actor(text="Armenia", start=0, end=7, code="ARM")
TURKEY = Actor(text="Turkey", start=8, end=14, code="TUR", sectors=("GOV", "JRN", "MED"))
UN = Actor(text="the UN", start=0, end=6, code="UNO", name="United Nations", id="united-nations")
EU = Actor(text="the bloc", code="EUR", sectors=("GOV",))


def coded(**fields):
    """The sample with one event, changed."""
    made = shelling()
    return made.model_copy(update={"events": (made.events[0].model_copy(update=fields),)})


def codable(made):
    """Any report, such that its events go out: dated, with a code."""
    events = tuple(event.model_copy(update={"cameo": "042", "realis": ()}) for event in made.events)
    dated = made.report.model_copy(update={"published": shelling().report.published})
    return made.model_copy(update={"events": events, "report": dated})


def written(path, reports, format, header=False, **chosen):
    """The rows of an export by name."""
    source = Source(reports, Selection(**chosen))
    export(path / "out", source, format=format)
    lines = (path / "out").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    names = {"gdelt": [c.name for c in GDELT], "gdelt-mentions": [c.name for c in MENTIONS], "cameo": PHOENIX,
             "petrarch2": PETRARCH2}.get(format)  # fmt: skip
    if names is None:
        names = lines.pop(0).split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def test_the_layouts_have_the_columns_of_the_published_files():
    assert (len(GDELT), len(MENTIONS), len(ICEWS), len(POLECAT), len(PHOENIX), len(PETRARCH2)) == (
        61,
        16,
        20,
        40,
        26,
        11,
    )
    assert [c.name for c in GDELT][24:31] == [
        "Actor2Type3Code", "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    ]  # fmt: skip
    assert [c.name for c in GDELT][51:61] == [
        "ActionGeo_Type", "ActionGeo_Fullname", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code",
        "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED", "SOURCEURL",
    ]  # fmt: skip
    assert [c.name for c in ICEWS][5:9] == ["Event Text", "CAMEO Code", "Intensity", "Target Name"]
    assert [c.name for c in POLECAT][3:8] == ["Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"]
    assert [c.name for c in POLECAT][22:25] == ["Wikipedia Recipient ID", "Placename", "City"]


def test_gdelt_tells_actors_place_and_scores(tmp_path):
    (row,) = written(tmp_path, [coded(actors=(TURKEY,), modes=())], "gdelt")
    assert (row["Day"], row["MonthYear"], row["Year"], row["FractionDate"]) == (
        "20201004",
        "202010",
        "2020",
        "2020.8329",
    )
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1CountryCode"]) == ("TURGOVMEDHLH", "TURKEY", "TUR")
    assert [row[f"Actor1Type{n}Code"] for n in (1, 2, 3)] == ["GOV", "MED", "HLH"]
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("194", "194", "19", "4")
    assert (row["ActionGeo_Type"], row["ActionGeo_Fullname"]) == ("4", "Gəncə, Azerbaijan")
    assert (row["ActionGeo_CountryCode"], row["ActionGeo_Lat"], row["GoldsteinScale"]) == ("AJ", "40.68", "-10.0")
    assert (row["NumMentions"], row["IsRootEvent"], row["DATEADDED"]) == ("1", "0", "20201004000000")
    assert 0 < int(row["GlobalEventID"]) < 2**53


@pytest.mark.parametrize(
    ("party", "told"),
    [
        (UN, ("IGOUNO", "", "UNO", "IGO")),
        (EU, ("IGOEUREECGOV", "EUR", "EEC", "IGO")),
        (Actor(text="x", code="ROU"), ("ROM", "ROM", "", "")),
        (Actor(text="x", code="ISM"), ("NGM", "", "", "NGM")),
        (Actor(text="rebels", sectors=("REB",)), ("REB", "", "", "REB")),
        (Actor(text="x", code="USA", sectors=("REL", "UNK")), ("USA", "USA", "", "")),
    ],
)
def test_parties_are_told_in_the_codes_of_cameo(party, told, tmp_path):
    (row,) = written(tmp_path, [coded(actors=(party,))], "gdelt")
    assert tuple(row[f"Actor1{name}"] for name in ("Code", "CountryCode", "KnownGroupCode", "Type1Code")) == told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (EventPlace(text="Armenia", name="Armenia", kind="country", country="ARM"), ("1", "Armenia", "AM", "AM", "AM")),
        (EventPlace(text="Ohio", name="Ohio", kind="admin1", country="USA"), ("2", "Ohio, United States", "US", "USOH", "USOH")),
        (EventPlace(text="Akron", name="Akron", kind="city", country="USA", admin1="Ohio"), ("3", "Akron, Ohio, United States", "US", "USOH", "")),
        (EventPlace(text="Khatlon", name="Khatlon", kind="admin1", country="TJK"), ("5", "Khatlon, Tajikistan", "TI", "", "")),
        (None, ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_places_are_told_as_gdelt_tells_them(place, told, tmp_path):
    (row,) = written(tmp_path, [coded(place=place)], "gdelt")
    names = ("Type", "Fullname", "CountryCode", "ADM1Code", "FeatureID")
    assert tuple(row[f"ActionGeo_{name}"] for name in names) == told


def test_what_stands_in_the_first_paragraph_is_a_root_event(tmp_path):
    (row,) = written(tmp_path, [coded(start=0, end=5)], "gdelt")
    assert row["IsRootEvent"] == "1"


def test_each_actor_stands_with_each_recipient_and_every_pair_has_its_own_number(tmp_path):
    rows = written(tmp_path, [coded(actors=(ARMENIA, TURKEY), recipients=(UN, EU))], "gdelt")
    assert [(row["Actor1CountryCode"], row["Actor2KnownGroupCode"]) for row in rows] == [
        ("ARM", "UNO"), ("ARM", "EEC"), ("TUR", "UNO"), ("TUR", "EEC"),
    ]  # fmt: skip
    assert len({row["GlobalEventID"] for row in rows}) == 4


def test_parties_who_act_on_each_other_give_both_directions(tmp_path):
    talks = coded(category="CONSULT", cameo="042", quad=1, actors=(ARMENIA, TURKEY), recipients=())
    rows = written(tmp_path, [talks], "gdelt")
    assert [(row["Actor1CountryCode"], row["Actor2CountryCode"]) for row in rows] == [("ARM", "TUR"), ("TUR", "ARM")]
    march = coded(category="PROTEST", cameo="141", quad=4, actors=(ARMENIA, TURKEY), recipients=())
    rows = written(tmp_path, [march], "gdelt")
    assert [(row["Actor1CountryCode"], row["Actor2Code"]) for row in rows] == [("ARM", ""), ("TUR", "")]


def test_what_has_one_party_is_left_out_of_formats_of_pairs_unless_asked_for(tmp_path):
    march = coded(category="PROTEST", cameo="141", recipients=())
    for format in ("icews", "cameo", "petrarch2"):
        source = Source([march])
        assert export(tmp_path / "out", source, format=format) == 0
        assert source.said_of_left_out() == "left out, as the format cannot hold them: 1 with one party only"
        assert export(tmp_path / "out", [march], format=format, selection=Selection(lone=True)) == 1


@pytest.mark.parametrize("format", ["gdelt", "gdelt-mentions", "icews", "polecat", "cameo", "petrarch2"])
def test_what_is_no_fact_is_left_out_and_counted_unless_asked_for(format, tmp_path):
    reports = [coded(realis=("negated",)), coded(realis=("future",)), coded(realis=("historical",))]
    source = Source(reports)
    assert export(tmp_path / "out", source, format=format) == 1
    assert source.left_out == {"unreal": 2}
    assert export(tmp_path / "out", reports, format=format, selection=Selection(also=("future", "negated"))) >= 1
    assert export(tmp_path / "out", reports, format=format, selection=Selection(background=False)) == 0


def test_an_event_without_a_date_has_that_of_its_report_unless_it_is_background(tmp_path):
    (row,) = written(tmp_path, [coded(date=EventDate())], "icews")
    assert row["Event Date"] == "2020-10-04"
    source = Source([coded(date=EventDate(), realis=("historical",))])
    assert export(tmp_path / "out", source, format="icews") == 0
    assert source.left_out == {"undated": 1}
    (row,) = written(tmp_path, [coded(date=EventDate(start="1991", end="1991"))], "icews")
    assert row["Event Date"] == "1991-01-01"


def test_icews_tells_sectors_and_countries_in_words(tmp_path):
    (row,) = written(tmp_path, [coded(actors=(TURKEY,), recipients=(UN,))], "icews")
    assert (row["Source Sectors"], row["Source Country"]) == ("Government,Media,Medical / Health", "Turkey")
    assert (row["Target Name"], row["Target Sectors"], row["Target Country"]) == (
        "United Nations",
        "United Nations",
        "",
    )
    assert (row["CAMEO Code"], row["Event Text"]) == ("194", "Fight with artillery and tanks")
    assert (row["City"], row["Country"], row["Sentence Number"]) == ("Gəncə", "Azerbaijan", "3")


def test_polecat_keeps_lists_in_one_row_and_has_a_row_for_each_mode(tmp_path):
    modes = (Named(name="aerial"), Named(name="drone"))
    rows = written(tmp_path, [coded(actors=(ARMENIA, TURKEY), modes=modes)], "polecat")
    assert [row["Event Mode"] for row in rows] == ["aerial", "drone"]
    assert len({row["Event ID"] for row in rows}) == 2
    assert (rows[0]["Actor Country"], rows[0]["Actor COW"]) == ("ARM; TUR", "371; 640")
    assert (rows[0]["Primary Actor Sector"], rows[0]["Actor Sectors"]) == ("None; GOV", "None; GOV|JRN|MED")
    assert (rows[0]["Quad Code"], rows[0]["Actor Title"], rows[0]["District"]) == ("MATERIAL CONFLICT", "None", "None")


def test_phoenix_joins_what_is_told_on_one_day_of_one_dyad(tmp_path):
    rows = written(tmp_path, [shelling(), numbered(2), coded(date=EventDate(start="2020-10-05"))], "cameo")
    assert [(row["EventID"], row["Date"]) for row in rows] == [("1", "20201004"), ("2", "20201005")]
    assert rows[0]["URLs"] == "https://example.org/1;https://example.org/2"
    assert len(rows[0]["SentenceID"].split(";")) == 2
    assert (rows[0]["SourceActorFull"], rows[0]["SourceActorEntity"], rows[0]["SourceActorRole"]) == (
        "ARMMIL",
        "ARM",
        "MIL",
    )
    assert rows[0]["QuadClass"] == "4"


def test_phoenix_tells_five_classes(tmp_path):
    classes = {"014": "0", "042": "1", "070": "2", "112": "3", "163": "3", "141": "4"}
    for code, quad in classes.items():
        (row,) = written(tmp_path, [coded(cameo=code)], "cameo")
        assert row["QuadClass"] == quad, code


def test_petrarch2_has_no_column_for_an_address_that_is_not_known(tmp_path):
    (row,) = written(tmp_path, [coded(actors=(Actor(text="rebels", sectors=("REB",)),))], "petrarch2")
    assert (row["source"], row["target"], row["event text"][:6]) == ("---REB", "AZECVL", "Armeni")
    bare = shelling()
    bare = bare.model_copy(update={"report": bare.report.model_copy(update={"url": None})})
    export(tmp_path / "out", [bare], format="petrarch2")
    assert len((tmp_path / "out").read_text(encoding="utf-8").splitlines()[0].split("\t")) == 10


COLUMNS = {"gdelt": 61, "gdelt-mentions": 16, "icews": 20, "polecat": 40, "cameo": 26}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(events, min_size=1, max_size=3))
def test_every_row_has_every_column_whatever_the_reports_hold(events, tmp_path):
    made = shelling().model_copy(update={"events": tuple(events)})
    for format, columns in COLUMNS.items():
        export(tmp_path / "out", [codable(made)], format=format, selection=Selection(lone=True))
        text = (tmp_path / "out").read_bytes().decode("utf-8")
        assert {len(line.split("\t")) for line in text.splitlines()} <= {columns}
        assert text.count("\n") == len(text.splitlines())


@pytest.mark.parametrize("format", COLUMNS)
def test_what_would_break_a_row_is_a_blank(format, tmp_path):
    words = "a\tb\nc\r\nd\0e\u2028f\x85g\x1b[31m"
    party = Actor(text=words, name=words, code="ARM")
    report = shelling().report.model_copy(update={"outlet": words, "url": words})
    made = coded(actors=(party,), place=EventPlace(text=words, name=words, kind="city", admin1=words))
    export(tmp_path / "out", [made.model_copy(update={"report": report})], format=format)
    text = (tmp_path / "out").read_bytes().decode("utf-8")
    assert {len(line.split("\t")) for line in text.splitlines()} == {COLUMNS[format]}
    assert "a b c d e f g [31m" in text or "A B C D E F G [31M" in text


def test_happenings_go_out_once_with_the_number_of_their_tellings(tmp_path):
    store.write(tmp_path / "s", [shelling(), numbered(2), numbered(3)])
    with link.linked(tmp_path / "s") as index:
        source = Source(store.snapshot(tmp_path / "s"), None, index)
        export(tmp_path / "events", source, format="gdelt")
        mentions = Source(store.snapshot(tmp_path / "s"), None, index)
        export(tmp_path / "mentions", mentions, format="gdelt-mentions")
        happenings = [one for one in index.happenings() if one.category == "ASSAULT"]
    rows = [line.split("\t") for line in (tmp_path / "events").read_text(encoding="utf-8").splitlines()]
    told = [line.split("\t") for line in (tmp_path / "mentions").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(happenings) == 1
    assert (int(rows[0][31]), int(rows[0][33])) == (len(happenings[0].events), len(happenings[0].reports)) == (3, 3)
    assert [line[0] for line in told] == [rows[0][0]] * 3
    assert {line[7] for line in told} == {"68"}


def test_formats_of_tellings_refuse_happenings(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    with link.linked(tmp_path / "s") as index:
        for format in ("csv", "parquet", "jsonl", "plover"):
            with pytest.raises(Exception, match="leave --happenings out"):
                export(tmp_path / "out", Source(store.snapshot(tmp_path / "s"), None, index), format=format)
