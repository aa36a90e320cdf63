"""Who sees each field of a person: `data/visibility.toml`, in words."""

import json

from generator.core import data, spreadsheet
from generator.kinds import KINDS
from generator.records import french
from generator.records.fields import field_labels

COLUMNS = ("Fichier", "Champ", "Ce que c’est", "Site public", "Édition des membres")


def rows(months: int) -> list[tuple[str, ...]]:
    """Return one row a field: its file, its name, what it is, who sees it on each site.

    `months` is how long contact details outlive the last mandate.
    """
    visible = data.table("visibility")
    says: dict[str, str] = {
        name: text.format(months=months) for name, text in visible["conditions"].items()
    }
    found: list[tuple[str, ...]] = []
    for kind in ("member", "contact", "private"):
        model = KINDS["member" if kind == "private" else kind].model
        labels = field_labels(model)
        path = "members.private.yaml" if kind == "private" else KINDS[kind].source
        for name, condition in visible[kind].items():
            public = says["never" if kind == "private" else condition]
            title, what = labels[name]
            members = says[condition].replace(says["open"], "les membres")
            found.append(
                (path, name, title or what, public, members if kind == "private" else public)
            )
    return found


def _as_text(table: list[tuple[str, ...]]) -> str:
    lines = ["Qui voit quoi des personnes. Tout champ d’une autre fiche est public."]
    path = ""
    for at, name, _, public, members in table:
        lines += ["", at] if at != path else []
        path = at
        both = public == members
        who = public if both else f"{public} ; édition des membres : {members}"
        lines.append(f"  {name} : {who}")
    return french.typography("\n".join(lines)) + "\n"


def _as_json(table: list[tuple[str, ...]]) -> str:
    names = ("file", "field", "label", "public", "members")
    found = [dict(zip(names, row, strict=True)) for row in table]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _as_csv(table: list[tuple[str, ...]]) -> str:
    return spreadsheet.table(COLUMNS, table)


FORMS = {"text": _as_text, "csv": _as_csv, "json": _as_json}
