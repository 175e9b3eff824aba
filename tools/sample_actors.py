"""Draws entries of the actor list to be checked against sources, the same ones for the same seed.

    python tools/sample_actors.py [--seed 4] [--size 100] > sample.csv

Every list counts by its entries, persons for a half, so that the small lists are looked at as well.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys

from polybius.find._actor_list import COLUMNS
from polybius.tables import DATA, read_table


def main() -> None:
    """Prints the sample as CSV, with the file and line of each entry before its columns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    files = sorted((DATA / "actors").glob("*.csv"))
    rows = {path.name: list(read_table(path, COLUMNS)) for path in files}
    persons = rng.sample(rows["persons.csv"], options.size // 2)
    others = rng.sample(
        [row for name, found in rows.items() if name != "persons.csv" for row in found], options.size // 2
    )
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("file", "line", *COLUMNS))
    for row in (*persons, *others):
        table.writerow((row.path.rsplit("/", 1)[-1], row.line, *(row[column] for column in COLUMNS)))


if __name__ == "__main__":
    main()
