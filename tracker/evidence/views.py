"""Pages: what can be examined; samples of payments and their bundles."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.evidence import (
    balance_views,
    bundling,
    decision_views,
    forms,
    samples,
    standing_views,
    year_views,
)
from tracker.evidence.blueprint import bp
from tracker.evidence.models import AuditSample
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.notices import done
from tracker.web.transaction import writing

__all__ = ["balance_views", "bp", "decision_views", "standing_views", "year_views"]


@bp.get("/evidence")
@requires(Permission.EXAMINE)
def index() -> ResponseReturnValue:
    return render_template(
        "evidence/index.html",
        samples=samples.samples(actor()),
        of_all=actor().projects(Permission.EXAMINE) is None,
    )


@bp.route("/samples/draw", methods=["GET", "POST"])
@requires(Permission.EXAMINE)
def draw() -> ResponseReturnValue:
    form = forms.DrawForm()

    def save() -> AuditSample:
        return samples.draw_sample(
            actor=actor(),
            on=clock.today(),
            start=form.start.day,
            end=form.end.day,
            size=form.size.data,
            seed=form.seed.data,
        )

    return form.save(save, _taken) or render_template("evidence/draw.html", form=form)


@bp.route("/samples/choose", methods=["GET", "POST"])
@requires(Permission.EXAMINE)
def choose() -> ResponseReturnValue:
    form = forms.ChooseForm()

    def save() -> AuditSample:
        references = str(form.references.data).splitlines()
        return samples.choose_sample(actor=actor(), on=clock.today(), references=references)

    return form.save(save, _taken) or render_template("evidence/choose.html", form=form)


def _taken(kept: AuditSample) -> str:
    return done("The sample is kept.", url_for(".sample", sample_id=kept.id))


@bp.get("/samples/<id:sample_id>")
@requires(Permission.EXAMINE)
def sample(sample_id: int) -> ResponseReturnValue:
    kept = samples.sample(actor(), sample_id)
    names = accounts.names({kept.taken_by_id} if kept.taken_by_id else set())
    return render_template(
        "evidence/sample.html",
        kept=kept,
        payments=samples.payments(kept),
        lots={item["id"]: item.get("lot") for item in kept.items},
        taken_by=names.get(kept.taken_by_id or 0, "the system"),
        is_long=bundling.is_long(kept),
        kept_days=bundling.KEPT_DAYS,
    )


@bp.post("/samples/<id:sample_id>/bundle")
@requires(Permission.EXAMINE)
def take_bundle(sample_id: int) -> ResponseReturnValue:
    kept = samples.sample(actor(), sample_id)
    if bundling.is_long(kept):
        with writing():
            job = bundling.ask_to_make(actor=actor(), kept=kept)
        return redirect(url_for("jobs.show", job_id=job.id))
    made = bundling.made_now(actor(), kept) if kept.file_sha256 is None else None
    with writing():
        if made is not None and kept.file_sha256 is None:
            bundling.keep(actor=actor(), kept=kept, content=made)
        content = bundling.take(actor=actor(), kept=kept)
    return handed_out(content, bundling.ZIP, f"evidence-sample-{kept.number}.zip")
