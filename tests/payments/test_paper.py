"""Claims on paper: the form to print, and keying it in on somebody's behalf."""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker import wording
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.files import services as files
from tracker.money import Money
from tracker.payments import services
from tracker.payments.models import Answer, Claim, ClaimSource, ClaimState, Method
from tracker.people.models import DocumentFormat
from tracker.sessions.models import Attendance
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

TEMPLATES = Path(wording.__file__).parent / "templates" / "payments"


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def key_in(stage: make.Stage, place: Attendance, signed_on: date = TODAY, helper: str | None = None) -> Claim:
    with writing():
        return services.key_in(
            actor=stage.as_("lead"), on=TODAY, place=place, signed_on=signed_on, filled_in_by=helper
        )


def test_keying_in_marks_the_claim_and_brings_the_fee_of_the_register(stage: make.Stage) -> None:
    claim = key_in(stage, make.attended(stage, "Ada Example"), helper="Hal  Helper")
    assert (claim.source, claim.filled_in_by, claim.signed_on) == (ClaimSource.PAPER, "Hal Helper", TODAY)
    assert (claim.state, claim.total) == (ClaimState.DRAFT, Money(7500))


def test_a_draft_that_waits_already_is_the_one_that_the_form_belongs_to(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    place = db.session.get_one(Attendance, claim.lines[0].attendance_id)
    assert key_in(stage, place).id == claim.id
    with pytest.raises(Refused, match=f"keyed in on claim {claim.ref} already"):
        key_in(stage, place)


def test_a_form_that_comes_before_the_register_waits_for_its_fee(stage: make.Stage) -> None:
    claim = key_in(stage, make.invited(stage, make.person(stage, "Ada Example")))
    assert claim.lines == []


def test_a_fee_given_away_is_the_claim_that_is_marked(stage: make.Stage) -> None:
    claim = key_in(stage, make.attended(stage, "Ada Example", answer=Answer.TO_CHARITY))
    assert (claim.method, claim.source) == (Method.TO_CHARITY, ClaimSource.PAPER)


@pytest.mark.parametrize(
    ("signed_on", "sentence"),
    [(TODAY + timedelta(days=1), "after today"), (make.HELD_ON - timedelta(days=1), "before the session")],
)
def test_a_day_that_cannot_be_the_one_signed_is_refused(
    stage: make.Stage, signed_on: date, sentence: str
) -> None:
    place = make.attended(stage, "Ada Example")
    with pytest.raises(Invalid, match=sentence) as refused:
        key_in(stage, place, signed_on)
    assert refused.value.field == "signed_on"


def test_whoever_keyed_a_form_in_cannot_approve_it(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    place = db.session.get_one(Attendance, claim.lines[0].attendance_id)
    keyer = stage.as_("approver")
    with writing():
        services.key_in(actor=keyer, on=TODAY, place=place, signed_on=TODAY, filled_in_by=None)
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with pytest.raises(Refused, match="somebody else must approve"), writing():
        services.approve(actor=keyer, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))


def test_opening_the_scan_is_noted_and_keeps_nobody_from_approving(stage: make.Stage) -> None:
    place = make.attended(stage, "Ada Example")
    scan = files.harmless(photo())
    with writing():
        claim = services.key_in(
            actor=stage.as_("lead"),
            on=TODAY,
            place=place,
            signed_on=TODAY,
            filled_in_by=None,
            form=files.store(*scan),
        )
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        assert services.open_form(actor=stage.as_("approver"), claim=claim).media_type == "image/jpeg"
    with writing():
        approved = services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    assert approved.state == ClaimState.APPROVED


def test_a_scan_is_added_later_and_then_stays(stage: make.Stage, client: FlaskClient) -> None:
    claim = key_in(stage, make.attended(stage, "Ada Example"))
    address = f"/claims/{encode(claim.id)}"
    sign_in(client, stage.cast.lead.email)
    assert f'href="{address}/form/add"' in client.get(address).text
    assert "Choose the photo or PDF of the signed paper." in client.post(f"{address}/form/add").text
    sent = {"scan": (io.BytesIO(photo()), "form.png")}
    assert "Open the form" in client.get(client.post(f"{address}/form/add", data=sent).location).text
    again = client.post(f"{address}/form/add", data={"scan": (io.BytesIO(photo()), "form.png")})
    assert "kept already, and it stays" in again.text
    assert f'href="{address}/form/add"' not in client.get(address).text


def test_a_claim_that_did_not_come_on_paper_takes_no_scan(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    with pytest.raises(Refused, match="did not come on paper"), writing():
        services.add_form(actor=stage.as_("lead"), claim=claim, form=files.store(*files.harmless(photo())))


def test_a_form_is_keyed_in_and_opened_again_on_the_screen(stage: make.Stage, client: FlaskClient) -> None:
    place = make.attended(stage, "Ada Example")
    sign_in(client, stage.cast.lead.email)
    address = f"/attendances/{encode(place.id)}/paper-claim"
    assert "Key in the claim form of Ada Example" in client.get(address).text
    signed = {"signed_on": ["20", "11", "2026"]}
    refused = client.post(address, data={"filled_in": "helper", **signed})
    assert "Enter the name of whoever filled it in for them." in refused.text
    sent = {"filled_in": "helper", "filled_in_by": "Hal <Helper>", **signed}
    wrong = client.post(address, data={**sent, "scan": (io.BytesIO(b"no photo"), "form.png")})
    assert "Choose a photo (JPEG or PNG) or a PDF." in wrong.text
    saved = client.post(address, data={**sent, "scan": (io.BytesIO(photo()), "form.png")})
    page = client.get(saved.location).text
    assert "Signed on 20 November 2026, filled in for Ada Example by Hal &lt;Helper&gt;." in page
    opened = client.post(f"{saved.location}/form")
    assert opened.headers["Content-Disposition"].startswith("attachment; filename=claim-form-C26-")
    assert opened.mimetype == "image/jpeg"


def test_the_form_to_print_is_filled_in_with_what_we_know(stage: make.Stage, client: FlaskClient) -> None:
    place = make.attended(stage, "Ada Example")
    sign_in(client, stage.cast.lead.email)
    page = client.get(f"/attendances/{encode(place.id)}/claim-form").text
    for filled in ("Ada Example", "Design workshop", "12 November 2026", "CC-100", "£75.00"):
        assert filled in page
    assert "Please send it by 10 February 2027." in page
    assert "form--standard" in page


def test_forms_are_printed_in_the_print_that_each_person_reads_best(
    stage: make.Stage, client: FlaskClient
) -> None:
    make.attended(stage, "Ada Example")
    large = make.attended(stage, "Bo Example").participant
    with writing():
        large.format = DocumentFormat.LARGE_PRINT
    sign_in(client, stage.cast.lead.email)
    address = f"/sessions/{encode(stage.involvement.id)}/claim-forms"
    assert client.get(address).text.count("Key it in") == 2
    pages = client.get(f"{address}/print").text
    assert (pages.count("form--standard"), pages.count("form--large-print")) == (1, 1)
    assert client.get(f"{address}/print?print=large-print").text.count("form--large-print") == 2
    assert client.get(f"{address}/print?print=huge").text.count("form--standard") == 1


def test_every_sentence_of_the_form_is_held_in_the_wording_and_used() -> None:
    template = (TEMPLATES / "claim_form.html").read_text(encoding="utf-8")
    listed = re.findall(r"for name in \((.*?)\)", template)
    asked = set(re.findall(r'"claim_form\.(\w+)"', template))
    asked |= {name for names in listed for name in re.findall(r'"(\w+)"', names)}
    locale = Path(wording.__file__).parent / "locale" / "english.toml"
    assert asked == set(tomllib.loads(locale.read_text(encoding="utf-8"))["claim_form"])
