"""The lists that an organisation may extend."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import SYSTEM
from tracker.projects import lists, queries
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def seed() -> None:
    with writing():
        lists.seed_lists(actor=SYSTEM, on=date(2026, 11, 23))


def test_a_new_instance_gets_the_usual_stages_in_their_order() -> None:
    seed()
    assert [word.code for word in queries.words("stage")] == [
        "design",
        "governance",
        "delivery",
        "evaluation",
    ]
    assert all(word.meaning.endswith(".") for word in queries.words("level"))


def test_seeding_again_changes_nothing() -> None:
    seed()
    before = db.session.scalar(select(func.count()).select_from(AuditEvent))
    seed()
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_an_own_word_is_kept_beside_the_usual_ones() -> None:
    seed()
    with writing():
        lists.add_word(actor=SYSTEM, list_name="stage", code="recruitment", label="Recruitment")
    seed()
    assert [word.code for word in queries.words("stage")][-1] == "recruitment"


@pytest.mark.parametrize("code", ["", "Two Words", "UPPER", "-x", "x--y", "a\x00b", "x" * 61])
def test_a_code_is_small_letters_numbers_and_hyphens(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        lists.add_word(actor=SYSTEM, list_name="stage", code=code, label="Words")
    assert refused.value.field == "code"


def test_a_list_has_each_code_once() -> None:
    seed()
    with pytest.raises(Invalid, match="already has an entry"), writing():
        lists.add_word(actor=SYSTEM, list_name="stage", code="design", label="Again")


def test_there_are_no_other_lists() -> None:
    with pytest.raises(Invalid, match="Choose one of the lists"):
        lists.add_word(actor=SYSTEM, list_name="colours", code="red", label="Red")


def test_mileage_is_the_one_expense_counted_by_the_mile_and_needs_no_receipt() -> None:
    seed()
    by_mile = [category for category in queries.categories() if category.by_mileage]
    assert [(category.code, category.receipt_wanted) for category in by_mile] == [("mileage", False)]


def test_a_cap_is_above_nothing() -> None:
    with pytest.raises(Invalid) as refused:
        lists.add_expense_category(actor=SYSTEM, code="hotel", label="Hotel", cap=Money(0))
    assert refused.value.field == "cap"
