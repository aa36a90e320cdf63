"""Copy axe-core, the accessibility engine of the browser tests, from its npm package.

    python -m scripts.refresh_axe            # needs npm
    python -m scripts.refresh_axe FOLDER     # an unpacked package

axe-core is under the Mozilla Public License 2.0: it is kept whole, with its licences.
"""

import shutil
import sys
from pathlib import Path

from scripts import npm

PACKAGE = "axe-core"
VERSION = "4.14.1"
FILES = ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt")
TARGET = Path(__file__).resolve().parent.parent / "tests" / "vendor" / "axe-core"


def refresh(package: Path, target: Path) -> None:
    """Copy what we keep of an unpacked package into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(package / name, target / name)
        print(f"{target / name}")


if __name__ == "__main__":
    with npm.unpacked(PACKAGE, VERSION, *sys.argv[1:2]) as package:
        refresh(package, TARGET)
