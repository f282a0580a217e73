"""Pages: sign in and out, staff and what they may do, the organisation's settings."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from tracker import clock
from tracker.accounts import (
    browsers,
    forms,
    password_views,
    passwords,
    queries,
    services,
    sign_ins,
    trail_views,
)
from tracker.accounts.blueprint import bp
from tracker.accounts.login import limiter
from tracker.accounts.models import User
from tracker.accounts.settings_forms import OrganisationForm
from tracker.permissions import ROLE_NAMES, Permission, Role
from tracker.values import unprintable
from tracker.web.access import actor, public, requires, signed_in
from tracker.web.notices import done
from tracker.web.transaction import writing

__all__ = ["bp", "trail_views"]


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    form = forms.SignInForm()
    if form.validate_on_submit():
        user = _verified(form)
        if user is not None:
            login_user(user)
            return browsers.remember(redirect(_next()), user.email)
    return render_template("accounts/sign_in.html", form=form)


def _verified(form: forms.SignInForm) -> User | None:
    """The user, if the password is right and the address is not locked; otherwise the form says why not."""
    email, password = form.email.data, form.password.data
    browser = browsers.known(email)
    if queries.is_locked(email, browser):
        form.form_errors.append(
            f"Too many wrong passwords. Wait {queries.LOCK_MINUTES} minutes, then try again, "
            "or ask your administrator."
        )
        return None
    user = queries.user_by_email(email)
    # Slow on purpose, so before the write lock is taken.
    right = passwords.matches(user.password_hash if user else None, password)
    with writing():
        if user is not None and right and user.is_active:
            user.token = sign_ins.begin(user)
            return user
        services.note_failed_sign_in(email, browser)
    form.form_errors.append("The email address or the password is not right. Check both and try again.")
    return None


def _next() -> str:
    """Where the person was going, if that is a page of ours."""
    target = request.args.get("next", "")
    try:
        parts = urlsplit(target)
    except ValueError:
        return url_for("home.index")
    elsewhere = not target.startswith("/") or target.startswith(("//", "/\\")) or parts.netloc or parts.scheme
    return url_for("home.index") if elsewhere or unprintable(target) else target


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    with writing():
        sign_ins.end(current_user, current_user.token)
    logout_user()
    return redirect(url_for("accounts.sign_in"))


@bp.get("/staff")
@requires(Permission.MANAGE_STAFF)
def staff() -> ResponseReturnValue:
    return render_template(
        "accounts/staff.html",
        users=queries.users(),
        role_names=ROLE_NAMES,
        project_names=dict(queries.project_choices()),
    )


@bp.route("/staff/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_STAFF)
def new_staff() -> ResponseReturnValue:
    form = forms.StaffForm()
    password_hash = password_views.hashed(form) if form.is_submitted() else None

    def create() -> User:
        return services.create_user(
            actor=actor(),
            on=clock.today(),
            email=form.email.data,
            name=form.name.data,
            password_hash=password_hash or "",
        )

    if password_hash and (saved := form.save(create, lambda user: url_for(".member", user_id=user.id))):
        return saved
    return render_template("accounts/new_staff.html", form=form)


@bp.get("/staff/<id:user_id>")
@requires(Permission.MANAGE_STAFF)
def member(user_id: int) -> ResponseReturnValue:
    return _member_page(queries.user(user_id), _grant_form())


@bp.post("/staff/<id:user_id>/grants")
@requires(Permission.MANAGE_STAFF)
def grant(user_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    form = _grant_form()

    def give() -> User:
        kind, _, code = form.what.data.partition(":")
        project_id = int(form.project.data) if form.project.data else None
        if kind == "role":
            services.grant_role(
                actor=actor(),
                user=user,
                role=Role(code),
                project_id=project_id,
                until=form.until.data,
                most=form.most.data,
            )
        else:
            services.grant_permission(
                actor=actor(), user=user, permission=Permission(code), project_id=project_id
            )
        return user

    return form.save(give, lambda user: url_for(".member", user_id=user.id)) or _member_page(user, form)


@bp.post("/staff/<id:user_id>/grants/<id:grant_id>/take-back")
@requires(Permission.MANAGE_STAFF)
def take_back(user_id: int, grant_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    with writing():
        services.take_back(actor=actor(), user=user, grant_id=grant_id)
    return redirect(url_for(".member", user_id=user_id))


@bp.post("/staff/<id:user_id>/end")
@requires(Permission.MANAGE_STAFF)
def end_account(user_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    with writing():
        services.end_account(actor=actor(), on=clock.today(), user=user)
    return redirect(url_for(".member", user_id=user_id))


@bp.post("/staff/<id:user_id>/open-again")
@requires(Permission.MANAGE_STAFF)
def open_again(user_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    with writing():
        services.open_again(actor=actor(), user=user)
    return redirect(url_for(".member", user_id=user_id))


def _grant_form() -> forms.GrantForm:
    form = forms.GrantForm()
    form.project.choices = [("", "All projects"), *queries.project_choices()]
    return form


def _member_page(user: User, form: forms.GrantForm) -> ResponseReturnValue:
    projects = dict(queries.project_choices())
    return render_template(
        "accounts/member.html",
        user=user,
        form=form,
        role_names=ROLE_NAMES,
        project_names=projects,
        viewer_id=actor().user_id,
    )


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def organisation() -> ResponseReturnValue:
    kept = queries.organisation()
    form = OrganisationForm(obj=kept)

    def save() -> object:
        return services.save_organisation(actor=actor(), version=form.shown_version, values=form.values())

    if saved := form.save(save, lambda _: done("The settings are saved.", url_for("home.index"))):
        return saved
    return render_template("accounts/organisation.html", form=form)
