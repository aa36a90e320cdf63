"""`python -m tests.miniature` (`make bless`): accept the output of the day as the expected one."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.miniature import CLUB, EXPECTED, outputs
from tests.site_fixtures import build_club


def main() -> None:
    """Write `expected/` again, and say how many files it holds."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "club"
        shutil.copytree(CLUB, root)
        built = build_club(root, Path(name) / "site")
        files = outputs(built.generated)
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for path, data in files.items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    sys.stdout.write(f"{len(files)} fichiers écrits dans {EXPECTED} : relisez la différence.\n")


if __name__ == "__main__":
    main()
