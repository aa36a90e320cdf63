"""`club serve`: the site on this machine, built again at every save."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.build import pipeline, serve
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, say
from generator.commands.progress import progress_of
from generator.core import settings, system


@command("serve")
def serve_(root: Path, today: Day, jobs: int | None, quiet: bool, port: int) -> None:
    """Montre le site sur cette machine et le recharge à chaque enregistrement."""

    def rebuild(preview: serve.Preview) -> Sequence[str]:
        try:
            local = replace(settings.load(root), site_url=preview.address)
            with progress_of(quiet=quiet) as progress:

                def step(*said: Any) -> None:
                    preview.heed()
                    progress(*said)

                pipeline.build(
                    root,
                    local,
                    day_of(today),
                    out=root.resolve() / ".club" / pipeline.PREVIEW,
                    jobs=jobs or system.cores(),
                    progress=step,
                    preview=preview,
                )
        except pipeline.ContentError as error:
            print_findings(error.checked.errors, "text")
            return [str(finding) for finding in error.checked.errors]
        except (system.ClubError, OSError) as error:  # a file may be gone since it was seen
            say(str(error))
            return [str(error)]
        return ()

    serve.run(root, port, rebuild, say)
