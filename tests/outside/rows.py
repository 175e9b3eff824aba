"""Rows of other sets, made for the tests."""

# rows are written in columns here
# ruff: noqa: E501

ACLED_HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
GED_HEADER = (
    "id,relid,year,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_article,"
    "where_coordinates,adm_1,adm_2,latitude,longitude,country,country_id,region,date_start,date_end,best,high,low,gwnoa,gwnob"
)


def acled(**changed):
    """A row of ACLED's as CSV."""
    row = dict.fromkeys(ACLED_HEADER.split(","), "")
    row |= {
        "event_id_cnty": "AZE101", "event_date": "2020-10-04", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Military Forces of Armenia (2018-)", "inter1": "8",
        "actor2": "Civilians (Azerbaijan)", "inter2": "7", "country": "Azerbaijan", "location": "Ganja",
        "latitude": "40.68", "longitude": "46.36", "fatalities": "1", "source": "A paper", "notes": 'Said "so",\nin two lines.',
    }  # fmt: skip
    return _line((row | changed).values())


def ged(**changed):
    """A row of GED's as CSV."""
    row = dict.fromkeys(GED_HEADER.split(","), "")
    row |= {
        "id": "7", "type_of_violence": "1", "side_a": "Government of Azerbaijan", "side_b": "Government of Armenia",
        "number_of_sources": "-1", "where_coordinates": "Ganja town", "country": "Azerbaijan", "country_id": "373",
        "date_start": "2020-10-04 00:00:00.000", "date_end": "2020-10-05 00:00:00.000", "best": "3", "low": "2", "high": "9",
        "gwnoa": "373", "gwnob": "371", "latitude": "40.68", "longitude": "46.36",
    }  # fmt: skip
    return _line((row | changed).values())


def _line(values):
    return ",".join('"' + value.replace('"', '""') + '"' for value in values)
