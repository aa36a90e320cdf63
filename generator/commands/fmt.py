"""`club fmt`: sources in canonical form."""

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.findings import Finding
from generator.sources import files
from generator.writing import disk
from generator.writing.formatting import canonical

Say = Callable[[str], None]


class NotASourceError(Exception):
    """A path given is no source of the club; the message is in French."""


def run(
    root: Path,
    given: Iterable[Path],
    *,
    check: bool,
    show: Callable[[list[Finding]], None],
    name: Say,
    say: Say,
    quiet: bool,
) -> bool:
    """Put sources in canonical form; with `check`, only name those that are not.

    `given` are files or folders, all sources when there is none. Returns whether all is well:
    with `check`, that everything was in form; without, that everything could be read. What is
    changed, or would be, goes to `name`, a path at a time. Raises NotASourceError.
    """
    changed: dict[str, str] = {}
    refused: list[Finding] = []
    for path in _chosen(root, list(given)):
        raw = files.load(root, path)
        if isinstance(raw, Finding):
            refused.append(raw)
            continue
        result = canonical(path, raw)
        refused += result.findings
        if not result.findings and result.text.encode() != raw:
            changed[path] = result.text
    show(sorted(refused))
    if not check:
        disk.write(root, changed)
    for path in changed if check or not quiet else ():
        name(path)
    if not quiet:
        say(_verdict(len(changed), {f.path for f in refused}, check=check))
    return not refused and not (check and changed)


def _verdict(changed: int, refused: set[str], *, check: bool) -> str:
    many = "s" * (changed > 1)
    said = f"{changed} fichier{many} {'à mettre' if check else 'mis'} en forme"
    if refused:
        left = len(refused)
        said += f" ; {left} laissé{'s' * (left > 1)} tel{'s' * (left > 1)} quel{'s' * (left > 1)}"
        said += ", à cause de ses erreurs" if left == 1 else ", à cause de leurs erreurs"
    elif not changed:
        return "Tout est en forme."
    return f"{said}."


def _chosen(root: Path, given: list[Path]) -> list[str]:
    """Return the sources that paths name, each once, in the order of the club's."""
    known = files.paths(root)
    if not given:
        return known
    base = root.resolve()
    wanted: set[str] = set()
    for path in given:
        # A path may be said from the club's folder, or from here, as a shell completes it.
        full = root / path if (root / path).exists() else path
        name = _relative(full, base)
        found = [one for one in known if name in {".", one} or one.startswith(f"{name}/")]
        if not found:
            raise NotASourceError(f"« {path} » n’est pas une source du club.")
        wanted |= set(found)
    return [name for name in known if name in wanted]


def _relative(path: Path, base: Path) -> str:
    """Return a path from the club's folder; links in its last part are not followed."""
    full = path.parent.resolve() / path.name if path.name else path.resolve()
    try:
        return full.relative_to(base).as_posix()
    except ValueError:
        return ""
