"""The register: every decision and task of the meetings, in one list."""

from collections.abc import Iterable

from generator.views.model import Badge, MeetingView, Ref, RegisterView, TaskView, When

# States in the order of the register: what is owed first.
STATES = {
    "late": ("En retard", "warn", "l’échéance est passée"),
    "open": ("À faire", "warn", "la tâche reste à faire"),
    "decision": ("Décision", "ok", "prise en réunion"),
    "done": ("Faite", "ok", "la tâche est faite"),
    "dropped": ("Abandonnée", "muted", "la tâche a été abandonnée"),
}
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
    label, tone, why = STATES[state]
    owed = task is not None and state in OWED and task.due is not None
    date = task.due if owed and task else (task.done if task and task.done else day)
    return RegisterView(
        id=id_,
        url=f"{meeting.url}#{anchor}",
        title=title,
        state=state,
        state_label=label,
        badges=(Badge(label, tone, why),),
        owner=task.owner if task else None,
        due=task.due if task else None,
        done=task.done if task else None,
        meeting=meeting,
        meeting_date=day,
        date=(date or day).iso,
    )
