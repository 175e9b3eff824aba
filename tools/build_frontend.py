"""Copies the browser libraries fixed in frontend/package-lock.json into the package, with their licences.

usage: python tools/build_frontend.py [--check]     --check copies nothing and fails where a file is out of step
Needs node's npm; nothing of it is needed to run or to install Polybius.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pycountry

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
VENDOR = ROOT / "polybius" / "web" / "static" / "vendor"
FILES = {
    "d3.min.js": "d3/dist/d3.min.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "countries-110m.json": "world-atlas/countries-110m.json",
    "countries-50m.json": "world-atlas/countries-50m.json",
}
LICENCES = ("d3", "delaunator", "internmap", "robust-predicates", "topojson-client", "world-atlas")
"""Packages whose code or data the files hold; d3's modules are under the licence of d3."""


def wanted() -> dict[str, bytes]:
    """What the folder should hold, by name of the file."""
    found = {name: (MODULES / source).read_bytes() for name, source in FILES.items()}
    found["licences.txt"] = "\n".join(map(_licence, LICENCES)).encode()
    numbers = {country.numeric: country.alpha_3 for country in pycountry.countries}
    found["country-codes.json"] = json.dumps(dict(sorted(numbers.items())), separators=(",", ":")).encode()
    return found


def _licence(package: str) -> str:
    about = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
    text = next(path for path in (MODULES / package).iterdir() if path.name.upper().startswith("LICEN"))
    return f"{package} {about['version']} ({about['license']})\n\n{text.read_text(encoding='utf-8').strip()}\n\n---\n"


def main(arguments: list[str]) -> int:
    """Installs the packages and copies, or checks."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is needed: install Node.js 18 or newer", file=sys.stderr)
        return 2
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=FRONTEND, check=True)
    files = wanted()
    if "--check" in arguments:
        apart = [name for name, data in files.items() if not _is_same(VENDOR / name, data)]
        if apart:
            print(f"{VENDOR.relative_to(ROOT)}: out of step: {', '.join(apart)}; run: make frontend", file=sys.stderr)
        return 1 if apart else 0
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (VENDOR / name).write_bytes(data)
    return 0


def _is_same(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
