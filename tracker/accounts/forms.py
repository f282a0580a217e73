"""Forms of signing in and of staff."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput
from wtforms import PasswordField, SubmitField

from tracker.permissions import GIVEN_NAMES, ROLE_NAMES, SENTENCES
from tracker.web.fields import PickField, RadiosField
from tracker.web.forms import BaseForm, DateField, MoneyField, TextField, longest, required

_LONG_ENOUGH = "12 characters or more. Three words that do not belong together will do."


class SignInForm(BaseForm):
    """Email and password."""

    email = TextField("Email address", [required("Enter your email address.")])
    password = PasswordField("Password", [required("Enter your password.")], widget=GovPasswordInput())
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class StaffForm(BaseForm):
    """A new member of staff with a first password, which they are told by voice or on paper."""

    name = TextField("Full name", [required("Enter the person's full name."), longest(200)])
    email = TextField("Email address", [required("Enter their email address."), longest(254)])
    password = PasswordField(
        "First password",
        [required("Enter a first password.")],
        description=_LONG_ENOUGH,
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Add this person", widget=GovSubmitInput())


class OwnPasswordForm(BaseForm):
    """Another password for oneself: the one that is left behind, and the new one."""

    current = PasswordField(
        "The password you have now", [required("Enter the password you have now.")], widget=GovPasswordInput()
    )
    password = PasswordField(
        "New password",
        [required("Enter a new password.")],
        description=_LONG_ENOUGH,
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Change my password", widget=GovSubmitInput())


class NewPasswordForm(BaseForm):
    """Another first password for somebody who cannot sign in, which they are told by voice or on paper."""

    password = PasswordField(
        "New first password",
        [required("Enter a new first password.")],
        description=_LONG_ENOUGH,
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Give them this password", widget=GovSubmitInput())


class GrantForm(BaseForm):
    """A role for all projects or one, or a permission given by name."""

    what = RadiosField(
        "What are they to do?",
        [required("Choose a role or permission.")],
        choices=[
            *((f"role:{role.value}", name) for role, name in ROLE_NAMES.items()),
            *(
                (
                    f"permission:{given.value}",
                    f"{name}: {SENTENCES[given][0].lower()}{SENTENCES[given][1:]}",
                )
                for given, name in GIVEN_NAMES.items()
            ),
        ],
    )
    project = PickField("Where?", choices=[])
    until = DateField("Of an auditor: the last day", description="They only read, and hold no other role.")
    most = MoneyField(
        "Of an approver or finance: the most at once",
        description="What they approve, release or hand out at once. Left empty, there is no limit.",
    )
    submit = SubmitField("Give this", widget=GovSubmitInput())


class TrailForm(BaseForm):
    """Whose acts, and on what; sent by GET, so that a page has an address to keep."""

    class Meta(BaseForm.Meta):  # type: ignore[misc,name-defined]  # Flask-WTF ships no types
        csrf = False

    who = PickField("Who did it", choices=[])
    kind = PickField("To what", choices=[])
    reference = TextField("Reference", [longest(40)], description="Of a claim, run, person or paper.")
    show = SubmitField("Show", widget=GovSubmitInput())
