"""The organisation's settings, in the groups that the settings page shows and the first set-up asks for."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.accounts.models import OverBudget, PayEvery, UsualMethod
from tracker.periods import WEEKDAYS
from tracker.web.fields import LinesField, PickField, RadiosField, WholeField
from tracker.web.forms import BaseForm, MoneyField, TextField, longest, required
from tracker.working_days import NATION_NAMES, Nation

_METHOD_NAMES = {
    UsualMethod.BANK: "Bank transfer",
    UsualMethod.PAYROLL: "Payroll",
    UsualMethod.CASH: "Cash",
    UsualMethod.CHEQUE: "Cheque",
    UsualMethod.VOUCHER: "Voucher",
    UsualMethod.PREPAID_CARD: "Prepaid card",
}
_LAST_DAY = 31


def _pay_days() -> list[tuple[str, str]]:
    """Each pay day that can be chosen, as its code and its words."""
    weeks = [(f"{PayEvery.WEEK}-{day}", f"Every {name.title()}") for day, name in enumerate(WEEKDAYS[:5])]
    months = [
        (f"{PayEvery.MONTH}-{day}", f"On the {_ordinal(day)} of each month") for day in range(1, _LAST_DAY)
    ]
    last = (f"{PayEvery.MONTH}-{_LAST_DAY}", "On the last day of each month")
    return [("", "No fixed day"), *weeks, *months, last]


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if 10 < day < 20 else day % 10, "th")
    return f"{day}{ending}"


class SettingsForm(BaseForm):
    """A group of settings; each field is named as the column that it fills."""

    _NOT_SETTINGS = ("csrf_token", "once", "version", "submit")

    def values(self) -> dict[str, Any]:
        """What was typed, as the settings are kept."""
        return {field.name: field.data for field in self if field.name not in self._NOT_SETTINGS}


class NameForm(SettingsForm):
    """Who the organisation is."""

    name = TextField("Name of the organisation", [required("Enter the organisation's name."), longest(200)])
    nation = RadiosField(
        "Where do you work?",
        choices=[(nation.value, name) for nation, name in NATION_NAMES.items()],
        description="Pay days keep to the bank holidays there.",
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "nation": Nation(self.nation.data) if self.nation.data else None}


class LettersForm(SettingsForm):
    """What stands on letters and receipts."""

    address = LinesField("Address on letters and receipts", [longest(400)], render_kw={"rows": 4})
    contact = TextField(
        "Whom should people contact with a question?",
        [longest(200)],
        description="Printed on receipts: a name with a telephone number or an email address.",
    )
    purpose = LinesField(
        "What is the organisation for? Use one sentence",
        [longest(400)],
        description="Letters say it to readers who do not know you, such as a Jobcentre.",
        render_kw={"rows": 2},
    )
    signer_name = TextField(
        "Who signs letters?",
        [longest(200)],
        description="The full name of a member of staff. It stands where nobody else is named.",
    )
    signer_title = TextField("Their job title", [longest(200)])
    bank_statement_name = TextField(
        "What name do people see on their bank statement when you pay them?",
        [longest(60)],
        description="Letters and offers name it, so that people can find the money.",
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "purpose": " ".join((self.purpose.data or "").split())}


class WordsForm(SettingsForm):
    """What people and the activity are called, on every screen and paper."""

    participant_noun = TextField(
        "What do you call one person who takes part?",
        [required("Enter a word, like participant or expert by experience."), longest(60)],
    )
    participants_noun = TextField(
        "And several?", [required("Enter the word for several people."), longest(60)]
    )
    activity_noun = TextField(
        "What do you call what they take part in?",
        [required("Enter a word, like involvement or co-production."), longest(60)],
    )


class PayForm(SettingsForm):
    """How people are paid, and when."""

    usual_method = RadiosField(
        "How do you usually pay people?",
        [required("Choose how you usually pay people.")],
        choices=[(method.value, name) for method, name in _METHOD_NAMES.items()],
        description="Somebody whom another way suits better is paid that way.",
    )
    pay_when = PickField(
        "When do you pay people?",
        choices=_pay_days(),
        description="A pay day at a weekend or on a bank holiday moves to the working day before.",
    )
    cut_off_days = WholeField(
        "How many working days before that must a claim be approved?",
        [required("Enter a number of working days, like 3.")],
        most=60,
    )
    promised_days = WholeField(
        "Within how many days of the work do you promise to pay?",
        [required("Enter a number of days, like 14.")],
        least=1,
        most=365,
    )

    def values(self) -> dict[str, Any]:
        kept = super().values()
        every, _, day = (kept.pop("pay_when") or "").partition("-")
        when = {"pay_every": PayEvery(every) if every else None, "pay_day": int(day) if day else None}
        return {**kept, **when, "usual_method": UsualMethod(self.usual_method.data)}


class OrganisationForm(NameForm, LettersForm, WordsForm, PayForm):
    """Every setting on one page."""

    receipt_needed_over_pence = MoneyField(
        "Over how much must an expense have a receipt?",
        [required("Enter an amount in pounds, like 10 or 0.")],
        description="Up to it, saying why there is none will do.",
    )
    claim_window_days = WholeField(
        "Within how many days of the work should a claim be made?",
        [required("Enter a number of days, like 90.")],
        description="A later claim is still taken, with a reason.",
        least=1,
        most=3650,
    )
    ask_again_after_months = WholeField(
        "After how many months do you ask people again what they told the benefit contact?",
        [required("Enter a number of months, like 6.")],
        least=1,
        most=60,
    )
    over_budget = RadiosField(
        "What if an approval goes over the budget of its project?",
        choices=[
            (OverBudget.ASK.value, "The approver says why"),
            (OverBudget.STOP.value, "It waits until the budget is changed"),
        ],
        description="Only where a budget is set.",
    )
    small_team_reason = TextField(
        "Small team: why may the person who prepared a pay run also release it?",
        [longest(400)],
        description="Leave empty unless there is nobody else. The reason and a second name stay on each run.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    def values(self) -> dict[str, Any]:
        over = OverBudget(self.over_budget.data or OverBudget.ASK.value)
        reason = self.small_team_reason.data or None
        return {**super().values(), "over_budget": over, "small_team_reason": reason}
