"""Rules on the questions that members ask each other."""

from collections.abc import Iterator

from generator.kinds.question import Question
from generator.rules.context import Context, Flaw, each


@each("question")
def answered_before_it_was_asked(question: Question, _: Context) -> Iterator[Flaw]:
    """D17: an answer comes after its question."""
    for i, answer in enumerate(question.answers):
        if answer.date.last < question.asked.first:
            message = f"réponse du {answer.date}, avant la question ({question.asked})"
            yield ("answers", i, "date"), message, "vérifiez les deux dates"


@each("question")
def answers_and_status(question: Question, _: Context) -> Iterator[Flaw]:
    """Q08: a question that has an answer says so, and none says so without it."""
    if question.answers and question.status == "open":
        message = "la question a une réponse et l’état « open »"
        yield ("answers",), message, "écrivez « status: answered »"
    if question.status == "answered" and not question.answers:
        hint = "ajoutez-la dans « answers », ou écrivez « status: open »"
        yield ("status",), "une réponse est annoncée et n’est pas là", hint
