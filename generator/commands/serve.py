"""`club serve`: the site on this machine, built again at every save."""

from dataclasses import replace
from pathlib import Path

from generator.build import pipeline, serve
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, say
from generator.commands.progress import progress_of
from generator.core import settings, system
from generator.core.settings import SettingsError


@command("serve")
def serve_(root: Path, today: Day, jobs: int | None, quiet: bool, port: int) -> None:
    """Montre le site sur cette machine et le recharge à chaque enregistrement."""

    def rebuild(address: str) -> bool:
        try:
            local = replace(settings.load(root), site_url=address)
            with progress_of(quiet=quiet) as progress:
                pipeline.build(
                    root,
                    local,
                    day_of(today),
                    out=root.resolve() / ".club" / pipeline.PREVIEW,
                    jobs=jobs or system.cores(),
                    progress=progress,
                )
        except pipeline.ContentError as error:
            print_findings(error.checked.errors, "text")
        except (pipeline.AuditError, SettingsError) as error:
            say(str(error))
        else:
            return True
        return False

    serve.run(root, port, rebuild, say)
