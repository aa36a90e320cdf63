"""Fetching an npm package whole, to copy what we keep of it."""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unpacked(name: str, version: str, given: str | None = None) -> Iterator[Path]:
    """Yield the root of a package: the folder `given`, or one the npm client fetched.

    Exits with a message when the npm client is missing or the version is another.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(given) if given else _fetch(f"{name}@{version}", Path(folder))
        found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        if found != version:
            sys.exit(f"{name} {found} trouvé, {version} attendu : changez VERSION d’abord.")
        yield package


def _fetch(wanted: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm est nécessaire pour télécharger le paquet.")
    subprocess.run([npm, "pack", "--silent", wanted], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"
