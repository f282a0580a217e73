"""Write the lists that an organisation may extend, and fill a new instance with the usual entries."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import Actor
from tracker.projects import usual
from tracker.projects.models import ExpenseCategory, MileageRate, Word
from tracker.projects.rates import add_mileage_rate
from tracker.values import line, needed_line
from tracker.web.transaction import explain

LISTS = ("stage", "level", "role", "activity", "project-role", "language", "preferred-contact")
_CODE = re.compile(r"[^\W_]+(-[^\W_]+)*")

_WORD_TAKEN = "This list already has an entry with this code."
explain("uq_word_list_name_code", "code", _WORD_TAKEN)
explain("word(list_name)", "code", _WORD_TAKEN)
_CATEGORY_TAKEN = "There is already a kind of expense with this code."
explain("uq_expense_category_code", "code", _CATEGORY_TAKEN)
explain("expense_category(code)", "code", _CATEGORY_TAKEN)


def add_word(
    *,
    actor: Actor,
    list_name: str,
    code: str,
    label: str,
    meaning: str = "",
    position: int = 100,
    import_batch_id: int | None = None,
) -> Word:
    """Add an entry to a list. `code` is what records store: lower-case words joined by hyphens."""
    if list_name not in LISTS:
        raise Invalid(f"Choose one of the lists: {', '.join(LISTS)}.", field="list_name")
    word = Word(
        list_name=list_name,
        code=_code(code, longest=60),
        label=needed_line(label, field="label", longest=120, sentence="Enter the words people see."),
        meaning=line(meaning, field="meaning", longest=400) or "",
        position=position,
        import_batch_id=import_batch_id,
    )
    db.session.add(word)
    db.session.flush()
    record(actor, "added-word", word)
    return word


def word_for(*, actor: Actor, list_name: str, label: str) -> Word:
    """The entry of a list that people would call this, added if there is none yet."""
    code = "-".join(re.findall(r"[^\W_]+", label.casefold()))[:60].strip("-")
    if not code:
        raise Invalid("Enter a word with letters in it.", field="label")
    held = select(Word).where(Word.list_name == list_name, Word.code == code)
    found = db.session.scalars(held).one_or_none()
    return found or add_word(actor=actor, list_name=list_name, code=code, label=label)


def add_expense_category(
    *,
    actor: Actor,
    code: str,
    label: str,
    cap: Money | None = None,
    by_mileage: bool = False,
    receipt_wanted: bool = True,
    import_batch_id: int | None = None,
) -> ExpenseCategory:
    """Add a kind of expense; `cap` is the most that one line pays, None where there is no cap."""
    if cap is not None and cap.pence <= 0:
        raise Invalid("Enter a cap above £0.00, or leave it empty.", field="cap")
    category = ExpenseCategory(
        code=_code(code, longest=40),
        label=needed_line(label, field="label", longest=120, sentence="Enter the words people see."),
        cap=cap,
        by_mileage=by_mileage,
        receipt_wanted=receipt_wanted,
        import_batch_id=import_batch_id,
    )
    db.session.add(category)
    db.session.flush()
    record(actor, "added-expense-category", category)
    return category


def _code(code: str, *, longest: int) -> str:
    found = line(code, field="code", longest=longest)
    if found is None or found != found.casefold() or not _CODE.fullmatch(found):
        raise Invalid("Enter a code of small letters, numbers and hyphens, like co-design.", field="code")
    return found


def seed_lists(*, actor: Actor, on: date) -> None:
    """Give the instance the usual entries that it lacks; what is there already stays as it is."""
    listed = set(db.session.execute(select(Word.list_name, Word.code)))
    for list_name, entries in usual.WORDS.items():
        for position, (code, label, meaning) in enumerate(entries, start=1):
            if (list_name, code) not in listed:
                add_word(
                    actor=actor,
                    list_name=list_name,
                    code=code,
                    label=label,
                    meaning=meaning,
                    position=position * 10,
                )
    _seed_money(actor)


def _seed_money(actor: Actor) -> None:
    known = set(db.session.scalars(select(ExpenseCategory.code)))
    for code, label, receipt_wanted in usual.EXPENSES:
        if code not in known:
            add_expense_category(
                actor=actor,
                code=code,
                label=label,
                by_mileage=code == usual.BY_MILEAGE,
                receipt_wanted=receipt_wanted,
            )
    rated = set(db.session.execute(select(MileageRate.vehicle, MileageRate.since)))
    for vehicle, pence, since, source in usual.MILEAGE:
        if (vehicle, since) not in rated:
            add_mileage_rate(
                actor=actor, vehicle=vehicle, pence_per_mile=Money(pence), since=since, source=source
            )
