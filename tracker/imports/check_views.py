"""The page of the dry run, from which a file is brought in. A large file is checked while nobody waits.

No request about a large file reads it here: a worker does, and keeps what it found with the file.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.imports import background, checked, engine, forms, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.checked import Checked
from tracker.imports.large import is_large
from tracker.imports.models import Upload
from tracker.imports.planning.plan import Fate
from tracker.imports.reopening import reopen_for
from tracker.jobs.models import Job
from tracker.web.access import actor, requires


@bp.route("/imports/<id:upload_id>/check", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def check(upload_id: int) -> ResponseReturnValue:
    upload = queries.upload(actor(), upload_id)
    return _large(upload) if is_large(upload.size) else _at_once(upload_id)


def _at_once(upload_id: int) -> ResponseReturnValue:
    """A file that is read while the page waits."""
    file = reopen_for(actor(), upload_id)
    if not file.ours and not file.is_said:
        return redirect(url_for(".columns", upload_id=upload_id))
    source = file.source()
    if source.asks:
        return redirect(url_for(".sheets" if len(source.sheets) > 1 else file.page, upload_id=upload_id))
    form = forms.BringInForm()

    def bring_in() -> Any:
        upload = queries.upload(actor(), upload_id)
        return services.bring_in(actor=actor(), on=clock.today(), source=source, upload=upload)

    def then(batch: Any) -> str:
        return url_for(".done", batch_id=batch.id) if batch else url_for(".index", said="nothing-new")

    if saved := form.save(bring_in, then):
        return saved
    book = engine.dry_run(source, actor=actor(), on=clock.today())
    return _shown(file.upload, checked.found(book, source, clock.now()), form)


def _large(upload: Upload) -> ResponseReturnValue:
    """A file that a worker checks first, and then brings in."""
    if (job := background.at_work(actor(), upload)) is not None:
        return redirect(url_for("jobs.show", job_id=job.id))
    kept = upload.mapping.get(services.CHECKED)
    form = forms.BringInForm() if kept else forms.CheckForm()
    ask = background.ask_to_bring_in if kept else background.ask_to_check

    def begin() -> Job:
        return ask(actor=actor(), upload=queries.upload(actor(), upload.id))

    if saved := form.save(begin, lambda job: url_for("jobs.show", job_id=job.id)):
        return saved
    if kept:
        return _shown(upload, Checked.from_json(kept), form)
    return render_template("imports/check_first.html", form=form, upload=upload)


def _shown(upload: Upload, found: Checked, form: forms.BringInForm) -> str:
    return render_template(
        "imports/check.html",
        form=form,
        upload=upload,
        found=found,
        fates=list(Fate),
        kept=is_large(upload.size),
        copies=queries.parts(upload) - {services.ROWS},
    )


@bp.post("/imports/<id:upload_id>/check/again")
@requires(*BRINGS_IN)
def check_again(upload_id: int) -> ResponseReturnValue:
    """Check a large file anew: what is here may have changed since."""
    queries.upload(actor(), upload_id)
    form = forms.CheckForm()

    def begin() -> Job:
        return background.ask_to_check(actor=actor(), upload=queries.upload(actor(), upload_id))

    saved = form.save(begin, lambda job: url_for("jobs.show", job_id=job.id))
    return saved or redirect(url_for(".check", upload_id=upload_id))
