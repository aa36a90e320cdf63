"""Copy the vocabulary of schema.org, as the tests need it, from the npm package `schema-dts`.

    python -m scripts.refresh_schema_org            # needs npm
    python -m scripts.refresh_schema_org FOLDER     # an unpacked package

`schema-dts` (Apache 2.0) writes schema.org as TypeScript. We keep, of each type, its properties with
the types of their values, and the types that are a kind of it; of each list of values, these.
"""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from scripts import npm

PACKAGE = "schema-dts"
VERSION = "2.1.0"
TARGET = Path(__file__).resolve().parent.parent / "tests" / "vendor" / "schema-org"

_INTERFACE = re.compile(r"interface (\w+) extends ([\w, <>]+?) \{(.*?)\n\}", re.DOTALL)
_PROPERTY = re.compile(r'^    "([\w-]+)"\?: SchemaValue<(.+), "[\w-]+">;', re.MULTILINE)
_UNION = re.compile(r"^export type (\w+) = ([\w |]+);", re.MULTILINE)
_LIST = re.compile(r'^export type (\w+) = ((?:"[^"]+" \| )+)', re.MULTILINE)
_VALUE = re.compile(r'"https://schema\.org/(\w+)"')


def vocabulary(source: str) -> dict[str, Any]:
    """Return `types` (parents, properties), `kinds` (of each type), `values` (of each list)."""
    types: dict[str, Any] = {}
    for name, parents, body in _INTERFACE.findall(source):
        above = [p for p in re.findall(r"\w+", parents) if p.endswith("Base")]
        ranges = {key: re.findall(r"\w+", kept) for key, kept in _PROPERTY.findall(body)}
        types[name] = {"is": above, "has": {k: sorted(r) for k, r in sorted(ranges.items())}}
    unions = {name: re.findall(r"\w+", found) for name, found in _UNION.findall(source)}
    kinds = {n: sorted(k for k in found if k in unions) for n, found in unions.items()}
    values = {name: _VALUE.findall(given) for name, given in _LIST.findall(source)}
    return {
        "version": VERSION,
        "types": types,
        "kinds": {name: found for name, found in kinds.items() if found},
        "values": {name: sorted(found) for name, found in values.items() if found},
    }


def refresh(package: Path, target: Path) -> None:
    """Write what we keep of an unpacked package into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    source = (package / "dist" / "schema.d.ts").read_text(encoding="utf-8")
    text = json.dumps(vocabulary(source), sort_keys=True, separators=(",", ":"))
    (target / "vocabulary.json").write_text(f"{text}\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")
    print(target)


if __name__ == "__main__":
    with npm.unpacked(PACKAGE, VERSION, *sys.argv[1:2]) as package:
        refresh(package, TARGET)
