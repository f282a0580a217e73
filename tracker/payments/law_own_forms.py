"""The form of the organisation's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, SubmitField
from wtforms.validators import ValidationError

from tracker.money import ZERO, Money
from tracker.payments.law_own import LATEST_WARNING, BenefitRule, Overlay, never_said
from tracker.web.fields import RadiosField, WholeField
from tracker.web.forms import BaseForm, MoneyField, TextField, longest, required

_SHARE = "share_"
_LARGEST = Money(100_000_000)
_CAPS = {"week": "cap_week", "month": "cap_month", "tax-year": "cap_tax_year"}


class PercentField(WholeField):
    """A share of a limit in percent, never later than the rulebook's."""

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, least=1, most=LATEST_WARNING, **kwargs)

    def __call__(self, **kwargs: Any) -> Any:
        kwargs.setdefault("params", {"classes": "govuk-input--width-3", "suffix": {"text": "%"}})
        return super().__call__(**kwargs)


def _above_nothing(form: Any, field: Any) -> None:
    """Nobody can be paid at all under a cap of nothing: no cap is an empty line."""
    if field.data is not None and not ZERO < field.data <= _LARGEST:
        raise ValidationError(
            f"Enter an amount above £0.00 and up to {_LARGEST.pounds()}, or leave this empty for no cap."
        )


def _where_and_no_more(form: Any, field: Any) -> None:
    """Nothing here calls a payment harmless or tells anybody what to do about it."""
    if said := never_said(field.data or ""):
        raise ValidationError(
            f"Leave out “{said}”: nobody here says what a payment does or what to do about it. Write only "
            "where advice is, like “Harbour Law Centre, 0117 496 0000”."
        )


class OwnForm(BaseForm):
    """Earlier warnings, caps and vouchers; made for the benefits that have a limit by `own_form`."""

    seen = HiddenField()
    share = PercentField(
        "From which share of a limit do you say that somebody is near it?",
        description=f"{LATEST_WARNING}% if you leave this empty. You can warn earlier, never later.",
    )
    vouchers = RadiosField(
        "How do you see vouchers and gift cards?",
        [required("Choose how you see vouchers.")],
        choices=[("as-cash", "They count like cash"), ("unsettled", "We say that it is not settled")],
        meanings={
            "as-cash": "The careful reading, and that of NIHR's guidance.",
            "unsettled": "Where the answer turns on vouchers, a check says that we cannot tell.",
        },
        description="Published guidance disagrees on whether they count.",
    )
    advice = TextField(
        "Where do people near you get free, independent advice on benefits?",
        [longest(300), _where_and_no_more],
        description="Left empty, findings name Citizens Advice and the services found at advicelocal.uk.",
    )
    cap_week = MoneyField("In a week", [_above_nothing], description="From Monday to Sunday.")
    cap_month = MoneyField("In a calendar month", [_above_nothing])
    cap_tax_year = MoneyField("In a tax year", [_above_nothing], description="From 6 April to 5 April.")

    def show(self, kept: Overlay, limited: Sequence[BenefitRule]) -> None:
        """Fill the form with what is kept."""
        self.share.data, self.vouchers.data = kept.share, kept.vouchers
        self.advice.data = kept.advice or ""
        for cap in kept.caps:
            self[_CAPS[cap.per]].data = cap.amount
        for rule, field in zip(limited, self.of_benefits, strict=True):
            field.data = kept.shares.get(rule.id)

    @property
    def of_benefits(self) -> list[Any]:
        """The fields of single benefits, in the order of their rules."""
        return [field for field in self if field.name.startswith(_SHARE)]

    def shares(self, limited: Sequence[BenefitRule]) -> Mapping[str, int]:
        """The share of each benefit for which one was typed."""
        pairs = zip(limited, self.of_benefits, strict=True)
        return {rule.id: field.data for rule, field in pairs if field.data is not None}

    def caps(self) -> Mapping[str, Money]:
        """The caps that were typed, by period."""
        return {per: self[name].data for per, name in _CAPS.items() if self[name].data is not None}


def own_form(limited: Sequence[BenefitRule]) -> OwnForm:
    """The form, with a field for each benefit that has a limit."""

    class Form(OwnForm):
        pass

    for place, rule in enumerate(limited):
        setattr(Form, f"{_SHARE}{place}", PercentField(rule.name[:1].upper() + rule.name[1:]))
    Form.submit = SubmitField("Save", widget=GovSubmitInput())
    return Form()
