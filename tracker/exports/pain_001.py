"""ISO 20022 customer credit transfer initiation (pain.001) for UK accounts, in the versions that banks take.

An account is a sort code in the clearing member (`GBDSC`, six digits) and eight digits of scheme `BBAN`; the
scheme that pays stands in the service level (Bacs `NURG`, Faster Payments `URGP`). The schema alone accepts a
wrong control sum and a sort code with hyphens, so sums and digits are held here. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from tracker.exports.bank_days import must_not_be_past, processing_day
from tracker.exports.bank_lines import WIDTH, bank_lines, reference
from tracker.exports.formats import Built
from tracker.exports.frozen import Account, FrozenPayment, FrozenRun
from tracker.exports.letters import fitted, written
from tracker.exports.setup import PayingAccount, Rail, Setup
from tracker.money import Money, total


@dataclass(frozen=True)
class Version:
    """What differs between versions: whether the day on which to pay is wrapped in a `Dt`."""

    name: str
    wraps_day: bool


@dataclass(frozen=True)
class _Scheme:
    """What a scheme carries: the most of one payment, the longest name, its service level."""

    most: Money
    name_width: int
    level: str
    booked_as_one: bool


_SCHEMES = {
    Rail.BACS: _Scheme(Money(99_999_999_999), WIDTH, "NURG", booked_as_one=True),
    # The scheme's limit of one payment; banks may set a lower one.
    Rail.FASTER_PAYMENTS: _Scheme(Money(100_000_000), 35, "URGP", booked_as_one=False),
}


def name_width(setup: Setup) -> int:
    """The longest name on an account in the file, by the scheme that pays."""
    return _SCHEMES[setup.account.rail].name_width


def document(run: FrozenRun, version: Version) -> Built:
    """The file of a run. Raises Refused, whole, where a payment or the day cannot be written."""
    ours = run.setup.account
    scheme = _SCHEMES[ours.rail]
    if ours.rail is Rail.BACS:
        processing_day(run)
    must_not_be_past(run)
    lines = bank_lines(run, most=scheme.most)
    pence = total(payment.pence for payment, _ in lines)
    root = ET.Element("Document", xmlns=f"urn:iso:std:iso:20022:tech:xsd:{version.name}")
    message = ET.SubElement(root, "CstmrCdtTrfInitn")
    header = ET.SubElement(message, "GrpHdr")
    _text(header, "MsgId", run.ref)
    # The day alone is known of a frozen run, so the file is dated to its first moment.
    _text(header, "CreDtTm", f"{run.made_on.isoformat()}T00:00:00")
    _sums(header, len(lines), pence)
    _initiating_party(header, ours)
    batch = _batch(message, run, scheme, version)
    for payment, account in lines:
        _transfer(batch, payment, account, scheme)
    return Built(_bytes(root), len(lines), pence)


def _batch(message: ET.Element, run: FrozenRun, scheme: _Scheme, version: Version) -> ET.Element:
    ours = run.setup.account
    batch = ET.SubElement(message, "PmtInf")
    _text(batch, "PmtInfId", f"{run.ref}-1")
    _text(batch, "PmtMtd", "TRF")
    _text(batch, "BtchBookg", "true" if scheme.booked_as_one else "false")
    _sums(batch, len(run.by_bank), total(payment.pence for payment in run.by_bank))
    _text(ET.SubElement(ET.SubElement(batch, "PmtTpInf"), "SvcLvl"), "Cd", scheme.level)
    _day(batch, run.pay_on, version)
    _text(ET.SubElement(batch, "Dbtr"), "Nm", fitted(ours.name, scheme.name_width))
    _account(batch, "DbtrAcct", ours.number, currency="GBP")
    _agent(batch, "DbtrAgt", ours.sort_code)
    _text(batch, "ChrgBr", "SLEV")
    return batch


def _transfer(batch: ET.Element, payment: FrozenPayment, account: Account, scheme: _Scheme) -> None:
    transfer = ET.SubElement(batch, "CdtTrfTxInf")
    _text(ET.SubElement(transfer, "PmtId"), "EndToEndId", payment.reference)
    amount = ET.SubElement(ET.SubElement(transfer, "Amt"), "InstdAmt", Ccy="GBP")
    amount.text = str(payment.pence)
    _agent(transfer, "CdtrAgt", account.sort_code)
    _text(ET.SubElement(transfer, "Cdtr"), "Nm", fitted(account.bank_name, scheme.name_width))
    _account(transfer, "CdtrAcct", account.number)
    _text(ET.SubElement(transfer, "RmtInf"), "Ustrd", reference(payment, account))


def _initiating_party(header: ET.Element, ours: PayingAccount) -> None:
    party = ET.SubElement(header, "InitgPty")
    _text(party, "Nm", written(ours.name))
    if ours.user_number is not None and ours.rail is Rail.BACS:
        other = ET.SubElement(ET.SubElement(ET.SubElement(party, "Id"), "OrgId"), "Othr")
        _text(other, "Id", ours.user_number)
        _text(ET.SubElement(other, "SchmeNm"), "Prtry", "SUN")


def _day(batch: ET.Element, pay_on: date, version: Version) -> None:
    if version.wraps_day:
        _text(ET.SubElement(batch, "ReqdExctnDt"), "Dt", pay_on.isoformat())
    else:
        _text(batch, "ReqdExctnDt", pay_on.isoformat())


def _sums(parent: ET.Element, count: int, pence: Money) -> None:
    _text(parent, "NbOfTxs", str(count))
    _text(parent, "CtrlSum", str(pence))


def _account(parent: ET.Element, tag: str, number: str, currency: str | None = None) -> None:
    account = ET.SubElement(parent, tag)
    other = ET.SubElement(ET.SubElement(account, "Id"), "Othr")
    _text(other, "Id", number)
    _text(ET.SubElement(other, "SchmeNm"), "Cd", "BBAN")
    if currency is not None:
        _text(account, "Ccy", currency)


def _agent(parent: ET.Element, tag: str, sort_code: str) -> None:
    member = ET.SubElement(ET.SubElement(ET.SubElement(parent, tag), "FinInstnId"), "ClrSysMmbId")
    _text(ET.SubElement(member, "ClrSysId"), "Cd", "GBDSC")
    _text(member, "MmbId", sort_code)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode("ascii")
