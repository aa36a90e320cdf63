"""Rules on the questions that members ask each other."""

from collections.abc import Iterator

from generator.kinds.question import Question
from generator.rules.context import Context, Flaw, each, explain


@each("question")
def answered_before_it_was_asked(question: Question, _: Context) -> Iterator[Flaw]:
    """D17: an answer comes after its question."""
    for i, answer in enumerate(question.answers):
        if answer.date.last < question.asked.first:
            yield ("answers", i, "date"), *explain("D17", answer=answer, question=question)


@each("question")
def answers_and_status(question: Question, _: Context) -> Iterator[Flaw]:
    """Q08: a question that has an answer says so, and none says so without it."""
    if question.answers and question.status == "open":
        yield ("answers",), *explain("Q08.open")
    if question.status == "answered" and not question.answers:
        yield ("status",), *explain("Q08.answered")
