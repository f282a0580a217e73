"""Forms of sessions, of the people invited, and of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, SubmitField

from tracker.projects.models import Word
from tracker.sessions import often
from tracker.sessions.models import Attendance, Outcome
from tracker.web.fields import (
    HoursField,
    PickField,
    RadiosField,
    TickField,
    TimeField,
    WholeField,
    YesNoField,
)
from tracker.web.forms import BaseForm, DateField, TextField, longest, required
from tracker.web.ids import encode

MODES = [
    ("in-person", "In person"),
    ("online", "Online or on the telephone"),
    ("hybrid", "Some in the room, some online"),
    ("own-time", "In their own time"),
]
MODE_MEANINGS = {"own-time": "Work without a meeting, such as reading a document at home."}
OUTCOMES = [
    ("", "Not recorded yet"),
    (Outcome.ATTENDED.value, "Attended"),
    (Outcome.PART.value, "Came for part of it"),
    (Outcome.CANCELLED_BY_US.value, "We cancelled"),
    (Outcome.CANCELLED_BY_THEM.value, "They cancelled"),
    (Outcome.PREPARATION_ONLY.value, "Prepared, but did not come"),
    (Outcome.DID_NOT_ATTEND.value, "Did not come"),
]


# The limbs of the legal test of a service user, as `consultation` names them.
UNSAID = "unsaid"
CONSULTED_BY = [
    ("duty", "A body that must by law provide health, social care or social housing services"),
    ("research", "A body that does research or monitoring to plan or improve those services"),
    ("social-security", "The government, or a body that does research for it, about benefits or employment"),
    ("none", "None of these"),
    ("", "Not known"),
]
CONSULTED_MEANINGS = {
    "duty": "Such as an NHS body or a council, or somebody who asks on its behalf.",
    "research": "Such as a university or a charity.",
    "none": "Such as arts, climate, policing, schools or the life of a neighbourhood.",
}


class SessionForm(BaseForm):
    """A session: what, when, where, and how far people shaped it."""

    project = PickField("Project", [required("Choose the project.")], choices=[])
    title = TextField(
        "What is it about?",
        [required("Enter what the session is about, in a few words."), longest(200)],
        description="A few words, like Steering group or Interview panel.",
    )
    held_on = DateField("Date", [required("Enter the date of the session.")])
    activity = PickField("What kind of thing is it?", choices=[])
    mode = RadiosField("How do people take part?", choices=MODES, meanings=MODE_MEANINGS, default="in-person")
    start = TimeField(
        "Starts at", description="Like 14:30 or 2.30pm. Leave empty for work in their own time."
    )
    end = TimeField("Ends at", description="Both times together give its length.")
    length = HoursField(
        "Or how long does it take?", most=24, description="Like 2 or 1:30. Only if there are no times."
    )
    preparation = HoursField(
        "Preparation asked of each person",
        description="Reading beforehand, for example. It counts as time worked.",
    )
    venue = TextField("Venue", [longest(200)])
    stage = RadiosField("At which stage of the project?", choices=[], default="")
    level = RadiosField("How far do people shape what happens?", choices=[], default="")
    consulted_by = RadiosField(
        "Who asks people what they think here, as users or carers of services?",
        choices=CONSULTED_BY,
        meanings=CONSULTED_MEANINGS,
        default="",
        description="The law treats their expenses, and fees they decline, differently if it is one of the "
        "first three, and a letter for the Jobcentre may say so. If nobody is sure, choose Not known: it is "
        "never taken for None.",
    )
    free_to_withdraw = YesNoField(
        "May people stop taking part at any time, without saying why?",
        unknown="Not known",
        default="unknown",
        description="A letter that somebody asks for says so only if you choose Yes.",
    )
    unpaid = RadiosField(
        "Is there a fee?",
        choices=[("no", "Yes, or it is not decided yet"), ("yes", "No, it is unpaid")],
        meanings={"yes": "No fee is offered here to anybody. Say so when you invite. Expenses can be paid."},
        default="no",
    )
    heard_without_names = WholeField(
        "People heard whose names you do not keep",
        most=100_000,
        description="A head count, as at a street stall. Leave empty for none.",
    )
    ref = TextField("Reference", [longest(40)], description="Leave empty to get the next one, like S-000123.")
    submit = SubmitField("Save", widget=GovSubmitInput())


class CapacityForm(BaseForm):
    """Of each role at a session, whether those in it are consulted; made for its roles by `capacity_form`."""

    def answers(self) -> dict[str, bool | None]:
        """What was answered, by role; None is not known."""
        return {field.role: field.answer for field in self if isinstance(field, CapacityField)}


class CapacityField(YesNoField):
    """The question about one role."""

    def __init__(self, *args: Any, role: str = "", **kwargs: Any) -> None:
        super().__init__(*args, unknown="Not known", **kwargs)
        self.role = role


def capacity_form(roles: Mapping[str, str], held: Mapping[str, bool | None]) -> CapacityForm:
    """A form that asks of each of these roles, by code and label, with the answers that are held."""

    class Form(CapacityForm):
        pass

    for place, (role, label) in enumerate(roles.items()):
        question = CapacityField(
            f"{label}: are they asked what they think?", role=role, default=held.get(role)
        )
        setattr(Form, f"role_{place}", question)
    Form.submit = SubmitField("Save", widget=GovSubmitInput())
    return Form()


def with_words(form: Any, lists: Mapping[str, Sequence[Word]]) -> Any:
    """Offer the organisation's words in each of these fields, with their meanings, and what is held."""
    for name, words in lists.items():
        field = form[name]
        choices = [(word.code, word.label) for word in words]
        held = field.object_data
        if held and held not in dict(choices):
            choices.append((held, held.replace("-", " ").capitalize()))
        field.choices = (
            [("", "Not said"), *choices] if name == "activity" else [*choices, ("", "Not decided")]
        )
        field.meanings = {word.code: word.meaning for word in words if word.meaning}
    return form


