"""The form of a paper sheet: a row for each line on it, and a question for each name that is not clear."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField

from tracker.errors import Invalid
from tracker.sessions.forms import OUTCOMES
from tracker.sessions.models import Outcome
from tracker.sessions.paper import Signed
from tracker.values import unprintable
from tracker.web.fields import PickField, RadiosField, WholeField
from tracker.web.forms import BaseForm, TextField, longest

LINES = 20
MOST_LINES = 100

# Answers that name nobody of the project.
NEW, KNOWN, LEAVE = "new", "known", "leave"


class PaperForm(BaseForm):
    """What became of everybody else on the register; `paper_form` adds the rows."""

    others_absent = BooleanField(
        "Whoever else is on the register, and not recorded yet, did not come",
        widget=GovCheckboxInput(),
    )


@dataclass(frozen=True)
class Question:
    """What is to be decided about one row: whom the text means, or what to do with it."""

    key: str
    text: str
    choices: Sequence[tuple[str, str]]


def paper_form(keys: Sequence[str], questions: Collection[Question]) -> type[Any]:
    """A form with three fields for each row, and one more for each row that has a question."""
    fields: dict[str, Any] = {}
    for key in keys:
        row = f"row {int(key) + 1}"
        fields[f"who_{key}"] = TextField(f"Name or reference, {row}", [longest(200)])
        fields[f"outcome_{key}"] = PickField(
            f"What became of it, {row}", choices=OUTCOMES[1:], default=Outcome.ATTENDED.value
        )
        fields[f"minutes_{key}"] = WholeField(f"Minutes, if part, {row}", most=1440)
    for question in questions:
        fields[f"answer_{question.key}"] = RadiosField(
            f"Row {int(question.key) + 1}: who is “{question.text}”?", choices=question.choices
        )
    return type("PaperForm", (PaperForm,), fields)


def texts(sent: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """What was typed as a name in each row that has one; what cannot be printed is left to the form."""
    typed = {key: " ".join(sent.get(f"who_{key}", "").split())[:200] for key in keys}
    return {key: text for key, text in typed.items() if text and not unprintable(text)}


@dataclass(frozen=True)
class Decided:
    """Whom each row means by itself, what is asked of the others, and who is known outside the project."""

    by_itself: Mapping[str, int]
    questions: Mapping[str, Question]
    elsewhere: Mapping[str, int]


def signed(form: Any, decided: Decided) -> Iterator[Signed]:
    """The lines of the sheet, as each row says by itself or as was answered. Raises Invalid."""
    for key, person_id in decided.by_itself.items():
        yield _line(form, key, person_id=person_id)
    for key, question in decided.questions.items():
        answer = form[f"answer_{key}"].data
        if not answer:
            raise Invalid(f"Choose who “{question.text}” is, or leave the row out.", field=f"answer_{key}")
        if answer == NEW:
            yield _line(form, key, new_name=question.text)
        elif answer != LEAVE:
            yield _line(form, key, person_id=decided.elsewhere[key] if answer == KNOWN else int(answer))


def _line(form: Any, key: str, *, person_id: int | None = None, new_name: str | None = None) -> Signed:
    outcome = Outcome(form[f"outcome_{key}"].data or Outcome.ATTENDED)
    return Signed(key, outcome, form[f"minutes_{key}"].data, person_id, new_name)
