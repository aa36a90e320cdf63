"""Let the readers read as many hostile inputs as one wants: `make fuzz INPUTS=1000000`.

Each core takes its share. What crashes a reader, ends its process or takes more than `SECONDS` is
written to `tests/fuzz/kept/`, once for each place where it fails, and the search goes on after it.
The tests read for ever what is kept there.
"""

import argparse
import multiprocessing
import multiprocessing.pool
import os
import sys
import time
import traceback
import warnings
from hashlib import sha256
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from tests import fuzz

SECONDS = 20.0  # the largest source is read in less than one
SHOWN = 100_000  # inputs between two lines of progress


def main() -> int:
    """Read inputs `--first` to `--first` + `--inputs`; 1 when one was a defect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    shares = [
        range(given.first + n, given.first + given.inputs, given.jobs) for n in range(given.jobs)
    ]
    with multiprocessing.pool.ThreadPool(given.jobs) as pool:
        defects = sum(pool.map(_watch, shares))
    print(f"{given.inputs} inputs, {defects} defects")
    return 1 if defects else 0


def _watch(share: range) -> int:
    """Go through a share of the numbers in a process of its own; return how many places fail."""
    found: set[bytes] = set()
    at = 0
    while at < len(share):
        now: Synchronized[int] = multiprocessing.Value("q", at)
        place: Any = multiprocessing.Array("c", 200)
        worker = multiprocessing.Process(target=_read, args=(share, at, now, place), daemon=True)
        worker.start()
        last, since = at, time.monotonic()
        while worker.is_alive():
            worker.join(0.5)
            if now.value != last:
                last, since = now.value, time.monotonic()
            elif time.monotonic() - since > SECONDS:
                worker.kill()
                worker.join()
        if worker.exitcode == 0:
            break
        where = place.value or f"exit {worker.exitcode}".encode()
        if where not in found:
            found.add(where)
            _keep(share[now.value], where.decode(errors="replace"))
        at = now.value + 1
    return len(found)


def _read(share: range, start: int, now: "Synchronized[int]", place: Any) -> None:
    warnings.simplefilter("ignore")
    for at in range(start, len(share)):
        now.value = at
        if at and at % SHOWN == 0:
            print(f"… {at} of {len(share)}", flush=True)
        try:
            fuzz.attempt(*fuzz.made(share[at]))
        except Exception as error:  # noqa: BLE001 - any is a defect, kept and shown
            last = traceback.extract_tb(error.__traceback__)[-1]
            place.value = (
                f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}".encode()
            )
            traceback.print_exc()
            sys.exit(1)


def _keep(number: int, where: str) -> None:
    name, raw, _ = fuzz.made(number)
    fuzz.KEPT.mkdir(exist_ok=True)
    path: Path = fuzz.KEPT / f"{name}-{sha256(raw).hexdigest()[:12]}"
    path.write_bytes(raw)
    print(f"input {number} ({name}), {where}: kept as {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
