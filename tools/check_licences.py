"""Checks that nothing needed at run time is under the GPL or AGPL, over what is installed.

Walks the requirements of the installed ``polybius`` distribution; prints the offenders and exits with 1 if there are
any. usage: python tools/check_licences.py
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public", re.IGNORECASE)
# a package offered under several licences may be taken under the other one
CHOICE = re.compile(r"\bOR\b|Apache|MIT|BSD|MPL", re.IGNORECASE)


def runtime_packages(name: str, seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """The distributions ``name`` needs at run time, itself included, by normalised name."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return seen
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return seen  # for another platform or Python
    seen[key] = found
    for text in found.requires or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            runtime_packages(requirement.name, seen)
    return seen


def licence_of(package: Distribution) -> str:
    """What a distribution's metadata say of its licence."""
    meta = package.metadata
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    named = meta.get("License-Expression") or (meta.get("License") or "").splitlines()[:1]
    return " | ".join([named if isinstance(named, str) else " ".join(named), *classifiers])


def is_copyleft(licence: str) -> bool:
    """Whether a licence text names the GPL or AGPL without another choice."""
    bare = LESSER.sub("", licence)
    return bool(COPYLEFT.search(bare)) and not CHOICE.search(bare)


def main() -> int:
    """Prints every run-time package with its licence; returns 1 if one is GPL or AGPL."""
    packages = runtime_packages("polybius", {})
    faults = []
    for name, package in sorted(packages.items()):
        licence = licence_of(package)
        if is_copyleft(licence):
            faults.append(f"{name} {package.version}: {licence}")
    print(f"{len(packages)} run-time packages, {len(faults)} under the GPL or AGPL")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
