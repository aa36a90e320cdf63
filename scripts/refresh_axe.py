"""Copy axe-core, the accessibility engine of the browser tests, from its npm package.

    python -m scripts.refresh_axe            # needs npm
    python -m scripts.refresh_axe FOLDER     # an unpacked package

axe-core is under the Mozilla Public License 2.0: it is kept whole, with its licences.
"""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "axe-core"
VERSION = "4.14.1"
FILES = ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt")
TARGET = Path(__file__).resolve().parent.parent / "tests" / "vendor" / "axe-core"


def fetch(folder: Path) -> Path:
    """Unpack the package into `folder` with the npm client; return its root."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm est nécessaire pour télécharger le paquet.")
    subprocess.run([npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def refresh(package: Path, target: Path) -> None:
    """Copy what we keep of an unpacked package into `target`."""
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        sys.exit(f"{PACKAGE} {found} trouvé, {VERSION} attendu : changez VERSION d’abord.")
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(package / name, target / name)
        print(f"{target / name}")


def main(arguments: list[str]) -> None:
    """Refresh from the folder given, or from npm."""
    if arguments:
        refresh(Path(arguments[0]), TARGET)
        return
    with tempfile.TemporaryDirectory() as folder:
        refresh(fetch(Path(folder)), TARGET)


if __name__ == "__main__":
    main(sys.argv[1:])
