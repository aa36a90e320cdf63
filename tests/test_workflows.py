"""The workflows of the forge: what they may do, what they pin, and that their steps run as written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.forge import LABELS
from tests.review.repositories import Repository, upstream
from tests.site_fixtures import HOME

WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((HOME / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PROPOSAL = HOME / ".github" / "workflows" / "proposition.yml"
PUBLICATION = HOME / ".github" / "workflows" / "publication.yml"
WEEKLY = HOME / ".github" / "workflows" / "hebdomadaire.yml"
GITLAB = HOME / ".gitlab-ci.yml"


def _read(path: Path) -> dict[str, Any]:
    # BaseLoader: `on` is a word here, not YAML 1.1's true.
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
    return read


def _steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in _read(path)["jobs"].values() for step in job["steps"]]


def test_zizmor_finds_nothing() -> None:
    program = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--persona", "auditor", HOME / ".github"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout
    assert all(f"workflows/{path.name}" in done.stderr for path in WORKFLOWS)


BAD = """\
on: pull_request_target
jobs:
  un:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: echo "${{ github.event.pull_request.title }}"
"""


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "mauvais.yml"
    path.parent.mkdir(parents=True)
    path.write_text(BAD, encoding="utf-8")
    program = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [program, "--offline", "--no-progress", "--persona", "auditor", tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode > 10, done.stdout + done.stderr
    for audit in (
        "dangerous-triggers",
        "template-injection",
        "unpinned-uses",
        "artipacked",
        "excessive-permissions",
    ):
        assert audit in done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_commands_stop_at_the_first_that_fails_even_in_a_pipe(path: Path) -> None:
    assert _read(path)["defaults"] == {"run": {"shell": "bash"}}


# What only the publication writes and reads: pages of before, cards.
PUBLISHED = {"publication.yml": "construire", GITLAB.name: "pages"}
KEPT = {".club/cache.db", ".club/cards"}


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_nothing_is_kept_from_one_job_to_the_next(path: Path) -> None:
    """A cache written for a proposal would be read when publishing: the publication alone has one."""
    text = path.read_text("utf-8")
    assert not re.search(r"download-artifact|\bdependencies:", text)
    jobs = _read(path)["jobs"] if path != GITLAB else _read(path)
    kept = {name for name, job in jobs.items() if "cache" in re.sub(r"\.club/cache", "", str(job))}
    assert kept == ({PUBLISHED[path.name], "adresses"} if path.name in PUBLISHED else set())


@pytest.mark.parametrize(
    ("job", "action", "policy"),
    [("construire", "cache", ""), ("adresses", "cache/restore", "pull")],
)
def test_the_publication_keeps_what_a_build_can_do_without(
    job: str, action: str, policy: str
) -> None:
    steps = _read(PUBLICATION)["jobs"][job]["steps"]
    (github,) = [s["with"] for s in steps if s.get("uses", "").startswith(f"actions/{action}@")]
    gitlab = _read(GITLAB)["pages" if job == "construire" else job]["cache"]
    assert {*github["path"].split()} == {path.rstrip("/") for path in gitlab["paths"]} == KEPT
    assert gitlab.get("policy", "") == policy


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_an_action_has_one_version_everywhere() -> None:
    used = {
        tuple(step["uses"].replace("/restore", "").split("@"))
        for path in WORKFLOWS
        for step in _steps(path)
        if "uses" in step
    }
    assert len({name for name, _ in used}) == len(used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_right_but_those_a_job_asks_for(path: Path) -> None:
    flow = _read(path)
    assert flow["permissions"] == {}
    assert all("permissions" in job and "timeout-minutes" in job for job in flow["jobs"].values())
    checkouts = [s for s in _steps(path) if s.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_proposal_starts_has_no_secret_and_cannot_write(path: Path) -> None:
    flow, text = _read(path), path.read_text(encoding="utf-8")
    triggers = flow["on"]
    assert {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers) == set()
    if "pull_request" in triggers:
        assert [job["permissions"] for job in flow["jobs"].values()] == [{"contents": "read"}]
        assert "secrets." not in text
        assert "github.token" not in text


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_python_imports_nothing_of_the_folder_it_stands_in(path: Path) -> None:
    """A `yaml.py` at the top would run in the jobs that hold a token."""
    if path.stem == "code":
        return  # runs the code proposed, without right nor secret: it is its purpose
    flow = _read(path)
    assert (flow["variables"] if path == GITLAB else flow["env"])["PYTHONSAFEPATH"] == "1"
    assert not re.search(r"python3? -m (?!venv|pip)", path.read_text(encoding="utf-8"))


def test_what_is_pinned_is_offered_newer_versions() -> None:
    """Python's locks have a name that Dependabot does not read: `make lock` renews them."""
    updates = _read(HOME / ".github" / "dependabot.yml")["updates"]
    watched = {one["package-ecosystem"]: one["directory"] for one in updates}
    assert watched == {"github-actions": "/", "npm": "/javascript"}
    assert (HOME / "javascript" / "package-lock.json").is_file()
    assert [s["run"] for s in _steps(WEEKLY) if "audit" in s.get("run", "")] == ["make audit"]
    assert _read(GITLAB)["bibliotheques"]["script"] == ["make audit"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_of_a_proposal_is_written_into_a_command(path: Path) -> None:
    assert [step["run"] for step in _steps(path) if "${{" in step.get("run", "")] == []


def test_only_the_main_branch_is_published() -> None:
    publishing = [p for p in WORKFLOWS if "deploy-pages" in p.read_text(encoding="utf-8")]
    assert [p.name for p in publishing] == ["publication.yml"]
    triggers = _read(publishing[0])["on"]
    assert set(triggers) == {"push", "schedule", "workflow_dispatch"}
    assert triggers["push"] == {"branches": ["main"]}
    assert re.fullmatch(r"\d+ \d+ \* \* \*", triggers["schedule"][0]["cron"])


def test_what_a_review_leaves_does_not_stay() -> None:
    """A preview shows the contact details of those who agreed, and may outlive their agreement."""
    (review,) = [s["with"] for s in _steps(PROPOSAL) if "upload-artifact@" in s.get("uses", "")]
    (site,) = [s["with"] for s in _steps(PUBLICATION) if "-pages-artifact@" in s.get("uses", "")]
    jobs = {name: job["artifacts"] for name, job in _read(GITLAB).items() if "artifacts" in job}
    days = {name: artifacts["expire_in"] for name, artifacts in jobs.items()}
    assert (review["retention-days"], days.pop("proposition")) == ("3", "3 days")
    assert (site["retention-days"], days.pop("pages")) == ("1", "1 day")
    assert days == {"liens": "1 week"}
    told = (HOME / "content/publier.md").read_text(encoding="utf-8")
    assert "s’effacent\nd’eux-mêmes au bout de trois jours" in told


def test_one_job_alone_writes_in_the_repository_and_it_has_nothing_else() -> None:
    rights = [(p.stem, n, j) for p in WORKFLOWS for n, j in _read(p)["jobs"].items()]
    writing = [
        (stem, name)
        for stem, name, job in rights
        if "contents" in job["permissions"] and job["permissions"]["contents"] != "read"
    ]
    assert writing == [("publication", "adresses")]
    job = _read(PUBLICATION)["jobs"]["adresses"]
    assert job["permissions"] == {"contents": "write"}
    assert (job["needs"], job["if"]) == ("publier", "github.ref == 'refs/heads/main'")
    assert "secrets." not in str(job)
    with_token = [step["name"] for step in job["steps"] if "github.token" in str(step)]
    assert with_token == [job["steps"][-1]["name"]]  # what builds has none


# --- the steps, as written ------------------------------------------------------------------


def _merge(folder: Path) -> Path:
    """Return a work tree as the forge checks a proposal out: a merge commit, its base first."""
    origin = upstream(folder / "origin")
    origin.git("checkout", "--quiet", "-b", "proposition")
    origin.write("content/presse.md", "---\ntitle: Presse\n---\n\nUn mot de plus.\n")
    origin.write("Makefile", "$(error le Makefile de la proposition a été lu)\n")
    origin.commit()
    origin.git("checkout", "--quiet", "main")
    origin.edit("content/club.md", "title:", "# plus tard\ntitle:")
    origin.commit()
    origin.git("merge", "--quiet", "--no-ff", "-m", "Fusion", "proposition")
    work = folder / "travail" / "proposition"
    work.parent.mkdir()
    origin.git("clone", "--quiet", "--depth", "2", f"file://{origin.root}", str(work))
    return work.parent


def _run(script: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    assert bash
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # as GitHub does
        cwd=cwd,
        env={**os.environ, "CI": "true", "PYTHONPATH": str(HOME), **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


# What a flaw of a library would be: reading a certain text ends the process.
KILLED = """
import os, signal
from generator.build import pipeline
check = pipeline.check
def deadly(root, *others):
    if root.name == "proposition":
        os.kill(os.getpid(), signal.SIGSEGV)
    return check(root, *others)
pipeline.check = deadly
"""


def _installed(base: Path, folder: str = ".venv", before: str = "") -> None:
    """Stand for `make .venv/.ready` in the base: a `club` that is the one under test."""
    program = base / folder / "bin" / "club"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nimport sys\n{before}\n"
        "from generator.__main__ import main\nsys.exit(main())\n",
        encoding="utf-8",
    )
    program.chmod(0o755)


def test_the_steps_of_a_proposal_run_as_written(tmp_path: Path) -> None:
    work, summary = _merge(tmp_path), tmp_path / "resume-de-la-forge.md"
    runs = [s["run"] for s in _steps(PROPOSAL) if "run" in s]
    assert runs[1] == "make -C base .venv/.ready"
    del runs[1]
    for script in runs:
        done = _run(
            script,
            work,
            GITHUB_WORKSPACE=str(work),
            GITHUB_STEP_SUMMARY=str(summary),
            PYTHONSAFEPATH="1",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        if (work / "base").is_dir() and not (work / "base/.venv").exists():
            _installed(work / "base")
    text = summary.read_text(encoding="utf-8").replace("\xa0", " ")
    assert "#### Page, modification : `Presse`" in text
    assert "- `Makefile` : ajouté" in text
    assert "`Le club`" not in text  # what main did meanwhile is not the proposal's doing
    assert (work / "revue/apercu/presse/index.html").is_file()


STOPPED = "🔴 **La vérification s’est arrêtée en chemin : ce résumé est incomplet.**"


def test_a_proposal_that_kills_its_reader_has_a_summary(tmp_path: Path) -> None:
    work, summary = _merge(tmp_path), tmp_path / "resume-de-la-forge.md"
    steps = _steps(PROPOSAL)
    checkout, _, review, show = [s["run"] for s in steps if "run" in s]
    places = {"GITHUB_WORKSPACE": str(work), "GITHUB_STEP_SUMMARY": str(summary)}
    assert _run(checkout, work, **places).returncode == 0
    _installed(work / "base", before=KILLED)
    assert _run(review, work, **places).returncode == 3
    assert [s["if"] for s in steps if s.get("run") == show] == ["${{ !cancelled() }}"]
    assert _run(show, work, **places).returncode == 0
    assert STOPPED in summary.read_text(encoding="utf-8").replace("\xa0", " ")


def test_a_proposal_that_kills_its_reader_has_a_summary_on_gitlab(tmp_path: Path) -> None:
    root, log, code = _gitlab(tmp_path, lambda fork: fork.write("piege.py", ""), KILLED)
    assert code == 3, log
    assert STOPPED in (root / "revue/resume.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert STOPPED in log.replace("\xa0", " ")


def _gitlab(
    folder: Path, mislead: Callable[[Repository], None], before: str = ""
) -> tuple[Path, str, int]:
    """Run the job of a merge request from a fork that is behind; return its folder, log and code."""
    origin = upstream(folder / "origin")
    (folder / "club.git").symlink_to(origin.root / ".git")  # as the address of a project ends
    fork = Repository(folder / "fork")
    origin.git("clone", "--quiet", "--local", ".", str(fork.root))
    mislead(fork)
    fork.commit()
    origin.edit("content/club.md", "title:", "# plus tard\ntitle:")
    origin.write("plus-tard.txt", "ce que main a fait depuis")
    origin.commit()
    builds = folder / "builds"
    builds.mkdir()
    script: list[str] = _read(GITLAB)["proposition"]["script"]
    (made,) = [i for i, line in enumerate(script) if line.startswith("make -C ")]
    script[made] = "true"
    place = builds / "revue-7"
    checked_out = next(i for i, line in enumerate(script) if "worktree add" in line)
    script.insert(checked_out + 1, f'cp -r "{folder}/outils" "{place}/base/.venv"')
    _installed(folder / "outils", ".", before)
    variables = {
        "CI_MERGE_REQUEST_PROJECT_URL": f"file://{folder}/club",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_COMMIT_SHA": fork.git("rev-parse", "HEAD").strip(),
        "CI_BUILDS_DIR": str(builds),
        "CI_JOB_ID": "7",
        "CI_PROJECT_DIR": str(fork.root),
        "PYTHONSAFEPATH": "1",
        "HOME": str(folder),
    }
    done = _run("\n".join(script), fork.root, **variables)
    return fork.root, done.stdout + done.stderr, done.returncode


def test_the_steps_of_gitlab_run_as_written(tmp_path: Path) -> None:
    def mislead(fork: Repository) -> None:
        fork.write("content/presse.md", "---\ntitle: Presse\n---\n\nUn mot [de plus](/absente/).\n")
        fork.write("piege.py", "")

    root, _, code = _gitlab(tmp_path, mislead)
    assert code == 1
    report = yaml.safe_load((root / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert [f["location"]["path"] for f in report if f["severity"] == "major"] == [
        "content/presse.md"
    ]
    text = (root / "revue/resume.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "**1 fichier ignoré**" in text
    assert "- `piege.py` : ajouté" in text
    assert "plus-tard" not in text  # what main did meanwhile is not the proposal's doing


FORGED = "🟢 **Peut être publiée**"


@pytest.mark.parametrize("conflict", [False, True], ids=["merges", "conflicts"])
def test_a_summary_that_the_proposal_brings_is_never_shown(tmp_path: Path, conflict: bool) -> None:
    """It lies where the job leaves its own: a file, a stray one, a link for the report."""

    def mislead(fork: Repository) -> None:
        fork.write("revue/resume.md", FORGED)
        fork.write("revue/apercu/index.html", "<script>alert(1)</script>")
        fork.write("revue/autre.txt", "de quoi faire échouer")
        (fork.root / "gl-code-quality-report.json").symlink_to("content")
        fork.write("practices/vide.md", "")
        if conflict:
            fork.edit("content/club.md", "title:", "# autre chose\ntitle:")

    root, log, code = _gitlab(tmp_path, mislead)
    assert code == 1, log
    assert FORGED not in log
    assert not (root / "revue/autre.txt").exists()
    assert not (root / "revue/apercu").exists()
    assert not (root / "gl-code-quality-report.json").is_symlink()
    assert (root / "revue/resume.md").exists() is not conflict
    assert ("ne se fusionne pas" in log) is conflict


def test_gitlab_gives_a_proposal_no_variable_of_ours() -> None:
    jobs = {n: j for n, j in _read(GITLAB).items() if isinstance(j, dict) and "script" in j}
    assert set(jobs) == {"proposition", "pages", "adresses", "liens", "bibliotheques"}
    for_proposals = [
        n for n, j in jobs.items() if any("merge_request" in r["if"] for r in j["rules"])
    ]
    assert for_proposals == ["proposition"]
    assert "TOKEN" not in str(jobs["proposition"])
    assert all(
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" in str(j["rules"])
        or "schedule" in str(j["rules"])
        for n, j in jobs.items()
        if n != "proposition"
    )


# --- the addresses of the published site -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Noting:
    """The job that notes addresses: where it stands, the club it comes from, what it runs."""

    origin: Repository
    work: Path
    script: str
    more: dict[str, str]

    def run(self) -> subprocess.CompletedProcess[str]:
        return _run(self.script, self.work, **self.more, PYTHONSAFEPATH="1")

    def main(self) -> list[str]:
        return self.origin.git("log", "--format=%s", "main").splitlines()

    def noted(self, branch: str = "main") -> str:
        return self.origin.git("show", f"{branch}:urls.lock")


@pytest.fixture(params=["github", "gitlab"])
def noting(request: pytest.FixtureRequest, tmp_path: Path) -> Noting:
    """A main branch, checked out without its history as the forge does."""
    origin, work = upstream(tmp_path / "origin"), tmp_path / "travail"
    origin.write(".gitignore", "/.venv/\n/.club/\n/site/\n")
    origin.commit()
    origin.git("clone", "--quiet", "--depth", "1", f"file://{origin.root}", str(work))
    origin.git("checkout", "--quiet", "--detach")  # as a forge: nobody stands on main
    _installed(work)
    if request.param == "gitlab":
        lines = _read(GITLAB)["adresses"]["script"]
        more = {"CI_DEFAULT_BRANCH": "main", "CI_PROJECT_URL": "https://forge.example/club"}
    else:
        steps = _read(PUBLICATION)["jobs"]["adresses"]["steps"]
        lines = [f"(\n{step['run']}\n)" for step in steps if "run" in step]
        more = {"GITHUB_STEP_SUMMARY": "/dev/stdout", "GITHUB_REPOSITORY": "club"}
        more["GITHUB_SERVER_URL"] = "https://forge.example"
    script = "\n".join(lines)
    assert script.count("make .venv/.ready") == 1
    more["HOME"] = str(tmp_path)
    return Noting(origin, work, script.replace("make .venv/.ready", "true"), more)


def test_published_addresses_are_noted_once(noting: Noting) -> None:
    done = noting.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert noting.main() == ["urls.lock : les adresses publiées", "Proposition", "Proposition"]
    assert "/pratiques/budget-mulhouse/\n" in noting.noted()
    changed = noting.origin.git("show", "--format=", "--name-only", "main").split()
    assert changed == ["urls.lock"]
    again = noting.run()
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(noting.main()) == 3


def test_addresses_are_noted_after_what_main_did_meanwhile(noting: Noting) -> None:
    noting.origin.git("checkout", "--quiet", "main")
    noting.origin.write("plus-tard.txt", "")
    noting.origin.commit()
    noting.origin.git("checkout", "--quiet", "--detach")
    done = noting.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(noting.main()) == 4
    assert noting.origin.git("show", "main:plus-tard.txt") == ""


def test_addresses_that_main_refuses_are_proposed(noting: Noting) -> None:
    """A branch that asks for a review takes nothing from a job: nobody's rights are widened for it."""
    hook = noting.origin.root / ".git/hooks/update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ]\n', encoding="utf-8")
    hook.chmod(0o755)
    noting.origin.git("checkout", "--quiet", "-b", "adresses")  # what the night before proposed
    noting.origin.write("urls.lock", "/hier/\n")
    noting.origin.commit()
    noting.origin.git("checkout", "--quiet", "--detach")
    done = noting.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert noting.main() == ["Proposition", "Proposition"]
    assert "/pratiques/budget-mulhouse/\n" in noting.noted("adresses")
    assert "/hier/" not in noting.noted("adresses")
    assert "La branche principale est protégée" in done.stdout
    assert "adresses" in done.stdout.splitlines()[-1]


# --- what people fill in ------------------------------------------------------------------


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_uses_labels_that_exist_and_asks_no_personal_data(path: Path) -> None:
    form = _read(path)
    if path.stem == "config":
        assert form["blank_issues_enabled"] == "false"
        assert any("données personnelles" in link["name"] for link in form["contact_links"])
        return
    known = {label["name"] for label in _read_list(LABELS)}
    assert set(form["labels"]) <= known
    ids = [field["id"] for field in form["body"] if "id" in field]
    assert len(ids) == len(set(ids)) >= 3
    assert form["body"][0]["type"] == "markdown"
    assert "publique" in form["body"][0]["attributes"]["value"]


def test_gitlab_offers_the_same_forms_with_the_same_labels() -> None:
    folder = HOME / ".gitlab" / "issue_templates"
    names = {path.stem for path in FORMS} - {"config"}
    assert {path.stem for path in folder.glob("*.md")} == names
    for name in names:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        (label,) = _read(HOME / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml")["labels"]
        assert text.endswith(f"/label ~{label}\n")
        assert "publique" in text


def test_both_forges_have_the_same_review_template() -> None:
    one, other = ".github/PULL_REQUEST_TEMPLATE.md", ".gitlab/merge_request_templates/Default.md"
    assert (HOME / one).read_bytes() == (HOME / other).read_bytes()


def _read_list(path: Path) -> list[dict[str, str]]:
    read: list[dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def test_labels_have_a_colour_and_a_meaning() -> None:
    for label in _read_list(LABELS):
        assert label.keys() == {"name", "color", "description"}
        assert re.fullmatch(r"[0-9a-f]{6}", label["color"])
        assert 0 < len(label["description"]) <= 100  # what GitHub takes
