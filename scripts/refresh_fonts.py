"""Copy the two typefaces of the cards that networks show from their npm packages.

    python -m scripts.refresh_fonts                  # needs npm
    python -m scripts.refresh_fonts FOLDER FOLDER    # the two packages, unpacked

Source Serif and Source Sans are under the SIL Open Font License 1.1, with « Source » as a
reserved name: they are kept whole, under their names, with their licence.
"""

import shutil
import sys
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from scripts import npm

TARGET = Path(__file__).resolve().parent.parent / "generator" / "data" / "fonts"


@dataclass(frozen=True, slots=True)
class Family:
    """A package, and the one face of it that we draw with."""

    package: str
    version: str
    face: str
    licence: str


FAMILIES = (
    Family("source-serif", "4.5.1", "SourceSerif4Display-Bold.otf", "OFL-SourceSerif.md"),
    Family("source-sans", "3.52.0", "SourceSans3-Semibold.otf", "OFL-SourceSans.md"),
)


def refresh(family: Family, package: Path, target: Path) -> None:
    """Copy the face and the licence of an unpacked package into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    copies = ((f"OTF/{family.face}", family.face), ("LICENSE.md", family.licence))
    for name, ours in copies:
        shutil.copyfile(package / name, target / ours)
        print(f"{target / ours}")


if __name__ == "__main__":
    for family, folder in zip_longest(FAMILIES, sys.argv[1 : len(FAMILIES) + 1]):
        with npm.unpacked(family.package, family.version, folder) as package:
            refresh(family, package, TARGET)
