"""Pages of passwords: one's own, and a new first one for somebody who cannot sign in."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.accounts import browsers, forms, passwords, queries, services
from tracker.accounts.blueprint import bp
from tracker.accounts.models import User
from tracker.errors import Invalid
from tracker.permissions import Permission
from tracker.web.access import actor, requires, signed_in
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def own_password() -> ResponseReturnValue:
    form = forms.OwnPasswordForm()
    user: User = current_user
    password_hash = hashed(form) if form.is_submitted() and _is_theirs(form, user) else None

    def save() -> User:
        return services.change_password(
            actor=actor(), user=user, password_hash=password_hash or "", keep=user.token
        )

    sentence = "Your password is changed. Wherever else you were signed in, you are signed out."
    if password_hash and (saved := form.save(save, lambda _: done(sentence, url_for("home.index")))):
        return saved
    return render_template("accounts/own_password.html", form=form)


def _is_theirs(form: forms.OwnPasswordForm, user: User) -> bool:
    """Whether the password they have now is right; wrong ones are counted as they are at the door."""
    if not form.validate():
        return False
    browser = browsers.known(user.email)
    if queries.is_locked(user.email, browser):
        form.current.errors = [
            f"Too many wrong passwords. Wait {queries.LOCK_MINUTES} minutes, then try again."
        ]
        return False
    if passwords.matches(user.password_hash, form.current.data):
        return True
    with writing():
        services.note_failed_sign_in(user.email, browser)
    form.current.errors = ["This is not the password you have now. Type it again."]
    return False


@bp.route("/staff/<id:user_id>/password", methods=["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_password(user_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    form = forms.NewPasswordForm()
    password_hash = hashed(form) if form.is_submitted() else None

    def save() -> User:
        return services.change_password(actor=actor(), user=user, password_hash=password_hash or "")

    sentence = f"{user.name} has a new first password. Tell it to them by voice or on paper, never by email."
    if password_hash and (
        saved := form.save(save, lambda _: done(sentence, url_for(".member", user_id=user_id)))
    ):
        return saved
    return render_template("accounts/new_password.html", form=form, user=user)


def hashed(form: forms.StaffForm | forms.OwnPasswordForm | forms.NewPasswordForm) -> str | None:
    """The hash of the form's password, made before the write lock; None when the form must be shown again."""
    if not form.validate():
        return None
    try:
        return passwords.hashed(form.password.data)
    except Invalid as error:
        form.refuse(error)
        return None