class _InvitingForm(BaseForm):
    """What is said of everybody who is invited at once."""

    role = PickField("In which part?", choices=[], default="participant")
    because = TextField(
        "Ok because",
        [longest(200)],
        description="If you ask somebody who is heard often: why that is right. You may leave it empty.",
    )


class InviteEverybodyForm(_InvitingForm):
    """Everybody that a list holds is to have a place; `number` is how many the page showed."""

    number = HiddenField()


class InviteForm(_InvitingForm):
    """Some of the project's people, who are to have a place."""

    people = TickField("Who is invited?", choices=[])


class CapForm(BaseForm):
    """Of how many sessions in how many months a project wishes to be told; both empty: of none."""

    sessions = WholeField("More than how many sessions?", least=1, most=often.MOST_SESSIONS)
    months = WholeField("In how many months?", least=1, most=often.MOST_MONTHS)
    submit = SubmitField("Save", widget=GovSubmitInput())


class RegisterForm(BaseForm):
    """What became of every place, on one screen; the rows are added by `register_form`."""


def register_form(places: Sequence[Attendance], roles: Sequence[Word]) -> type[Any]:
    """A form with a row of four fields for each place, named by the record's id."""
    fields: dict[str, Any] = {}
    for place in places:
        name, code = place.participant.name, encode(place.id)
        listed = [(word.code, word.label) for word in roles]
        if place.role not in dict(listed):
            listed.append((place.role, place.role.replace("-", " ").capitalize()))
        fields[f"outcome_{code}"] = PickField(f"What became of it: {name}", choices=OUTCOMES)
        fields[f"minutes_{code}"] = WholeField(f"Minutes there: {name}", most=1440)
        fields[f"preparation_minutes_{code}"] = WholeField(f"Minutes of preparation: {name}", most=10_080)
        fields[f"role_{code}"] = PickField(f"Part: {name}", choices=listed)
    return type("RegisterForm", (RegisterForm,), fields)


def shown(place: Attendance) -> dict[str, Any]:
    """The values of a row's fields as they stand, by the beginnings of their names."""
    return {
        "outcome": place.outcome.value if place.outcome else None,
        "minutes": place.minutes,
        "preparation_minutes": place.preparation_minutes,
        "role": place.role,
    }


def typed(form: Any, place: Attendance) -> dict[str, Any]:
    """The values of a row's fields as they were typed."""
    return {name: form[f"{name}_{encode(place.id)}"].data for name in shown(place)}


def mark(values: dict[str, Any]) -> str:
    """A row's values as one text, which the page carries to tell afterwards whether somebody changed it."""
    return "|".join("" if value is None else str(value) for value in values.values())
