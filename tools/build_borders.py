"""Writes ``polybius/data/places/borders.csv``: which countries border which, by land or across a strait.

    pip install countryinfo==1.0.1 && python tools/build_borders.py

Land borders are facts taken from the PyPI package countryinfo (MIT), checked for being mutual; neighbours across narrow
seas, Kosovo's borders and mended rows are the project's own (SEA, MENDED).
"""

from __future__ import annotations

from pathlib import Path

from countryinfo import all_countries

OUT = Path(__file__).resolve().parent.parent / "polybius" / "data" / "places" / "borders.csv"
SEA = (
    "JPN-KOR", "JPN-PRK", "JPN-CHN", "JPN-RUS", "JPN-TWN", "TWN-CHN", "TWN-PHL", "GBR-FRA", "GBR-IRL", "CUB-USA",
    "CUB-HTI", "CUB-JAM", "CUB-BHS", "HTI-JAM", "LKA-IND", "MDV-IND", "IDN-AUS", "IDN-SGP", "IDN-PHL", "MYS-SGP",
    "MYS-PHL", "PHL-VNM", "BHR-QAT", "BHR-SAU", "CYP-TUR", "CYP-SYR", "CYP-LBN", "MLT-LBY", "MLT-ITA", "TTO-VEN",
    "GRD-TTO", "AUS-TLS", "AUS-PNG", "AUS-NZL", "NZL-FJI", "SLB-PNG", "VUT-SLB", "WSM-ASM", "IRN-ARE", "IRN-KWT",
    "IRN-SAU", "IRN-QAT", "IRN-BHR", "IRN-OMN", "QAT-ARE", "ESP-MAR", "ITA-ALB", "ITA-LBY", "ITA-TUN", "FIN-EST",
    "SWE-DNK", "ISL-GRL", "COM-MDG", "MDG-MOZ", "MUS-MDG", "YEM-DJI", "YEM-ERI", "YEM-SOM", "SAU-EGY", "SAU-SDN",
    "USA-RUS", "CHN-KOR", "CHN-PHL", "TUR-UKR", "TUR-RUS", "DNK-NOR", "KOR-PRK",
)  # fmt: skip
MENDED = (
    "KOS-SRB", "KOS-ALB", "KOS-MKD", "KOS-MNE", "PSE-ISR", "PSE-EGY", "PSE-JOR", "SSD-SDN", "SSD-ETH", "SSD-UGA",
    "SSD-KEN", "SSD-COD", "SSD-CAF", "SDN-ERI", "ISR-LBN", "ISR-SYR", "ISR-JOR", "ISR-EGY",
)  # fmt: skip
WRONG = frozenset({("SSD", "TCD")})  # as of old Sudan


def main() -> None:
    """Joins the sources, makes every pair mutual, and writes one row a country."""
    pairs: set[tuple[str, str]] = set()
    for country in all_countries():
        code = country.iso(3)
        pairs |= {(_mended(code), _mended(other)) for other in country.borders() or () if code}
    for pair in (*SEA, *MENDED):
        first, second = pair.split("-")
        pairs.add((first, second))
    pairs = {pair for pair in pairs | {(b, a) for a, b in pairs} if tuple(sorted(pair)) not in WRONG}
    rows: dict[str, list[str]] = {}
    for first, second in sorted(pairs):
        if first != second:
            rows.setdefault(first, []).append(second)
    lines = [
        "# Which countries border which, by land or across a strait: what a country's neighbours may be.",
        "# Built by tools/build_borders.py; do not edit.",
        "# Columns: iso, borders (ISO 3166-1 alpha-3, by |). Source: countryinfo 1.0.1 (MIT), facts; seas: own.",
        "iso,borders",
        *(f"{code},{'|'.join(others)}" for code, others in rows.items()),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} countries, {len(pairs)} borders")


def _mended(code: str) -> str:
    return {"XKX": "KOS", "UNK": "KOS"}.get(code, code)


if __name__ == "__main__":
    main()
