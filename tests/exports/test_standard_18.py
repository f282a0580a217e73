"""A Bacs file read back by position, from the published table and not from the program that wrote it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import frozen as make
from tracker.errors import Refused
from tracker.exports.formats import bacs_standard_18_txt as bacs
from tracker.exports.frozen import FrozenRun
from tracker.exports.letters import written
from tracker.exports.setup import Setup
from tracker.money import Money

GOLDEN = Path(__file__).parents[1] / "golden" / "exports" / "bacs-standard-18.txt"


def part(record: str, first: int, last: int) -> str:
    """Positions as the table counts them, from 1, both included."""
    return record[first - 1 : last]


def bacs_day(day: date) -> str:
    return f" {day.year % 100:02d}{(day - date(day.year, 1, 1)).days + 1:03d}"


def check(content: bytes) -> tuple[list[str], int]:
    """Hold a whole file against the table; returns its details and their sum in pence."""
    text = content.decode("ascii")
    assert text.endswith("\r\n")
    records = text.split("\r\n")[:-1]
    assert "\r" not in "".join(records)
    assert "\n" not in "".join(records)
    vol1, hdr1, hdr2, uhl1, *details, contra, eof1, eof2, utl1 = records
    labels = (vol1, hdr1, hdr2, uhl1, eof1, eof2, utl1)
    assert [label[:4] for label in labels] == ["VOL1", "HDR1", "HDR2", "UHL1", "EOF1", "EOF2", "UTL1"]
    assert {len(label) for label in labels} == {80}
    assert {len(detail) for detail in (*details, contra)} == {100}
    check_labels(vol1, hdr1, hdr2, uhl1)
    assert (eof1[4:], eof2[4:]) == (hdr1[4:], hdr2[4:])
    pence = check_details(details, contra)
    assert part(utl1, 5, 17) == part(utl1, 18, 30) == f"{pence:013d}"
    assert (part(utl1, 31, 37), part(utl1, 38, 44)) == ("0000001", f"{len(details):07d}")
    assert part(utl1, 45, 80).strip() == ""
    return details, pence


def check_labels(vol1: str, hdr1: str, hdr2: str, uhl1: str) -> None:
    serial, user = part(vol1, 5, 10), part(vol1, 42, 47)
    assert serial.isalnum()
    assert serial != "000000"
    assert part(vol1, 11, 41).strip() == part(vol1, 48, 79).strip() == ""
    assert part(vol1, 80, 80) == "1"
    assert (part(hdr1, 5, 5), part(hdr1, 6, 11), part(hdr1, 12, 12)) == ("A", user, "S")
    assert (part(hdr1, 13, 15), part(hdr1, 16, 21), part(hdr1, 22, 27)) == ("   ", user, serial)
    assert (part(hdr1, 28, 35), part(hdr1, 36, 41)) == ("00010001", " " * 6)
    assert (part(hdr1, 54, 54), part(hdr1, 55, 60), part(hdr1, 61, 80)) == (" ", "000000", " " * 20)
    assert part(hdr1, 48, 53) > part(uhl1, 5, 10)
    assert part(hdr2, 5, 15) == "F0200000100"
    assert (part(hdr2, 16, 50).strip(), part(hdr2, 51, 52), part(hdr2, 53, 80).strip()) == ("", "00", "")
    assert (part(uhl1, 11, 20), part(uhl1, 21, 28)) == ("999999    ", "00000000")
    assert (part(uhl1, 29, 37), part(uhl1, 38, 40)) == ("1 DAILY  ", "001")
    assert part(uhl1, 41, 80).strip() == ""


def check_details(details: list[str], contra: str) -> int:
    for detail in details:
        assert part(detail, 1, 14).isdecimal()
        assert part(detail, 15, 17) == "099"
        assert part(detail, 32, 35) == "    "
        assert part(detail, 36, 46).isdecimal()
        assert all(part(detail, *at).strip() for at in ((47, 64), (65, 82), (83, 100)))
        assert part(detail, 18, 31) == part(contra, 1, 14) == part(contra, 18, 31)
        assert part(detail, 1, 1) != " "
    assert part(contra, 15, 17) == "017"
    assert part(contra, 65, 82).strip() == "CONTRA"
    pence = sum(int(part(detail, 36, 46)) for detail in details)
    assert int(part(contra, 36, 46)) == pence
    return pence


def build(run: FrozenRun) -> bytes:
    return bacs.build(run).content


# --- what is in it ----------------------------------------------------------------------------------------


def test_a_small_run_is_this_file() -> None:
    run = make.run(
        make.payment(1, 2500, account=make.account("J. Núñez")),
        make.cash(2, 4000),
        make.payment(3, 1005, account=make.account("A Begum", sort_code="107999", number="88837491")),
        make.payment(4, 100, account=make.account("Bath Saver", number="00000000", roll_number="ab/12-3")),
    )
    content = build(run)
    assert content.decode("ascii") == GOLDEN.read_bytes().decode("ascii")
    details, pence = check(content)
    assert (len(details), pence) == (3, 3605)


def test_amounts_are_pence_and_days_are_the_year_and_the_day_of_the_year() -> None:
    content = build(make.run(make.payment(1, 2500))).decode("ascii").split("\r\n")
    assert part(content[4], 36, 46) == "00000002500"
    # Friday 4 December 2026 is paid from what Bacs processes on Thursday 3 December.
    assert part(content[3], 5, 10) == " 26337" == bacs_day(date(2026, 12, 3))
    assert part(content[1], 42, 47) == bacs_day(make.MADE_ON)


@given(make.runs())
def test_any_run_is_refused_whole_with_its_lines_named_or_ties_to_the_penny(run: FrozenRun) -> None:
    writable = [bool(written(one.account.name)) for one in run.by_bank if one.account]
    if not run.by_bank or not all(writable):
        with pytest.raises(Refused) as refused:
            build(run)
        if run.by_bank:
            bad = run.by_bank[writable.index(False)]
            assert f"Payment {bad.number} ({bad.person})" in refused.value.message
        return
    made = bacs.build(run)
    details, pence = check(made.content)
    assert (len(details), pence) == (len(run.by_bank), sum(one.pence.pence for one in run.by_bank))
    assert (made.rows, made.total) == (len(details), Money(pence))
    out = sum(one.pence.pence for one in run.payments if one not in run.by_bank)
    assert pence + out == run.total.pence
    assert build(run) == made.content


# --- the day ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay_on", "made_on", "processed"),
    [
        (date(2026, 11, 25), date(2026, 11, 23), " 26328"),
        # Christmas Day is a Friday in 2026, so Boxing Day is kept on the Monday.
        (date(2026, 12, 29), date(2026, 12, 23), " 26358"),
        (date(2026, 12, 30), date(2026, 12, 24), " 26363"),
        # The first working day of 2027 is processed on the last of 2026; the next, in the new year.
        (date(2027, 1, 4), date(2026, 12, 30), " 26365"),
        (date(2027, 1, 5), date(2026, 12, 31), " 27004"),
        # Easter 2027: Good Friday is 26 March, Easter Monday 29 March.
        (date(2027, 3, 30), date(2027, 3, 24), " 27084"),
    ],
)
def test_the_file_is_processed_the_working_day_before_the_money_arrives(
    pay_on: date, made_on: date, processed: str
) -> None:
    run = make.run(pay_on=pay_on, made_on=made_on)
    assert part(build(run).decode("ascii").split("\r\n")[3], 5, 10) == processed
    with pytest.raises(Refused, match="had to be sent by"):
        build(make.run(pay_on=pay_on, made_on=made_on + timedelta(days=1)))


@pytest.mark.parametrize(
    "pay_on", [date(2026, 12, 5), date(2026, 12, 6), date(2026, 12, 25), date(2026, 12, 28)]
)
def test_a_weekend_or_a_bank_holiday_is_refused_with_what_to_do(pay_on: date) -> None:
    with pytest.raises(Refused, match=r"not a working day of banks\. Prepare a run for a working day"):
        build(make.run(pay_on=pay_on))


def test_a_day_too_far_off_is_refused_with_the_day_to_come_back_on() -> None:
    with pytest.raises(Refused, match="come back on 5 December 2026"):
        build(make.run(pay_on=date(2027, 1, 5)))


def test_a_year_whose_bank_holidays_are_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="bank holidays of 2199 are not known"):
        build(make.run(pay_on=date(2199, 1, 2)))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2027, 1, 1), " 27001"),
        # 2028 is a leap year: its last day is the 366th, and the first of March the 61st.
        (date(2028, 12, 31), " 28366"),
        (date(2028, 3, 1), " 28061"),
        (date(2027, 3, 1), " 27060"),
        (date(2026, 12, 31), " 26365"),
    ],
)
def test_days_roll_over_the_year_and_count_the_leap_day(day: date, written: str) -> None:
    assert bacs._day(day) == written


def test_a_file_made_on_new_year_s_day_says_the_first_day_of_the_year() -> None:
    content = build(make.run(pay_on=date(2027, 1, 6), made_on=date(2027, 1, 1))).decode("ascii")
    hdr1, uhl1 = content.split("\r\n")[1], content.split("\r\n")[3]
    assert (part(hdr1, 42, 47), part(uhl1, 5, 10)) == (" 27001", " 27005")


@pytest.mark.parametrize(
    ("name", "bank"),
    [
        ("Anastasia Wolstenho", "ANASTASIA WOLSTENH"),
        ("amina yusuf", "AMINA YUSUF       "),
        ("Łukasz Wójcik", "LUKASZ WOJCIK     "),
        ("Tab\tbed\nName", "TAB BED NAME      "),
    ],
)
def test_a_name_fills_its_eighteen_places_with_letters_of_banks(name: str, bank: str) -> None:
    detail = build(make.run(make.payment(account=make.account(name)))).decode("ascii").split("\r\n")[4]
    assert part(detail, 83, 100) == bank


# --- what cannot be written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"account": None}, "there are no bank details"),
        ({"account": make.account("李小龙")}, "no letter from A to Z"),
        ({"account": make.account(number="1234567")}, "the account number eight"),
        ({"account": make.account(sort_code="08-9999")}, "the sort code must have six"),
        ({"account": make.account(sort_code="08\uff19999")}, "the sort code must have six"),
        ({"account": make.account(number="00000000")}, "needs a roll number"),
        ({"account": make.account(roll_number="1" * 19)}, "1 to 18 letters"),
        ({"account": make.account(roll_number="Ж")}, "1 to 18 letters"),
        # Written as banks carry it, it would be another number, and the money another person's.
        ({"account": make.account(roll_number="12_3")}, "1 to 18 letters"),
        ({"account": make.account(roll_number="-123")}, "1 to 18 letters"),
        ({"account": make.account(roll_number="é123")}, "1 to 18 letters"),
        ({"account": make.account(roll_number="ß1")}, "1 to 18 letters"),
        ({"reference": "R26-0007-0001"}, "is that of another payment too"),
        ({"pence": Money(0)}, "does not pay £0.00"),
        ({"pence": Money(-1)}, "does not pay -£0.01"),
        ({"pence": Money(100_000_000_000)}, "is more than the £999,999,999.99"),
    ],
)
def test_one_line_that_cannot_be_written_refuses_the_file_and_is_named(
    wrong: dict[str, object], sentence: str
) -> None:
    run = make.run(make.payment(1), replace(make.payment(2), **wrong))
    with pytest.raises(Refused, match=r"^Nothing was exported. .*Payment 2 \(P-000002\): ") as refused:
        build(run)
    assert sentence in refused.value.message


def test_many_bad_lines_are_named_up_to_five_and_the_rest_counted() -> None:
    run = make.run(*(make.payment(number, account=None) for number in range(1, 9)))
    with pytest.raises(Refused, match=r"Payment 5 .* And 3 more\.$") as refused:
        build(run)
    assert "Payment 6" not in refused.value.message


def test_a_total_wider_than_its_field_is_refused() -> None:
    with pytest.raises(Refused, match="in several runs"):
        build(make.run(make.payment(1, 99_999_999_999), make.payment(2, 1)))


def test_nothing_to_pay_by_bank_is_refused_and_never_an_empty_file() -> None:
    for payments in ([make.cash()], [make.payment(ended_on=make.MADE_ON)]):
        with pytest.raises(Refused, match="no file for the bank"):
            build(make.run(*payments))


def test_without_an_account_or_a_user_number_it_says_where_to_enter_them() -> None:
    with pytest.raises(Refused, match="Enter it under Pay runs, Set up files"):
        build(make.run(setup=Setup()))
    bare = Setup(make.OURS.__class__("Example", "090122", "11223344"))
    with pytest.raises(Refused, match="service user number"):
        build(make.run(setup=bare))


def test_a_run_s_number_that_does_not_fit_the_serial_is_refused() -> None:
    with pytest.raises(Refused, match="too high a number"):
        build(make.run(ref="R26-10000"))


@given(st.integers(1, 9999))
def test_every_run_of_a_year_has_a_serial_of_its_own(number: int) -> None:
    assert bacs._serial(f"R26-{number:04d}") == f"26{number:04d}"
