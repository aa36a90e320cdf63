"""Find the source files of a club and read their text, trusting nothing.

Only regular files inside the known folders are opened, never through a link; their size,
encoding and characters are checked before anything looks at their meaning.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from generator.core.findings import Finding
from generator.core.offsets import position
from generator.core.system import reason
from generator.core.text import slug
from generator.kinds import KINDS
from generator.sources.characters import (
    FORBIDDEN,
    MAX_SIGNS,
    Repaired,
    forbidden,
    repair,
    repairs,
)

LIST_FILES = tuple(kind.source for kind in KINDS.values() if kind.listed)
MARKDOWN_FOLDERS = tuple(kind.folder for kind in KINDS.values() if not kind.listed)
CONTENT = (*LIST_FILES, *MARKDOWN_FOLDERS, "vocabularies")
REQUIRED = ("members.yaml",)
PRIVATE = "members.private.yaml"  # what members alone see of each other: in no repository
MAX_MARKDOWN = 100_000  # bytes
MAX_RECORD = 256_000  # bytes, a YAML file that holds one record or one vocabulary
MAX_LIST = 64_000_000  # bytes: a directory of 35,000 people is about 15 MB

MAX_CHARACTERS = 50  # of one file, each at its place: one of nothing else must not take long
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

# What systems, editors and tools leave beside a file: read by nothing, in `.gitignore` as it is here.
DROPPINGS = (
    *".DS_Store ._* [Tt]humbs.db [Dd]esktop.ini *~ .*.sw[a-z] 4913 .#* [#]*# ~$* .~lock.*#".split(),
    *"*.orig *.rej *.bak *.tmp *.part *.crdownload .*.kate-swp .goutputstream-*".split(),
    *("Icon[! -~]", ".localized", ".directory", ".fuse_hidden*", ".nfs*", "*:Zone.Identifier"),
    *("*.sync-conflict-*", "*_BACKUP_[0-9]*", "*_BASE_[0-9]*", "*_LOCAL_[0-9]*", "*_REMOTE_[0-9]*"),
)


# Bytes of a file name that are no character, as Python stands for them.
_NO_TEXT = re.compile("[\ud800-\udfff]")


def is_dropping(name: str) -> bool:
    """Whether a file of this name is what a system, an editor or a tool left."""
    return any(fnmatchcase(name, pattern) for pattern in DROPPINGS)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A readable source: `path` relative to the root, `text` in NFC with Unix line ends.

    `repaired` tells where each of its characters stands in the file.
    """

    path: str
    text: str
    repaired: Repaired


@dataclass(frozen=True, slots=True)
class Image:
    """An image of `content/assets/`, not yet opened. `path` is relative to the root."""

    path: str


Found = SourceText | Image | Finding


def find(root: Path, home: Path) -> Iterator[Found]:
    """Yield every source under `root` in a fixed order, or what forbids reading it.

    A club without vocabularies of its own uses those of `home`.
    """
    for name in LIST_FILES:
        if os.path.lexists(root / name):
            yield from read_text(name, load(root, name))
        elif name in REQUIRED:
            yield _refusal(name, "S08", "le fichier est absent", "remettez-le en place")
    own = os.path.lexists(root / "vocabularies")
    yield from _folder(root if own else home, "vocabularies", (".yaml",))
    for name in MARKDOWN_FOLDERS:
        yield from _folder(root, name, (".md",))
    if not (root / "content").is_symlink():
        yield from _folder(root, "content/assets", IMAGE_SUFFIXES)
    yield from _elsewhere(root)


def private(folder: Path) -> Iterator[Found]:
    """Yield what `folder` holds for members alone, or what forbids reading it."""
    if os.path.lexists(folder / PRIVATE):
        yield from read_text(PRIVATE, load(folder, PRIVATE))
    else:
        yield _refusal(PRIVATE, "S08", "le fichier est absent", f"écrivez-le dans {folder}")


def _elsewhere(root: Path) -> Iterator[Finding]:
    """Yield the sheets put where nothing reads: at the top, or in a folder of the French name of theirs."""
    kinds = [kind for kind in KINDS.values() if not kind.listed]
    named = {slug(name): kind.folder for kind in kinds for name in (kind.section, kind.plural)}
    whose = f"de sa sorte : {', '.join(MARKDOWN_FOLDERS)}"
    for name, where in {**named, ".": whose}.items():
        if name in ("", *MARKDOWN_FOLDERS):
            continue
        for path in sorted((root / name).glob("*.md")):
            if path.is_file() and not path.is_symlink() and _is_sheet(path):
                here, todo = path.relative_to(root), f"déplacez-la dans le dossier {where}"
                yield _refusal(here.as_posix(), "S20", "fiche que rien ne lit ici", todo)


