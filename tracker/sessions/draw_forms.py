"""Forms of drawing by lot, and of who agreed to be asked."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.sessions.draws import MOST_PLACES
from tracker.web.fields import RadiosField, TickField, WholeField
from tracker.web.forms import BaseForm, TextField, longest, required


class DrawForm(BaseForm):
    """How many are drawn, with which chances, and from which seed."""

    places = WholeField(
        "How many people are drawn?",
        [required("Enter how many people to draw.")],
        least=1,
        most=MOST_PLACES,
    )
    chances = RadiosField(
        "Which chance has each of them?",
        [required("Choose which chance each of them has.")],
        choices=[("same", "Everybody the same"), ("longest", "More for those longest unheard")],
        meanings={
            "longest": "One ticket each, and one more for each 30 days since they were last heard, up to 13. "
            "Whoever was never heard has 13."
        },
        default="same",
    )
    seed = TextField(
        "Seed",
        [longest(100)],
        description="Leave empty to have one made. If others are to trust the draw, agree beforehand on "
        "something nobody can know, such as Saturday's lottery numbers, and enter it here.",
    )
    submit = SubmitField("Draw", widget=GovSubmitInput())


class InviteDrawnForm(BaseForm):
    """Those drawn are to have a place."""

    because = TextField(
        "Ok because",
        [longest(200)],
        description="If you ask somebody who is heard often: why that is right. You may leave it empty.",
    )


class AgreedForm(BaseForm):
    """Some of a project's people said that they may be asked."""

    people = TickField("Who agreed?", choices=[])
