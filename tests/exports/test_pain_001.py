"""An ISO 20022 file read back element by element, held against the order and the rules of the message."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tests.factories import frozen as make
from tracker.errors import Refused
from tracker.exports.formats import pain_001_03_xml, pain_001_09_xml
from tracker.exports.frozen import FrozenRun
from tracker.exports.letters import written
from tracker.exports.setup import Rail, Setup
from tracker.money import Money

GOLDEN = Path(__file__).parents[1] / "golden" / "exports"
VERSIONS = {"09": pain_001_09_xml, "03": pain_001_03_xml}
BY_BACS = Setup(replace(make.OURS, rail=Rail.BACS), versions="account-1")
NEW = pain_001_09_xml

# The message's elements in the order of its schema, of those that a UK payment may carry; ? may be missing,
# + is there once or more.
MESSAGE = {
    "Document": "CstmrCdtTrfInitn",
    "CstmrCdtTrfInitn": "GrpHdr PmtInf+",
    "GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum InitgPty",
    "InitgPty": "Nm Id?",
    "PmtInf": "PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr "
    "CdtTrfTxInf+",
    "PmtTpInf": "SvcLvl",
    "SvcLvl": "Cd",
    "Dbtr": "Nm",
    "Cdtr": "Nm",
    "DbtrAcct": "Id Ccy",
    "CdtrAcct": "Id",
    "DbtrAgt": "FinInstnId",
    "CdtrAgt": "FinInstnId",
    "FinInstnId": "ClrSysMmbId",
    "ClrSysMmbId": "ClrSysId MmbId",
    "ClrSysId": "Cd",
    "CdtTrfTxInf": "PmtId Amt CdtrAgt Cdtr CdtrAcct RmtInf",
    "PmtId": "EndToEndId",
    "Amt": "InstdAmt",
    "RmtInf": "Ustrd",
}


def holds_order(element: ET.Element) -> None:
    """Every element holds what its schema says, in its order."""
    tag = element.tag.split("}")[1]
    expected = [*MESSAGE.get(tag, "").split()]
    for child in element:
        name = child.tag.split("}")[1]
        if tag in MESSAGE:
            while expected and expected[0].rstrip("?+") != name:
                assert expected.pop(0)[-1] in "?+", f"{name} stands out of place in {tag}"
            assert expected, f"{name} does not belong in {tag}"
            if not expected[0].endswith("+"):
                expected.pop(0)
        holds_order(child)
    assert all(name[-1] in "?+" for name in expected), f"{tag} lacks {expected}"
    assert len(element) or (element.text or "").strip(), f"{tag} is empty"


def read(content: bytes, version: str = "09") -> tuple[ET.Element, list[tuple[str, Decimal, str, str, str]]]:
    """The message and its transfers: reference, amount, name, sort code, account."""
    assert b"<!" not in content
    assert content.isascii()
    root = ET.fromstring(content)
    space = f"{{urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}}}"
    assert root.tag == f"{space}Document"
    holds_order(root)
    for element in root.iter():
        element.tag = element.tag.removeprefix(space)
    transfers = []
    for one in root.iter("CdtTrfTxInf"):
        amount = one.find("Amt/InstdAmt")
        assert amount is not None
        assert amount.attrib == {"Ccy": "GBP"}
        assert one.findtext("CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd") == "GBDSC"
        assert one.findtext("CdtrAcct/Id/Othr/SchmeNm/Cd") == "BBAN"
        parts = ("PmtId/EndToEndId", "Cdtr/Nm", "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", "CdtrAcct/Id/Othr/Id")
        reference, name, sort_code, number = (one.findtext(part) or "" for part in parts)
        pounds = Decimal(amount.text or "")
        assert pounds.as_tuple().exponent == -2
        assert pounds > 0
        assert 0 < len(reference) <= 18
        assert 0 < len(one.findtext("RmtInf/Ustrd") or "") <= 18
        assert (len(sort_code), len(number)) == (6, 8)
        assert (sort_code + number).isdecimal()
        transfers.append((reference, pounds, name, sort_code, number))
    for part in ("CstmrCdtTrfInitn/GrpHdr", "CstmrCdtTrfInitn/PmtInf"):
        assert root.findtext(f"{part}/NbOfTxs") == str(len(transfers))
        assert root.findtext(f"{part}/CtrlSum") == str(sum(one[1] for one in transfers))
    assert len({one[0] for one in transfers}) == len(transfers)
    return root, transfers


def a_run() -> FrozenRun:
    return make.run(
        make.payment(1, 2500, account=make.account("J & K Núñez")),
        make.cash(2, 4000),
        make.payment(3, 1005, account=make.account("Bath Saver", number="00000000", roll_number="ab/12-3")),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_small_run_is_this_file(version: str) -> None:
    content = VERSIONS[version].build(a_run()).content
    assert content == (GOLDEN / f"pain-001-{version}.xml").read_bytes()
    root, transfers = read(content, version)
    assert transfers == [
        ("R26-0007-0001", Decimal("25.00"), "J & K NUNEZ", "089999", "66374958"),
        ("R26-0007-0003", Decimal("10.05"), "BATH SAVER", "089999", "00000000"),
    ]
    assert [one.text for one in root.iter("Ustrd")] == ["R26-0007-0001", "AB/12-3"]
    day = "ReqdExctnDt/Dt" if version == "09" else "ReqdExctnDt"
    assert root.findtext(f"CstmrCdtTrfInitn/PmtInf/{day}") == "2026-12-04"
    assert root.findtext("CstmrCdtTrfInitn/PmtInf/PmtTpInf/SvcLvl/Cd") == "URGP"


def test_by_bacs_it_says_so_carries_the_user_number_and_cuts_names_at_eighteen() -> None:
    run = make.run(make.payment(account=make.account("Anastasia Wolstenholme")), setup=BY_BACS)
    root, transfers = read(NEW.build(run).content)
    assert transfers[0][2] == "ANASTASIA WOLSTENH"
    assert root.findtext("CstmrCdtTrfInitn/PmtInf/PmtTpInf/SvcLvl/Cd") == "NURG"
    assert root.findtext("CstmrCdtTrfInitn/GrpHdr/InitgPty/Id/OrgId/Othr/Id") == "123456"


@pytest.mark.parametrize("module", VERSIONS.values(), ids=VERSIONS)
@pytest.mark.parametrize("rail", Rail)
@given(run=make.runs())
def test_any_run_is_refused_whole_with_its_lines_named_or_ties_to_the_penny(
    module: ModuleType, rail: Rail, run: FrozenRun
) -> None:
    run = replace(run, setup=Setup(replace(make.OURS, rail=rail)))
    bad = [one for one in run.by_bank if one.account and not written(one.account.name)]
    if not run.by_bank or bad:
        with pytest.raises(Refused) as refused:
            module.build(run)
        assert not bad or f"Payment {bad[0].number} ({bad[0].person})" in refused.value.message
        return
    made = module.build(run)
    _, transfers = read(made.content, module.LABEL[-2:])
    assert [one[0] for one in transfers] == [payment.reference for payment in run.by_bank]
    assert [one[1] * 100 for one in transfers] == [payment.pence.pence for payment in run.by_bank]
    assert (made.rows, made.total.pence) == (len(transfers), sum(one[1] for one in transfers) * 100)
    widest = 18 if rail is Rail.BACS else 35
    assert all(0 < len(one[2]) <= widest for one in transfers)
    assert module.build(run).content == made.content


def test_more_than_a_million_pounds_is_refused_by_faster_payments_and_not_by_bacs() -> None:
    million = make.payment(2, 100_000_001)
    with pytest.raises(
        Refused, match=r"Payment 2 \(P-000002\): £1,000,000.01 is more than the £1,000,000.00"
    ):
        NEW.build(make.run(make.payment(1), million))
    assert NEW.build(make.run(million, setup=BY_BACS)).total == Money(100_000_001)
    assert NEW.build(make.run(make.payment(1, 100_000_000))).rows == 1


def test_faster_payments_arrive_on_any_day_but_none_that_is_past() -> None:
    saturday = date(2026, 12, 5)
    NEW.build(make.run(pay_on=saturday, made_on=saturday))
    with pytest.raises(Refused, match="no day that is past"):
        NEW.build(make.run(pay_on=saturday, made_on=saturday + timedelta(days=1)))


def test_by_bacs_the_day_is_held_as_in_a_bacs_file() -> None:
    with pytest.raises(Refused, match="not a working day of banks"):
        NEW.build(make.run(pay_on=date(2026, 12, 5), setup=BY_BACS))
    with pytest.raises(Refused, match="had to be sent by 2 December 2026"):
        NEW.build(make.run(made_on=date(2026, 12, 3), setup=BY_BACS))


def test_two_payments_of_one_reference_are_refused_by_name() -> None:
    run = make.run(make.payment(1), make.payment(2, reference="R26-0007-0001"))
    with pytest.raises(Refused, match=r"Payment 1 .*R26-0007-0001 is that of another .*Payment 2 "):
        NEW.build(run)


@pytest.mark.parametrize("name", ["J & K <b> Smith", "Ada \U0001f600 Example", "A ]]> B", "\u202eAda"])
def test_signs_and_pictures_in_a_name_break_no_message(name: str) -> None:
    _, [only] = read(NEW.build(make.run(make.payment(account=make.account(name)))).content)
    assert only[2] == written(name)


@pytest.mark.parametrize("pence", [0, -100])
def test_what_is_not_an_amount_to_pay_is_refused(pence: int) -> None:
    with pytest.raises(Refused, match=r"Payment 1 .* a bank does not pay"):
        NEW.build(make.run(make.payment(pence=pence)))
