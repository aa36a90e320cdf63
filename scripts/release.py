"""Release the programme: `make release VERSION=1.2.0`. All of it happens, or none; nothing is pushed.

The version goes to `pyproject.toml`, what `CHANGELOG.md` has under « Unreleased » under the version and
the day, and both to a commit with an annotated tag. From that commit, checked out apart, are built in
`dist/`: the wheel, and what it is made of (CycloneDX, https://cyclonedx.org/specification/overview/).

Whoever doubts a wheel makes it again from its tag, with `SOURCE_DATE_EPOCH` the time of the commit
(https://reproducible-builds.org/specs/source-date-epoch/), and compares the bytes: see docs/ci.md.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

from scripts import refresh_fonts, refresh_geography, refresh_map

ROOT = Path(__file__).resolve().parents[1]
BRANCH = "main"
PROJECT, CHANGES, LOCK, DIST = "pyproject.toml", "CHANGELOG.md", "requirements-run.lock", "dist"
# `make audit` installs it there, apart from what the programme needs.
SBOM = Path(sys.prefix, "audit", "bin", "cyclonedx-py")
# What the wheel holds of others, as the scripts that copied it say: the lock names the rest.
COPIED = (
    (refresh_geography.PACKAGE, refresh_geography.VERSION),
    refresh_map.METROPOLE,
    refresh_map.WORLD,
    *((family.package, family.version) for family in refresh_fonts.FAMILIES),
)

_NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_VERSION = re.compile(r'^version = "(.+)"$', re.MULTILINE)
_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class ReleaseError(Exception):
    """The release cannot be made; the message is in French."""


def run(*words: str | Path, cwd: Path, text: str | None = None, **more: str) -> str:
    """Run a program and return what it says, the environment being ours and `more`. Raises ReleaseError."""
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            input=text,
            env={**os.environ, **more},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        raise ReleaseError(f"{words[0]} est introuvable.") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ReleaseError(f"« {' '.join(map(str, words[:3]))} » a échoué. {said}")
    return done.stdout.strip()


def refusals(root: Path, version: str) -> Iterator[str]:
    """Yield why this version cannot be released from this folder, in French."""
    if run("git", "status", "--porcelain", cwd=root):
        yield "le dépôt a des changements qui ne sont pas enregistrés"
    if (branch := run("git", "branch", "--show-current", cwd=root)) != BRANCH:
        yield f"la branche est « {branch} », pas « {BRANCH} »"
    (before,) = _VERSION.findall((root / PROJECT).read_text(encoding="utf-8"))
    changes = (root / CHANGES).read_text(encoding="utf-8")
    released = f"## [{before}]" in changes
    if not _NUMBER.fullmatch(version):
        yield f"« {version} » n’est pas une version comme 1.2.0"
    elif _rank(version) < _rank(before) or (version == before and released):
        yield f"{version} n’est pas plus grande que {before}"
    if run("git", "tag", "--list", f"v{version}", cwd=root):
        yield f"v{version} existe déjà"
    if not any(line.startswith("- ") for line in _unreleased(changes).splitlines()):
        yield f"{CHANGES} ne dit rien sous « ## [Unreleased] »"


def _rank(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _unreleased(changes: str) -> str:
    found = _UNRELEASED.search(changes)
    return found[1] if found else ""


def release(root: Path, version: str, day: date) -> list[Path]:
    """Release a version from a folder, and return the files to hand over.

    Raises ReleaseError, or OSError, the folder being as it was.
    """
    if wrong := list(refusals(root, version)):
        raise ReleaseError("\n".join(["Rien n’est fait :", *(f"- {one}" for one in wrong)]))
    with _apart(root) as copy:
        changes = _write(copy, version, day)
        run("git", "commit", "--quiet", "--all", "--message", f"release: {version}", cwd=copy)
        commit = run("git", "rev-parse", "HEAD", cwd=copy)
        made = build(copy, copy.parent / DIST)
        message = f"Version {version}\n\n{changes.strip()}\n"
        tag = ("git", "tag", "--annotate", "--cleanup=verbatim", "--file=-", f"v{version}", commit)
        dist = root / DIST
        before, fresh, tagged = run("git", "rev-parse", "HEAD", cwd=root), not dist.exists(), False
        try:
            dist.mkdir(exist_ok=True)
            handed = [Path(shutil.copy(one, dist)) for one in made]
            run(*tag, cwd=root, text=message)
            tagged = True
            run("git", "merge", "--ff-only", "--quiet", commit, cwd=root)
        except BaseException:
            if tagged:
                run("git", "read-tree", "-m", "-u", commit, before, cwd=root)
                run("git", "tag", "--delete", f"v{version}", cwd=root)
            for one in made:
                (dist / one.name).unlink(missing_ok=True)
            if fresh:
                dist.rmdir()
            raise
        return handed


@contextmanager
def _apart(root: Path) -> Iterator[Path]:
    """Yield a second work tree of a repository, on the same commit, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="club-release-") as folder:
        copy = Path(folder, "club")
        run("git", "worktree", "add", "--quiet", "--detach", copy, "HEAD", cwd=root)
        try:
            yield copy
        finally:
            run("git", "worktree", "remove", "--force", copy, cwd=root)


def _write(copy: Path, version: str, day: date) -> str:
    """Write the version where it stands, and return what changed since the one before."""
    project, changes = copy / PROJECT, copy / CHANGES
    text = _VERSION.sub(f'version = "{version}"', project.read_text(encoding="utf-8"), count=1)
    project.write_text(text, encoding="utf-8")
    before = changes.read_text(encoding="utf-8")
    title = "## [Unreleased]\n"
    dated = before.replace(title, f"{title}\n## [{version}] - {day.isoformat()}\n", 1)
    changes.write_text(dated, encoding="utf-8")
    return _unreleased(before)


def build(source: Path, out: Path) -> list[Path]:
    """Build the wheel of a commit that is checked out, and what it is made of; return both.

    The same commit gives the same bytes. Raises ReleaseError.
    """
    time = run("git", "log", "-1", "--format=%ct", cwd=source)
    hatchling = (sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", out)
    out.mkdir()
    run(*hatchling, cwd=source, SOURCE_DATE_EPOCH=time, TMPDIR=str(out))
    (wheel,) = out.glob("*.whl")
    options = ("--pyproject", PROJECT, "--output-reproducible", "--short-PURLs")
    text = run(SBOM, "requirements", LOCK, *options, cwd=source, SOURCE_DATE_EPOCH=time)
    bom = json.loads(text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    bom["metadata"]["component"]["hashes"] = [{"alg": "SHA-256", "content": digest}]
    bom["components"] += [
        {"type": "data", "name": name, "version": version, "bom-ref": purl, "purl": purl}
        for name, version in COPIED
        for purl in [f"pkg:npm/{quote(name)}@{version}"]
    ]
    parts = wheel.with_name(f"{'-'.join(wheel.name.split('-')[:2])}.cdx.json")
    parts.write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [wheel, parts]


def main(words: list[str]) -> int:
    """Release the version that is asked, and say what is left to do; return 1 when it cannot be."""
    version = words[0] if len(words) == 1 else ""
    try:
        made = release(ROOT, version, date.today())  # noqa: DTZ011 - the day of whoever releases
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    files = " ".join(str(one.relative_to(ROOT)) for one in made)
    print(f"La version {version} est prête, ici seulement. Relisez « git show », puis :\n")
    print(f"  git push --atomic origin {BRANCH} v{version}")
    print(f"  gh release create v{version} --notes-from-tag {files}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
