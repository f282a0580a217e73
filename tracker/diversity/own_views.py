"""The person's own page, open to anybody who has a code and its PIN; whoever has neither learns nothing."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts.login import limiter
from tracker.diversity import access, answers, link
from tracker.diversity.asked import asked_of
from tracker.diversity.blueprint import bp
from tracker.diversity.forms import CodeForm, PinForm, answers_form
from tracker.errors import Invalid
from tracker.web.access import public
from tracker.web.notices import done
from tracker.web.transaction import writing

_VISIT = "own_answers"
_ENDED = "Type your code and your PIN. If you were here before, your visit ended after a while, as it should."


@bp.route("/answers", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@public
def enter() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            new = access.is_new(access.read_code(form.code.data), clock.now())
        except Invalid as error:
            form.refuse(Invalid(error.message, field="code"))
        else:
            return _pin_page(PinForm(formdata=None, data={"code": form.code.data}), new=new)
    return render_template("diversity/enter.html", form=form)


@bp.post("/answers/pin")
@limiter.limit("60 per minute")
@public
def pin() -> ResponseReturnValue:
    form, new = PinForm(), False
    if not form.validate_on_submit() and not form.code.data:
        return _ended()
    try:
        new = access.is_new(access.read_code(form.code.data or ""), clock.now())
        if not form.errors:
            typed = (form.code.data or "", form.pin.data or "", form.again.data or "")
            knocked = access.knock(*typed, clock.now())
            with writing():
                secret = access.enter(knocked, clock.now())
            if secret is not None:
                session[_VISIT] = secret
                return redirect(url_for(".mine"))
            raise Invalid(access.WRONG, field="pin")
    except Invalid as error:
        form.refuse(error)
    return _pin_page(form, new=new)


@bp.route("/answers/mine", methods=["GET", "POST"])
@public
def mine() -> ResponseReturnValue:
    secret = session.get(_VISIT, "")
    visit = link.visit(secret, clock.now())
    if visit is None:
        return _ended()
    asked = asked_of(visit.project_ids)
    form = answers_form(asked, answers.own_answers(visit))
    saved = form.save(
        lambda: answers.save_own(secret, form.given(asked), clock.now()),
        lambda _: done("Your answers are saved. You can change them at any time.", url_for(".mine")),
    )
    return saved or render_template("diversity/mine.html", form=form, asked=asked)


@bp.route("/answers/withdraw", methods=["GET", "POST"])
@public
def withdraw() -> ResponseReturnValue:
    """Ask once more, then delete every answer at once."""
    secret = session.get(_VISIT, "")
    if link.visit(secret, clock.now()) is None:
        return _ended()
    if request.method != "POST":
        return render_template("diversity/withdraw.html")
    with writing():
        answers.withdraw_own(secret)
    return redirect(done("All your answers are deleted.", url_for(".mine")))


@bp.post("/answers/leave")
@public
def leave() -> ResponseReturnValue:
    """End the visit, so that whoever uses this browser next sees nothing."""
    secret = session.pop(_VISIT, "")
    if secret:
        with writing():
            link.leave(secret)
    return render_template("diversity/enter.html", form=CodeForm(formdata=None), said="Your page is closed.")


def _ended() -> ResponseReturnValue:
    return render_template("diversity/enter.html", form=CodeForm(formdata=None), said=_ENDED)


def _pin_page(form: PinForm, *, new: bool) -> ResponseReturnValue:
    return render_template("diversity/pin.html", form=form, new=new)
