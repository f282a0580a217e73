"""Forms of whom people are compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import Field, FileField, SubmitField
from wtforms.validators import ValidationError

from tracker.diversity.benchmark import AREAS, areas
from tracker.diversity.comparing import NAME_NEEDED, WHY_NEEDED, percent, shares_in
from tracker.diversity.models import CompareWith, DiversityQuestion
from tracker.diversity.question_set import Dimension
from tracker.errors import Invalid
from tracker.web.fields import RadiosField
from tracker.web.forms import BaseForm, TextField, longest

_MEANINGS = {
    CompareWith.NOTHING.value: "The report describes who takes part and compares with nobody.",
    CompareWith.OWN.value: "The people who use a service, those an issue affects, or a target that you set.",
}


def _needed(sentence: str, *chosen: CompareWith) -> Callable[[Any, Field], None]:
    """A validator of what must be said where the comparison is one of these."""

    def check(form: Any, field: Field) -> None:
        if form.chosen()[0] in chosen and not field.data:
            raise ValidationError(sentence)

    return check


class _CompareForm(BaseForm):
    """Whom to compare with; made by `compare_form`, with a box for the share of each group."""

    compare_with = RadiosField("Compare with", meanings=_MEANINGS)
    name = TextField("Whose shares are these?", [longest(120), _needed(NAME_NEEDED, CompareWith.OWN)])
    file = FileField("Or bring them as a CSV, with the columns category and percent", widget=GovFileInput())
    why = TextField(
        "Why are these the right people to compare with?",
        [longest(400), _needed(WHY_NEEDED, *(set(CompareWith) - {CompareWith.NOTHING}))],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    def chosen(self) -> tuple[CompareWith, str]:
        """With whom, and the code of the area where it is one that was added; nobody where it is none."""
        kind, _, code = (self.compare_with.data or CompareWith.NOTHING.value).partition(":")
        return CompareWith(kind if kind in set(CompareWith) else CompareWith.NOTHING), code

    def shares(self, dimension: Dimension) -> dict[str, int]:
        """The shares as they were brought or typed, in hundredths of a percent. Raises Invalid."""
        if self.chosen()[0] != CompareWith.OWN:
            return {}
        if self.file.data:
            return shares_in(self.file.data.read(), dimension)
        return {
            group: percent(self[f"percent_{at}"].data or "", of=group, field=f"percent_{at}")
            for at, group in enumerate(dimension.groups)
        }


def _is_a_share(group: str) -> Callable[[Any, Field], None]:
    """A validator of each box that is used, so that all that are wrong are named in one go."""

    def check(form: Any, field: Field) -> None:
        if form.chosen()[0] == CompareWith.OWN and not form.file.data:
            try:
                percent(field.data or "", of=group, field=field.name)
            except Invalid as error:
                raise ValidationError(error.message) from None

    return check


def compare_form(question: DiversityQuestion, dimension: Dimension) -> _CompareForm:
    """A form of one question's comparison, filled as it is held."""
    fields: dict[str, Any] = {
        f"percent_{at}": TextField(f"{group}, in percent", [_is_a_share(group)])
        for at, group in enumerate(dimension.groups)
    }
    area = question.compare_with == CompareWith.AREA
    made: type[_CompareForm] = type("CompareForm", (_CompareForm,), fields)
    form = made(
        data={
            "compare_with": _area_choice(question.compared_name) if area else question.compare_with.value,
            "name": "" if area else question.compared_name,
            "why": question.compared_why,
            **{
                f"percent_{at}": f"{question.shares[group] / 100:g}"
                for at, group in enumerate(dimension.groups)
                if group in question.shares
            },
        }
    )
    form.compare_with.choices = [
        *(_areas() if dimension.census else []),
        (CompareWith.OWN.value, "Shares of our own"),
        (CompareWith.NOTHING.value, "Nobody"),
    ]
    return form


def _areas() -> list[tuple[str, str]]:
    supplied = [(kind.value, name) for kind, name in AREAS.items()]
    added = [(_area_choice(one.code), one.name) for one in areas()]
    return [(value, f"{name}, Census 2021") for value, name in supplied + added]


def _area_choice(code: str) -> str:
    return f"{CompareWith.AREA.value}:{code}"
