"""Forms of hearing back: an entry of what people said and what came of it, and the closing of a session."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.web.fields import LinesField, TickField
from tracker.web.forms import BaseForm, DateField, TextField, longest, required


class FeedbackForm(BaseForm):
    """One entry: you said, we did."""

    you_said = LinesField(
        "What did people say?",
        [required("Write what people said."), longest(2000)],
        description="In their words where you can. Leave out names, and whatever points to one person.",
        render_kw={"rows": 4},
    )
    we_did = LinesField(
        "What did you do, or what will you do?",
        [required("Write what you did, or will do."), longest(2000)],
        description="If nothing could be done, say so and why.",
        render_kw={"rows": 4},
    )
    due_on = DateField("By when, if it is still to be done?")
    told_by = TextField("Who tells people?", [longest(200)])
    told_how = TextField(
        "How are they told?",
        [longest(200)],
        description="For example: at the next meeting, and by letter to those without email.",
    )
    told_on = DateField("When were they told?", description="Leave this empty until everybody was told.")
    submit = SubmitField("Save", widget=GovSubmitInput())


class NewFeedbackForm(FeedbackForm):
    """The same, for several sessions of the project at once."""

    also = TickField("Does it answer these sessions as well?", choices=[])


class CloseForm(BaseForm):
    """Close a session, with the reason if people have not heard back."""

    reason = LinesField(
        "Why have people not heard back?",
        [longest(400)],
        description="Whoever looks at the session reads this.",
        render_kw={"rows": 3},
    )
    submit = SubmitField("Close the session", widget=GovSubmitInput())
