"""The reference pages and the JSON Schemas that come from the code.

    python -m scripts.reference            # write them (`make docs`)
    python -m scripts.reference --check    # write nothing; exit 1 when one is out of date

A field is described once, in `generator/records/`, and a code once, in `generator/data/codes.toml`.
The rest is rendering, with examples that the tests keep true: the records of the miniature
club and the case files of the codes.
"""

import json
from pathlib import Path

from generator.core.findings import CODES
from generator.starter import owners
from scripts.reference.cases import of_code
from scripts.reference.codes import code_page, codes_page
from scripts.reference.fields import fields_page
from scripts.reference.schemas import schemas
from scripts.reference.visibility import visibility_page

ROOT = Path(__file__).resolve().parent.parent.parent
_GENERATED = (
    "docs/reference/*.md",
    "docs/codes/*.md",
    "generator/schemas/*.json",
    ".g*/CODEOWNERS",
)


def generate() -> dict[str, str]:
    """Return every generated file, by path under the root."""
    made, cases = schemas(), ROOT / "tests" / "cases"
    files = {f"generator/schemas/{name}.json": _json(schema) for name, schema in made.items()}
    files["docs/reference/fields.md"] = fields_page(made, ROOT / "tests" / "miniature" / "club")
    files["docs/reference/visibility.md"] = visibility_page()
    files["docs/codes/README.md"] = codes_page()
    for forge in (".github", ".gitlab"):
        files[f"{forge}/CODEOWNERS"] = owners("club-des-elus")
    for id_, code in CODES.items():
        files[f"docs/codes/{id_}.md"] = code_page(code, of_code(cases, id_))
    return files


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def differences(root: Path = ROOT) -> list[str]:
    """Return the generated files that are absent from `root`, out of date, or left over."""
    files = generate()
    present = {p.relative_to(root).as_posix() for glob in _GENERATED for p in root.glob(glob)}
    stale = {name for name, text in files.items() if _read(root / name) != text}
    return sorted(stale | (present - set(files)))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
