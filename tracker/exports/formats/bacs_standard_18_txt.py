"""Bacs Standard 18: direct credits of one processing day, in records of fixed width, for Bacs or its bureaux.

The file of a service user with a number of its own: labels of 80 characters, details and the contra of 100,
amounts in pence, dates as a blank, year and day of year. Source: the public descriptions of Bacs PN5011 that
agree with each other; the labels are not checked against PN5011 itself, so a test file goes first.
"""

from __future__ import annotations

from datetime import date, timedelta

from tracker.errors import Refused
from tracker.exports.bank_days import processing_day
from tracker.exports.bank_lines import WIDTH, bank_lines, reference
from tracker.exports.formats import Built
from tracker.exports.frozen import Account, FrozenPayment, FrozenRun
from tracker.exports.letters import fitted
from tracker.exports.setup import PayingAccount, Setup, SetupKind
from tracker.money import Money, total
from tracker.permissions import Permission

FORMAT = "bacs-standard-18-txt"
LABEL = "Bacs Standard 18"
FOR = "For Bacs software, a bureau or a bank's Bacs service. You need a service user number of your own."
MEDIA_TYPE = "text/plain"
EXTENSION = "txt"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.ACCOUNT,)
FOR_BANK = True

_MOST = Money(99_999_999_999)
_CREDIT, _CONTRA = "99", "17"
# The label says how long the file is kept: past its processing day.
_KEPT = timedelta(days=7)
_LAST_NUMBER = 9999


def name_width(_setup: Setup) -> int:
    """The longest name on an account in the file."""
    return WIDTH


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a payment or the day cannot be written."""
    ours = run.setup.account
    if ours.user_number is None:
        raise Refused(
            "A Bacs file carries your Bacs service user number. Enter its six digits under Pay runs, Set up "
            "files; without one, choose another file.",
            code="no-user-number",
        )
    processed = processing_day(run)
    lines = bank_lines(run, most=_MOST)
    pence = total(payment.pence for payment, _ in lines)
    if pence > _MOST:
        raise Refused(f"One Bacs file carries at most {_MOST.pounds()}. Pay {run.ref} in several runs.")
    details = [_detail(payment, account, ours) for payment, account in lines]
    labels, ends = _labels(run, ours.user_number, processed)
    records = [*labels, *details, _contra(pence, ours), *ends, _totals(pence, len(lines))]
    content = "".join(f"{record}\r\n" for record in records).encode("ascii")
    return Built(content, len(lines), pence)


def _labels(run: FrozenRun, user: str, processed: date) -> tuple[list[str], list[str]]:
    serial = _serial(run.ref)
    dates = f"{_day(run.made_on)}{_day(processed + _KEPT)}"
    first = f"A{user}S   {user}{serial}00010001{'':6}{dates} 000000"
    second = f"F0200000100{'':35}00"
    begins = [
        f"VOL1{serial}{'':31}{user}{'':32}1",
        f"HDR1{first}",
        f"HDR2{second}",
        f"UHL1{_day(processed)}999999    00000000{'1 DAILY':<9}001",
    ]
    ends = [f"EOF1{first}", f"EOF2{second}"]
    return [f"{label:<80}" for label in begins], [f"{label:<80}" for label in ends]


def _serial(ref: str) -> str:
    """The submission's serial: the year and number of the run, never given to another."""
    year, number = ref.removeprefix("R").split("-")
    if int(number) > _LAST_NUMBER:
        raise Refused(f"{ref} has too high a number for a Bacs file: choose another file.")
    return f"{year}{number}"


def _detail(payment: FrozenPayment, account: Account, ours: PayingAccount) -> str:
    return _record(
        to=f"{account.sort_code}{account.number}",
        code=_CREDIT,
        ours=ours,
        pence=payment.pence,
        texts=(ours.name, reference(payment, account), account.bank_name),
    )


def _contra(pence: Money, ours: PayingAccount) -> str:
    return _record(
        to=f"{ours.sort_code}{ours.number}",
        code=_CONTRA,
        ours=ours,
        pence=pence,
        texts=(ours.name, "CONTRA", ours.name),
    )


def _record(*, to: str, code: str, ours: PayingAccount, pence: Money, texts: tuple[str, str, str]) -> str:
    named = "".join(f"{fitted(text, WIDTH):<{WIDTH}}" for text in texts)
    return f"{to}0{code}{ours.sort_code}{ours.number}{'':4}{pence.pence:011d}{named}"


def _totals(pence: Money, count: int) -> str:
    return f"{f'UTL1{pence.pence:013d}{pence.pence:013d}{1:07d}{count:07d}':<80}"


def _day(day: date) -> str:
    return f" {day:%y%j}"
