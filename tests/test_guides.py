"""What the guides and the contribution guide tell to type is what the command takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from generator.build import pipeline
from generator.cli import club
from generator.core import settings
from tests.miniature import TODAY
from tests.site_fixtures import HOME, copy_miniature

TOLD = [HOME / "CONTRIBUTING.md", HOME / "README.md", HOME / "LISEZMOI.md"]
TOLD += sorted((HOME / "content").glob("*.md"))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"(?:\.venv/bin/)?club ([^#>]+)")
_SPAN = re.compile(r"`(club [a-z][^`]*)`")


def _blocks(path: Path, language: str) -> list[str]:
    return [t for name, t in _FENCE.findall(path.read_text(encoding="utf-8")) if name == language]


def _commands() -> Iterator[tuple[str, str]]:
    """Yield each `club …` that a text tells to type, with the file that does."""
    for path in TOLD:
        text = path.read_text(encoding="utf-8")
        typed = [line for block in _blocks(path, "sh") for line in block.splitlines()]
        for line in [*typed, *_SPAN.findall(text)]:
            if found := _TYPED.match(line):
                yield path.name, found[1].strip()


COMMANDS = sorted(set(_commands()))


@pytest.mark.parametrize(("where", "line"), COMMANDS)
def test_a_command_that_is_told_exists(where: str, line: str) -> None:  # noqa: ARG001 - for its name
    words = [word for word in shlex.split(line) if word != "…"]
    command: click.Command = club
    context = click.Context(club, info_name="club")
    while isinstance(command, click.Group) and words and words[0][0].islower():
        found = command.get_command(context, words[0])
        assert found, f"club {line}: there is no « {words[0]} »"
        command, words = found, words[1:]
        context = click.Context(command, parent=context)
    options = {name for param in command.get_params(context) for name in param.opts}
    for word in words:
        if word.startswith("-"):
            assert word.partition("=")[0] in options, f"club {line}: there is no {word}"


def test_commands_are_found() -> None:
    assert len({line.split()[0] for _, line in COMMANDS}) > 5


@pytest.mark.parametrize("block", _blocks(HOME / "content" / "tenir-l-annuaire.md", "yaml"))
def test_a_sheet_shown_to_the_staff_passes(tmp_path: Path, block: str) -> None:
    root = copy_miniature(tmp_path / "club")
    members = root / "members.yaml"
    theirs = members.read_text(encoding="utf-8")
    shown = block.replace("camille-exemple", "dominique-exemple")
    members.write_text(f"{theirs}\n{shown}", encoding="utf-8")
    checked = pipeline.check(root, settings.load(root), TODAY.replace(year=2027))
    assert not [e for e in checked.errors if e.path == "members.yaml"]
    assert "dominique-exemple" in checked.club.known["member"]


def test_the_notice_shown_to_the_staff_is_read(tmp_path: Path) -> None:
    (block,) = _blocks(HOME / "content" / "apres-les-elections.md", "yaml")
    root = copy_miniature(tmp_path / "club")
    configuration = root / "mkdocs.yml"
    theirs = yaml.safe_load(configuration.read_text(encoding="utf-8"))
    shown = yaml.safe_load(block)["extra"]["club"]["election_notice"]
    theirs["extra"]["club"]["election_notice"] = shown
    configuration.write_text(yaml.safe_dump(theirs, allow_unicode=True), encoding="utf-8")
    during, after = shown["from"], shown["to"].replace(year=shown["to"].year + 1)
    assert settings.load(root).on(during).election_notice
    assert not settings.load(root).on(after).election_notice
