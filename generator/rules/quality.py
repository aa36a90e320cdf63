"""Rules that ask for what helps an official decide, and for what a state announces."""

from collections.abc import Iterator
from datetime import timedelta

from generator import routes
from generator.core.findings import Finding
from generator.kinds import KIND_OF, KINDS, Action, Meeting, Practice, WatchEntry
from generator.kinds.question import Question
from generator.records import Record
from generator.rules.context import Context, Flaw, each, explain
from generator.rules.watch import is_enacted

TIME_FOR_NOTES = timedelta(days=14)


@each(*KINDS)
def expected_field(record: Record, _: Context) -> Iterator[Flaw]:
    """Q01: the fields a reader looks for first are filled in."""
    for name in KIND_OF[type(record)].expected:
        if name == "reference" and isinstance(record, WatchEntry) and is_enacted(record):
            continue  # R07 asks for more
        if not getattr(record, name, True):  # refused is not missing
            what = type(record).model_fields[name].description or name
            yield (name,), *explain("Q01", name=name, what=what)


def standard_page(context: Context) -> Iterator[Finding]:
    """Q02: the hand-written pages that every page links to are there."""
    for name, title in routes.STANDARD_PAGES.items():
        if name not in context.club.known["page"]:
            yield Finding(f"content/{name}.md", 1, 1, "Q02", "", *explain("Q02", title=title))


@each("practice")
def adaptation_of_nothing(practice: Practice, _: Context) -> Iterator[Flaw]:
    """Q03: what was changed is said of a sheet that is named."""
    if getattr(practice, "adaptation", None) and not getattr(practice, "adapted_from", True):
        yield ("adaptation",), *explain("Q03")


@each("meeting")
def meeting_without_notes(meeting: Meeting, context: Context) -> Iterator[Flaw]:
    """Q04: a fortnight after a meeting, its page says what came out of it."""
    if meeting.status != "held" or meeting.start.day.last + TIME_FOR_NOTES >= context.today:
        return
    # Any of them tells those who were not there what was done.
    body = context.club.body("meeting", meeting.id).strip()
    if not any((meeting.decisions, meeting.tasks, meeting.documents, body)):
        yield ("status",), *explain("Q04", meeting=meeting)


@each("meeting")
def undated_task(meeting: Meeting, _: Context) -> Iterator[Flaw]:
    """Q05: a task that is done says when."""
    for i, task in enumerate(meeting.tasks):
        if task.status == "done" and not task.done:
            yield ("tasks", i, "status"), *explain("Q05")


@each("action")
def announced_and_missing(action: Action, _: Context) -> Iterator[Flaw]:
    """Q06: an action that was sent says when, one that was answered says what."""
    if action.status in {"sent", "answered"} and not action.sent:
        yield ("status",), *explain("Q06.sent")
    if action.status == "answered" and not action.responses:
        yield ("status",), *explain("Q06.answered")


@each("question")
def answers_and_status(question: Question, _: Context) -> Iterator[Flaw]:
    """Q08: a question that has an answer says so, and none says so without it."""
    if question.answers and question.status == "open":
        yield ("answers",), *explain("Q08.open")
    if question.status == "answered" and not question.answers:
        yield ("status",), *explain("Q08.answered")
