"""Check the scripts of the pages, and bundle them into `theme/assets/`.

`python -m scripts.javascript` checks the types (TypeScript reads the JSDoc), formats and lints (Biome),
then bundles (esbuild) each file that stands at the top of `javascript/src/`: one file a kind of page. The
bundles are committed, so that a machine without Node builds the site; each carries the digest of what
it was made from, and a test compares. See docs/decisions/0012-javascript-tools.md.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[1] / "javascript"
SRC = HOME / "src"
BUNDLES = HOME.parent / "theme" / "assets"
# Read as they come, before any module; the others are modules.
CLASSIC = ("club", "early")


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of `javascript/package.json`."""
    command = [str(HOME / "node_modules" / ".bin" / name), *arguments]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)


def digest() -> str:
    """Return the digest of all that the bundles are made from: the sources and the tools' lock."""
    found = hashlib.sha256()
    for path in [HOME / "package-lock.json", *sorted(SRC.rglob("*.js"))]:
        found.update(f"{path.relative_to(HOME).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def banner() -> str:
    """Return the first line of each bundle."""
    return f"/* javascript/src, digest {digest()}, bundled by `make scripts`: edit there */"


def bundle(out: Path) -> None:
    """Write the bundles in the folder `out`; raise `RuntimeError` with what esbuild says."""
    entries = {path.stem for path in SRC.glob("*.js")}
    for form, names in (("iife", entries & {*CLASSIC}), ("esm", entries - {*CLASSIC})):
        files = [f"src/{name}.js" for name in sorted(names)]
        options = ["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=error"]
        options += [f"--format={form}", f"--outdir={out}", f"--banner:js={banner()}"]
        done = tool("esbuild", *files, *options)
        if done.returncode:
            raise RuntimeError(done.stderr)


def main() -> int:
    """Return 0 when all is well, after writing the bundles."""
    for name, arguments in (("biome", ("check", "--write")), ("tsc", ())):
        done = tool(name, *arguments)
        if done.returncode:
            print(done.stdout + done.stderr)
            return 1
    bundle(BUNDLES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