def _is_sheet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8).lstrip(b"\xef\xbb\xbf").startswith((b"---\n", b"---\r"))


def _refusal(
    path: str, code: str, message: str, hint: str, at: tuple[int, int] = (1, 1)
) -> Finding:
    return Finding(path, *at, code, "", message, hint)


def _folder(root: Path, folder: str, suffixes: tuple[str, ...]) -> Iterator[Found]:
    """Yield what a folder holds, in order, or what forbids looking into it."""
    try:
        if not stat.S_ISDIR((root / folder).lstat().st_mode):
            yield _not_regular(folder)
            return
        entries = sorted(os.scandir(root / folder), key=lambda e: e.name)
    except (FileNotFoundError, NotADirectoryError):  # the latter is told of the folder above
        return
    except PermissionError as error:
        yield _refused(folder, error)
        return
    for entry in entries:
        yield from _found(root, folder, entry, suffixes)


def _found(
    root: Path, folder: str, entry: os.DirEntry[str], suffixes: tuple[str, ...]
) -> Iterator[Found]:
    path, name = f"{folder}/{entry.name}", entry.name
    if _NO_TEXT.search(name):
        hint = "renommez-le : minuscules sans accent, chiffres et tirets seulement"
        yield _refusal(path, "S17", "le nom du fichier n’est pas en UTF-8", hint)
    elif entry.is_dir(follow_symlinks=False):
        yield from () if path == "content/assets" else (_not_regular(path),)
    elif is_dropping(name):
        return
    elif not entry.is_file(follow_symlinks=False):
        yield _not_regular(path)
    elif name == ".gitkeep":
        if entry.stat(follow_symlinks=False).st_size:
            yield _refusal(path, "S02", "fichier « .gitkeep » qui n’est pas vide", "videz-le")
    elif not name.endswith(suffixes):
        hint = _where_it_goes(name, suffixes)
        yield _refusal(path, "S02", f"fichier inattendu dans {folder}/", hint)
    elif suffixes is IMAGE_SUFFIXES:
        yield Image(path)
    else:
        yield from read_text(path, load(root, path))


# What the name of a file ends with by mistake: an ending is right, doubled, or another way to write it.
_ENDINGS = {"markdown": "md", "txt": "", "yml": "yaml", "jpeg": "jpg", "jfif": "jpg", "jpe": "jpg"}
_IMAGES = frozenset({"gif", "heic", "heif", "svg", "bmp", "tif", "tiff", "avif", "pdf"})


def _where_it_goes(name: str, suffixes: tuple[str, ...]) -> str:
    """Return what to do with a file whose name does not end as those of its folder."""
    stem, *endings = name.strip(".").lower().split(".")
    meant = [_ENDINGS.get(one, one) for one in endings]
    fitting = [f".{one}" for one in meant if f".{one}" in suffixes]
    if all(f".{one}" in (*suffixes, ".") for one in meant) and (fitting or ".jpg" not in suffixes):
        return f"renommez-le « {slug(stem) or 'fiche'}{(fitting or suffixes)[0]} », ou déplacez-le"
    if ".jpg" in suffixes:
        known = meant[-1:] and meant[-1] in _IMAGES
        what = "exportez-le en JPEG (une photo) ou en PNG (un dessin)" if known else "déplacez-le"
        return f"{what} : changer son nom ne le convertit pas"
    if any(f".{one}" in IMAGE_SUFFIXES or one in _IMAGES - {"pdf"} for one in meant):
        return "déplacez l’image dans content/assets/"
    return f"copiez son texte dans un fichier {suffixes[0]}, ou déplacez-le : changer son nom ne le convertit pas"


def _not_regular(path: str) -> Finding:
    message = "ce n’est pas un fichier ordinaire (lien, tube ou dossier)"
    return _refusal(path, "S01", message, "remplacez-le par un vrai fichier")


def _refused(path: str, error: OSError) -> Finding:
    hint = "donnez-vous le droit de le lire"
    return _refusal(path, "S01", f"le système en refuse la lecture : {reason(error)}", hint)


