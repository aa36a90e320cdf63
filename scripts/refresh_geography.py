"""Write the geographic extract of `generator/data/` from its npm package.

    python -m scripts.refresh_geography            # needs npm
    python -m scripts.refresh_geography FOLDER     # an unpacked package

The package is `@etalab/decoupage-administratif`: the official geographic code (COG) of
Insee as data. Same package in, same bytes out: rows are sorted, archives carry no time.
"""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts import npm

PACKAGE = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
DATA = Path(__file__).resolve().parent.parent / "generator" / "data"

EPCI_TYPES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole",
}

Row = tuple[str, ...]


def load(package: Path, name: str) -> list[dict[str, Any]]:
    """Return the records of one of the package's JSON tables."""
    records: list[dict[str, Any]] = json.loads((package / "data" / f"{name}.json").read_text())
    return records


def communes(package: Path) -> tuple[list[Row], list[Row]]:
    """Return the present communes and the municipal arrondissements.

    Communes: code, name, département, EPCI, population, former codes (space separated).
    Arrondissements: code, name, commune, population.
    """
    epci_of = {m["code"]: e["code"] for e in load(package, "epci") for m in e["membres"]}
    now: list[Row] = []
    parts: list[Row] = []
    for c in load(package, "communes"):
        population = str(c.get("population", ""))
        if c["type"] == "commune-actuelle":
            former = " ".join(sorted(c.get("anciensCodes", [])))
            epci = epci_of.get(c["code"], "")
            now.append((c["code"], c["nom"], c["departement"], epci, population, former))
        elif c["type"] == "arrondissement-municipal":
            parts.append((c["code"], c["nom"], c["commune"], population))
    return now, parts


def territories(package: Path) -> list[Row]:
    """Return the « établissements publics territoriaux » of Grand Paris: code, name, communes."""
    return [
        (e["code"], e["nom"], " ".join(sorted(m["code"] for m in e["membres"])))
        for e in load(package, "ept")
    ]


def former_names(package: Path) -> list[Row]:
    """Return the names that communes had before they became part of another: code, name, commune.

    Those that the COG keeps as « communes déléguées » or « associées », save where the new commune
    goes by the same name.
    """
    records = load(package, "communes")
    names = {c["code"]: c["nom"] for c in records if c["type"] == "commune-actuelle"}
    return [
        (c["code"], c["nom"], c["chefLieu"])
        for c in records
        if c["type"] in {"commune-deleguee", "commune-associee"}
        and c["nom"] != names[c["chefLieu"]]
    ]


def table(header: Row, rows: Iterable[Row]) -> str:
    """Return a tab-separated table, typographic apostrophes, sorted by code."""
    lines = ["\t".join(row).replace("'", "’") for row in (header, *sorted(rows))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every table."""
    with npm.unpacked(PACKAGE, VERSION, *sys.argv[1:2]) as package:
        now, parts = communes(package)
        former = former_names(package)
        epci = [(e["code"], e["nom"], EPCI_TYPES[e["type"]]) for e in load(package, "epci")]
        departements = [(d["code"], d["nom"], d["region"]) for d in load(package, "departements")]
        regions = [(r["code"], r["nom"]) for r in load(package, "regions")]
        inside = territories(package)
    header = ("code", "name", "departement", "epci", "population", "former_codes")
    packed = gzip.compress(table(header, now).encode(), compresslevel=9, mtime=0)
    (DATA / "communes.tsv.gz").write_bytes(packed)
    for name, head, rows in (
        ("former", ("code", "name", "commune"), former),
        ("arrondissements", ("code", "name", "commune", "population"), parts),
        ("epci", ("code", "name", "type"), epci),
        ("ept", ("code", "name", "communes"), inside),
        ("departements", ("code", "name", "region"), departements),
        ("regions", ("code", "name"), regions),
    ):
        (DATA / f"{name}.tsv").write_text(table(head, rows))
    print(f"{len(now)} communes, {len(epci)} EPCI, {len(departements)} départements")


if __name__ == "__main__":
    main()
