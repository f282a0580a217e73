"""Day sheets in each of their states, made through the services alone."""

from __future__ import annotations

from datetime import date

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.saving import saved
from tracker.money import Money
from tracker.payments import day_closing, day_sanction, day_sheets, day_signatures
from tracker.payments import services as payments
from tracker.payments.day_models import DaySheet, DaySheetLine, SignedHow
from tracker.payments.day_rows import Row
from tracker.payments.models import Answer, Method
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, Outcome

# Sheets are sanctioned some days before the session of the stage, which is on 12 November 2026.
BEFORE = date(2026, 11, 9)


@saved()
def to_come(
    on_stage: make.Stage, name: str, *, pence: int | None = 7500, answer: Answer | None = Answer.FULL
) -> Attendance:
    """Somebody invited who comes without a bank account; with an answered offer unless `pence` is None."""
    place = make.invited(on_stage, make.person(on_stage, name, bank=False))
    if pence is None:
        return place
    lead = on_stage.as_("lead")
    offer = payments.make_offer(
        actor=lead,
        on=BEFORE,
        attendance=place,
        pence=Money(pence),
        rate=on_stage.rate,
        method=Method.CASH,
    )
    if answer is not None:
        charity = "A charity" if answer == Answer.TO_CHARITY else None
        payments.answer_offer(actor=lead, on=BEFORE, offer=offer, answer=answer, charity=charity)
    return place


def outline(**said: object) -> day_sheets.Outline:
    """A cash sheet with a float of £200 that Hal holds, for bus fares."""
    values = {"method": Method.CASH, "float_pence": Money(20_000), "holder": "Hal Holder"}
    return day_sheets.Outline(**{**values, "category": "public-transport", **said})  # type: ignore[arg-type]


def entry(place: Attendance, *, fee: int = 7500, expenses: int = 1000) -> day_sheets.Entry:
    return day_sheets.Entry(place, Money(fee), Money(expenses), "x")


@saved()
def prepared(on_stage: make.Stage, *entries: day_sheets.Entry, on: date = BEFORE, **said: object) -> DaySheet:
    """A sheet that the lead prepared."""
    return day_sheets.prepare(
        actor=on_stage.as_("lead"),
        on=on,
        involvement=on_stage.involvement,
        outline=outline(**said),
        entries=entries,
    )


@saved()
def sanctioned(on_stage: make.Stage, *entries: day_sheets.Entry, **said: object) -> DaySheet:
    """A sheet that an approver sanctioned before the day."""
    sheet = prepared(on_stage, *entries, **said)  # type: ignore[arg-type]
    return day_sanction.sanction(
        actor=on_stage.as_("approver"), on=BEFORE, sheet=sheet, version=sheet.version
    )


@saved()
def came(on_stage: make.Stage, place: Attendance, outcome: Outcome = Outcome.ATTENDED) -> None:
    """The register says so."""
    sessions.record_attendance(
        actor=on_stage.as_("lead"),
        on=TODAY,
        attendance=place,
        outcome=outcome,
        minutes=90 if outcome == Outcome.PART else None,
    )


def line_of(sheet: DaySheet, place: Attendance) -> DaySheetLine:
    return next(line for line in sheet.lines if line.participant_id == place.participant_id)


def row(sheet: DaySheet, place: Attendance, **said: object) -> Row:
    """What is keyed of one person, who signed for the whole of what was sanctioned unless told otherwise."""
    line = line_of(sheet, place)
    values = {
        "how": SignedHow.SIGNATURE,
        "fee": line.most_fee_pence,
        "expenses": line.most_expenses_pence,
        "category": line.category,
        "receipt_seen": True,
    }
    return Row(line=line, key="x", version=line.version, **{**values, **said})  # type: ignore[arg-type]


@saved()
def keyed(on_stage: make.Stage, sheet: DaySheet, *rows: Row) -> None:
    """The lead keys signatures in."""
    day_signatures.key_in(actor=on_stage.as_("lead"), on=TODAY, sheet=sheet, rows=rows)


@saved()
def closed(
    on_stage: make.Stage, sheet: DaySheet, *, counted: int | None = None, reason: str | None = None
) -> DaySheet:
    """Finance counts the float back, all of what should be there unless told otherwise."""
    due = day_closing.float_of(sheet).due_back
    return day_closing.close(
        actor=on_stage.as_("finance"),
        on=TODAY,
        sheet=sheet,
        version=sheet.version,
        counted=due if counted is None else Money(counted),
        difference_reason=reason,
    )


def signed_and_closed(on_stage: make.Stage, name: str = "Cass Cash", **said: object) -> DaySheet:
    """One person came, signed for all of it, and the sheet is closed."""
    place = to_come(on_stage, name)
    sheet = sanctioned(on_stage, entry(place), **said)
    came(on_stage, place)
    keyed(on_stage, sheet, row(sheet, place))
    return closed(on_stage, sheet)