def load(root: Path, path: str) -> bytes | Finding:
    """Return the bytes of a source that is there, or what forbids opening it."""
    folder, _, name = path.partition("/")
    if name and not stat.S_ISDIR((root / folder).lstat().st_mode):
        return _not_regular(folder)
    info = (root / path).lstat()
    if not stat.S_ISREG(info.st_mode):
        return _not_regular(path)
    limit = MAX_RECORD if folder == "vocabularies" else MAX_MARKDOWN if name else MAX_LIST
    if info.st_size > limit:
        message = f"{info.st_size} octets, pour une limite de {limit}"
        return _refusal(path, "S06", message, "réduisez le fichier")
    try:
        return read_regular(root / path)
    except PermissionError as error:
        return _refused(path, error)


def paths(root: Path) -> list[str]:
    """Return every source of a club that is there, in a fixed order, without opening any."""
    found = [name for name in LIST_FILES if os.path.lexists(root / name)]
    for folder in ("vocabularies", *MARKDOWN_FOLDERS):
        suffix = ".yaml" if folder == "vocabularies" else ".md"
        if (root / folder).is_dir():
            names = sorted(p.name for p in (root / folder).iterdir() if p.name.endswith(suffix))
            found += [f"{folder}/{n}" for n in names if not (_NO_TEXT.search(n) or is_dropping(n))]
    return found


def read_text(path: str, raw: bytes | Finding) -> Iterator[Found]:
    """Yield the source that the bytes of a file are, or what forbids reading it."""
    if isinstance(raw, Finding):
        yield raw
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        message = f"octet {raw[error.start]:#04x} impossible en UTF-8"
        hint = "enregistrez le fichier en UTF-8"
        yield _refusal(path, "S03", message, hint, position(before, len(before)))
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    repaired = _repaired(path, text)
    bad = list(_characters(path, repaired))
    yield from bad
    if any(finding.code != "S05" for finding in bad):
        return
    if not repaired.text.strip():
        yield _refusal(path, "S07", "le fichier est vide", "complétez-le ou supprimez-le")
    else:
        yield _conflict(path, repaired) or SourceText(path, repaired.text, repaired)


def editable(root: Path, path: str) -> str | Finding:
    """Return a source as it is read, ends of lines aside, for who edits it as a text.

    Raises UnicodeDecodeError.
    """
    raw = load(root, path)
    return raw if isinstance(raw, Finding) else _repaired(path, raw.decode()).text


def read_regular(path: Path) -> bytes:
    """Return the bytes of `path`; the open itself refuses a link put there meanwhile."""
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        return file.read()


def _repaired(path: str, text: str) -> Repaired:
    return repair(text, body=_body(path, text))


def _body(path: str, text: str) -> int:
    """Return where the YAML of a source ends."""
    head = _HEAD.match(text) if path.endswith(".md") else None
    return head.end() if head else len(text)


# As `sources.split_source` cuts, whatever stands before the first line that should not.
_HEAD = re.compile(r"[^\w\n]*---[^\w\n]*\n.*?^-{3,}[^\w\n]*$", re.MULTILINE | re.DOTALL)
# What git leaves of two versions that it could not join.
CONFLICT = re.compile(r"^[ \t]*(?:[<>]{7}|\|{7}(?= ?[^\n |]))(?: [^\n]*)?$", re.MULTILINE)
_BETWEEN = re.compile(r"^[ \t]*={7}$", re.MULTILINE)  # in Markdown, it may underline a title


def _conflict(path: str, repaired: Repaired) -> Finding | None:
    text = repaired.text
    found = CONFLICT.search(text) or _BETWEEN.search(text, 0, _body(path, text))
    if not found:
        return None
    message = f"fusion inachevée : la ligne « {found[0].strip()[:40]} » vient de git"
    hint = "gardez la bonne version du passage et supprimez les lignes « <<<<<<< », « ======= » et « >>>>>>> »"
    return _refusal(path, "S19", message, hint, repaired.place(found.start()))


def _characters(path: str, repaired: Repaired) -> Iterator[Finding]:
    again = "enregistrez le fichier de nouveau, en texte simple"
    if repaired.signs > MAX_SIGNS:
        yield _refusal(path, "S04", f"plus de {MAX_SIGNS} signes qui ne se voient pas", again)
        return
    for number, match in enumerate(FORBIDDEN.finditer(repaired.text)):
        where = repaired.place(match.start())
        if number == MAX_CHARACTERS:
            yield _refusal(path, "S04", "beaucoup d’autres caractères interdits", again, where)
            break
        yield _refusal(path, "S04", *forbidden(match[0]), where)
    if repaired.signs:
        where = position(repaired.written, repaired.read.first)
        yield _refusal(path, "S05", *repairs(repaired.signs), where)
