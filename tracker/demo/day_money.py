"""Money in hand: a sheet sanctioned before the session, signed on the day, and a float that adds up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.demo.life import Life
from tracker.demo.staff import APPROVER, FINANCE
from tracker.demo.story import Story
from tracker.money import Money
from tracker.payments import day_closing, day_sanction, day_sheets, day_signatures
from tracker.payments.day_models import DaySheet, DaySheetLine, SignedHow
from tracker.payments.day_rows import Row
from tracker.payments.models import Method
from tracker.payments.owed import agreed
from tracker.permissions import Actor

_FARE = Money(320)
_FARES = "public-transport"


@dataclass
class DayMoney:
    """The day sheet of one session, on its way, and by how much its float comes back too small."""

    life: Life
    holder: str
    short_by: Money | None = None
    prepared: DaySheet | None = None

    @property
    def sheet(self) -> DaySheet:
        """The sheet, once it was prepared."""
        assert self.prepared is not None  # noqa: S101 - prepared a week before
        return self.prepared

    def prepare(self, actor: Actor, on: date) -> None:
        """The lead says who may be handed how much: the fee agreed, and a bus fare."""
        life = self.life
        entries = [
            day_sheets.Entry(life.places[person], agreed(life.offers[person]), _FARE)
            for person in life.meeting.in_hand
        ]
        most = sum(entry.fee.pence + entry.expenses.pence for entry in entries)
        self.prepared = day_sheets.prepare(
            actor=actor,
            on=on,
            involvement=life.held,
            outline=day_sheets.Outline(Method.CASH, _float_for(most), self.holder, _FARES),
            entries=entries,
        )

    def sanction(self, actor: Actor, on: date) -> None:
        """An approver agrees beforehand."""
        day_sanction.sanction(actor=actor, on=on, sheet=self.sheet, version=self.sheet.version)

    def key_in(self, actor: Actor, on: date) -> None:
        """The lead keys what people signed for; the last of them made a mark that somebody saw."""
        *signing, last = self.sheet.lines
        rows = [_signed(line, SignedHow.SIGNATURE) for line in signing]
        rows.append(_signed(last, SignedHow.MARK, witness="Yordanos Tesfay"))
        day_signatures.key_in(actor=actor, on=on, sheet=self.sheet, rows=rows)

    def close(self, actor: Actor, on: date) -> None:
        """Finance counts the float back."""
        due = day_closing.float_of(self.sheet).due_back
        day_closing.close(
            actor=actor,
            on=on,
            sheet=self.sheet,
            version=self.sheet.version,
            counted=due - self.short_by if self.short_by else due,
            difference_reason="A coin fell through the boards of the shed" if self.short_by else None,
        )


def hand_out(story: Story, life: Life, holder: str, *, short_by: Money | None = None) -> None:
    """Plan the sheet of a session's `in_hand` people, before and after it."""
    money, held = DayMoney(life, holder, short_by), life.meeting.days
    story.lead(held - 7, money.prepare)
    story.plan(held - 4, APPROVER, money.sanction)
    story.lead(held + 1, money.key_in)
    story.plan(held + 2, FINANCE, money.close)


def _float_for(pence: int) -> Money:
    """Notes are taken out of the bank: the next ten pounds."""
    return Money(-(-pence // 1000) * 1000)


def _signed(line: DaySheetLine, how: SignedHow, witness: str | None = None) -> Row:
    return Row(
        line=line,
        key=str(line.id),
        version=line.version,
        how=how,
        fee=line.most_fee_pence,
        expenses=line.most_expenses_pence,
        category=line.category,
        no_receipt_reason="The machine kept the ticket",
        witness=witness,
    )
