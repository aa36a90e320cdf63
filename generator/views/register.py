"""The register: every decision and task of the meetings, in one list."""

from collections.abc import Iterable

from generator.core.data import table
from generator.kinds import facets
from generator.kinds.kind import Facet, Group, Listing, month
from generator.kinds.meeting import MeetingView, TaskView
from generator.kinds.view import Badge, Ref, When
from generator.views.model import RegisterView

# States in the order of the register: what is owed first.
STATES = {key: Badge(*words) for key, words in table("pages")["registre"]["states"].items()}
OWED = ("late", "open")


def register(meetings: Iterable[MeetingView]) -> tuple[RegisterView, ...]:
    """Return the register: late tasks, tasks to do, then the rest from the latest meeting on.

    Tasks that are owed come by due date, those without one last. `meetings` come latest first.
    """
    lines = [line for meeting in meetings for line in _lines(meeting)]
    owed = [line for line in lines if line.state in OWED]
    owed.sort(key=lambda line: (OWED.index(line.state), line.due.iso if line.due else "9999"))
    return (*owed, *(line for line in lines if line.state not in OWED))


def _lines(meeting: MeetingView) -> Iterable[RegisterView]:
    here = Ref(meeting.id, meeting.title, meeting.url)
    day = meeting.day
    for number, decision in enumerate(meeting.decisions, 1):
        yield _line(f"{meeting.id}-d{number}", f"decision:{number}", decision, here, day)
    for number, task in enumerate(meeting.tasks, 1):
        if task.state == "carried":  # it is said once, where it is still to be done
            continue
        yield _line(f"{meeting.id}-t{number}", f"tache:{number}", task.text, here, day, task)


def _line(
    id_: str, anchor: str, title: str, meeting: Ref, day: When, task: TaskView | None = None
) -> RegisterView:
    state = task.state if task else "decision"
    owed = task is not None and state in OWED and task.due is not None
    date = task.due if owed and task else (task.done if task and task.done else day)
    return RegisterView(
        id=id_,
        url=f"{meeting.url}#{anchor}",
        title=title,
        state=state,
        state_label=STATES[state].text,
        badges=(STATES[state],),
        owner=task.owner if task else None,
        due=task.due if task else None,
        done=task.done if task else None,
        meeting=meeting,
        meeting_date=day,
        date=(date or day).iso,
    )


def _group(line: RegisterView, start: int) -> Group:
    if line.state in OWED:
        return Group(start, f"etat:{line.state}", line.state_label)
    year = line.meeting_date.iso[:4]
    return Group(start, f"annee:{year}", f"Décisions et tâches de {year}")


def _due(line: RegisterView) -> str:
    """Return when a task is due or was done, as its card says it."""
    if line.done:
        return f"Faite {'le' if line.done.is_day else 'en'} {line.done.text}"
    if line.due and line.state != "dropped":
        return f"Avant {'le' if line.due.is_day else 'fin'} {line.due.text}"
    return ""


def _day(text: str) -> int:
    """`2024-03-12` -> 20240312, `2024` -> 20240000."""
    return int(f"{text.replace('-', '')}0000"[:8])


SECTION = "registre"
LISTING = Listing(
    **table("pages")["registre"]["listing"],
    columns={
        "href": lambda r: r.url.lstrip("/"),
        "owner": lambda r: r.owner.label if r.owner else "",
        "when": _due,
        "meeting": lambda r: f"{r.meeting.label}, {r.meeting_date.text}",
        "date": lambda r: _day(r.date),
        "month": lambda r: month(r.meeting_date.iso),
    },
    facets=(
        Facet("etat", "État", facets.answers("state", "state_label"), facets.given(STATES)),
        Facet(
            "responsable", "Responsable", facets.answers("owner.id", "owner.label"), facets.by_label
        ),
        facets.year("meeting_date", "Année de la réunion"),
    ),
    group=_group,
)
