"""Made-up news for the tests of many reports."""

import json

PLACES = ("Strelsau", "Zenda", "Hentzau", "Tarlenheim", "Hofbau")
DEEDS = ("expelled two envoys of", "opened talks with", "closed the border to", "sent grain to", "accused")
GERMAN = "Die Truppen haben am Sonntag die Stadt beschossen, und der Minister hat die Angriffe nicht bestätigt."


def text(number):
    """A short report unlike any other number's."""
    place, other = PLACES[number % 5], PLACES[(number // 5 + 1) % 5]
    return f"{place} {DEEDS[number % 4]} {other} on Monday, an official of the ministry said in note {number}."


def row(number, **more):
    """A row of a JSON Lines file."""
    day = f"2011-{1 + number % 3:02d}-{1 + number % 28:02d}"
    return {"text": text(number), "published": day, "url": f"https://example.org/{number}", "outlet": "Post"} | more


def write_lines(path, rows):
    """A JSON Lines file; a row that is a string is written as it stands."""
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows))
    return path
