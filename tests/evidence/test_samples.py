"""Samples: drawn with a seed that anybody can repeat, or chosen; one bundle that proves itself."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import staff
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, NotFound
from tracker.evidence import bundling, samples
from tracker.evidence.models import AuditSample
from tracker.exports import services as exports
from tracker.files.models import StoredFile
from tracker.jobs.worker import drain, tidy
from tracker.payments.run_models import Payment
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
As = Callable[..., FlaskClient]
NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve")


@pytest.fixture
def stage() -> make.Stage:
    """Five people were paid; a file was made of their run."""
    stage = make.stage()
    for name in NAMES:
        make.approved(stage, name)
    run = make.released_run(stage)
    with writing():
        exports.make(actor=stage.as_("finance"), run=run, format_code="payment-list-csv")
    with writing():
        from tracker.payments import services

        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    return stage


def drawn(stage: make.Stage, size: int, seed: str | None = None) -> AuditSample:
    with writing():
        return samples.draw_sample(
            actor=stage.as_("finance"), on=TODAY, start=TODAY, end=TODAY, size=size, seed=seed
        )


def test_a_draw_is_repeated_from_its_seed_by_hand(stage: make.Stage) -> None:
    kept = drawn(stage, 2, "lottery 7 11 23")
    references = sorted(f"{one.run.ref}-{one.number:04d}" for one in db.session.scalars(select(Payment)))
    lots = {ref: sha256(f"lottery 7 11 23\n{ref}\n1".encode()).hexdigest() for ref in references}
    assert [item["reference"] for item in kept.items] == sorted(references, key=lots.__getitem__)[:2]
    assert kept.pool_sha256 == sha256("\n".join(references).encode()).hexdigest()
    assert (kept.pool, kept.seed_given) == (5, True)
    again = drawn(stage, 2, "lottery 7 11 23")
    assert (again.items, again.number) == (kept.items, kept.number + 1)


def test_without_a_seed_one_is_made_and_kept(stage: make.Stage) -> None:
    kept = drawn(stage, 5)
    assert len(kept.seed or "") == 32
    assert not kept.seed_given
    assert len({item["id"] for item in kept.items}) == 5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"size": 6}, "from 1 to 5"),
        ({"size": None}, "Enter how many"),
        (
            {"size": 1, "start": TODAY + timedelta(days=1), "end": TODAY + timedelta(days=1)},
            "No payment left",
        ),
        ({"size": 1, "start": TODAY, "end": TODAY - timedelta(days=1)}, "not before the first"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(
    stage: make.Stage, given: dict[str, object], said: str
) -> None:
    asked = {"start": TODAY, "end": TODAY, **given}
    with pytest.raises(Invalid, match=said), writing():
        samples.draw_sample(actor=stage.as_("finance"), on=TODAY, **asked)  # type: ignore[arg-type]


def test_payments_are_chosen_by_reference_or_receipt_each_once(stage: make.Stage) -> None:
    first, second, *_ = db.session.scalars(select(Payment).order_by(Payment.number)).all()
    with writing():
        kept = samples.choose_sample(
            actor=stage.as_("finance"),
            on=TODAY,
            references=[first.receipt_number.lower(), "", second.reference, first.reference],
        )
    assert [item["id"] for item in kept.items] == [first.id, second.id]
    with pytest.raises(Invalid, match=r"is called R99-0001-0001"), writing():
        samples.choose_sample(actor=stage.as_("finance"), on=TODAY, references=["R99-0001-0001"])


def test_an_auditor_of_another_project_draws_and_sees_none_of_it(stage: make.Stage) -> None:
    kept = drawn(stage, 1)
    elsewhere = staff("auditor", project_id=project().id).actor()
    assert samples.pool(elsewhere, TODAY, TODAY) == []
    assert samples.samples(elsewhere) == []
    with pytest.raises(NotFound):
        samples.sample(elsewhere, kept.id)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_bundle_proves_each_of_its_files_and_holds_no_account_number(
    stage: make.Stage, as_: As, app: Flask
) -> None:
    drain(app)
    kept = drawn(stage, 2)
    address = f"/samples/{encode(kept.id)}"
    auditor = as_("auditor")
    assert "drawn by lot of 5" in auditor.get(address).text
    files = unpacked(auditor.post(f"{address}/bundle").data)
    sums = dict(reversed(one.split("  ")) for one in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(held).hexdigest() for name, held in files.items() if name != "SHA256SUMS"}
    rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode("utf-8-sig"))))
    held = {row["File"]: row["SHA-256"] for row in rows if row["In this bundle"] == "yes"}
    assert held == {name: digest for name, digest in sums.items() if name.startswith("payments/")}
    [named] = [row for row in rows if row["In this bundle"] == "no" and row["Payment"] == rows[0]["Payment"]]
    assert "Payment list" in named["What it is"]
    assert len(named["SHA-256"]) == 64
    for name, content in files.items():
        assert b"12345678" not in content, name
        if name.endswith(".html"):
            assert b'href="/' not in content, "a link that leads nowhere outside the program"
    pages = [content.decode() for name, content in files.items() if name.endswith("evidence.html")]
    assert len(pages) == 2
    assert all("What was done, in order" in page and "****5678" in page for page in pages)


def test_the_same_bundle_is_handed_out_again_and_each_time_is_noted(stage: make.Stage, as_: As) -> None:
    address = f"/samples/{encode(drawn(stage, 1).id)}/bundle"
    auditor = as_("auditor")
    assert auditor.post(address).data == auditor.post(address).data
    taken = select(func.count()).where(AuditEvent.verb == "took-bundle")
    assert db.session.scalar(taken) == 2


def test_a_long_bundle_is_made_in_the_background_whole_and_once(
    stage: make.Stage, as_: As, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "LONG", 2)
    kept = drawn(stage, 3)
    address = f"/samples/{encode(kept.id)}"
    auditor = as_("auditor")
    assert auditor.post(f"{address}/bundle").location.startswith("/work/")
    assert auditor.post(f"{address}/bundle").location.startswith("/work/")
    drain(app)
    db.session.rollback()
    made = select(func.count()).where(AuditEvent.verb == "made-bundle")
    assert db.session.scalar(made) == 1
    files = unpacked(auditor.post(f"{address}/bundle").data)
    assert sum(name.endswith("evidence.html") for name in files) == 3


def test_a_bundle_is_forgotten_after_thirty_days_and_made_again_when_asked_for(
    stage: make.Stage, as_: As, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = drawn(stage, 1)
    address, auditor = f"/samples/{encode(kept.id)}/bundle", as_("auditor")
    first = auditor.post(address).data
    digest = sha256(first).hexdigest()
    now = clock.now()
    for days, there in ((29, True), (31, False)):
        monkeypatch.setattr(clock, "now", lambda days=days: now + timedelta(days=days))
        # A savepoint of this session left open would swallow what the chore commits.
        db.session.rollback()
        tidy(app)
        assert (db.session.get(StoredFile, digest) is not None) is there
    monkeypatch.setattr(clock, "now", lambda: now)
    # The sign-in of back then was forgotten too.
    assert as_("auditor").post(address).data == first


def test_drawing_and_choosing_on_the_pages(stage: make.Stage, as_: As) -> None:
    auditor = as_("auditor")
    days = {"start": ["23", "11", "2026"], "end": ["23", "11", "2026"]}
    saved = auditor.post("/samples/draw", data={**days, "size": "2", "seed": "<b>"}, follow_redirects=True)
    assert "The sample is kept." in saved.text
    assert "&lt;b&gt;, given" in saved.text
    assert "from 1 to 5" in auditor.post("/samples/draw", data={**days, "size": "9"}).text
    receipt = db.session.scalars(select(Payment.receipt_number)).first()
    chosen = auditor.post("/samples/choose", data={"references": receipt}, follow_redirects=True)
    assert "1 chosen by reference" in chosen.text
    index = auditor.get("/evidence").text
    assert "Sample 1" in index
    assert "Sample 2" in index
