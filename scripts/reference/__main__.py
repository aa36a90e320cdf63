"""`python -m scripts.reference [--check]`: write the reference, or say what is out of date."""

import sys

from scripts.reference import ROOT, differences, generate


def main(arguments: list[str]) -> None:
    """Write what changed and print its path; with `--check`, exit 1 instead of writing."""
    wrong = differences()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    if "--check" in arguments:
        if wrong:
            print("Ces fichiers ne suivent plus le code : lancez « make docs ».")
        sys.exit(1 if wrong else 0)
    files = generate()
    for name in wrong:
        path = ROOT / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], encoding="utf-8")
        else:
            path.unlink()
    print(f"{len(files)} fichiers, dont {len(wrong)} changés.")


main(sys.argv[1:])
