"""A list of payments in anybody's words: what its columns are taken for, and what is asked with figures."""

from datetime import date

from tests.imports.sheets import sheet
from tracker.imports.lists.kinds import Kind
from tracker.imports.lists.payments import PaymentList, understand
from tracker.imports.lists.roles import Role
from tracker.imports.lists.said import Blanks, DayIs, Differing, Refunds, Said
from tracker.imports.recognising import Shape, shape
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Ask

LONG = (
    "Payments made in April\n\n"
    "Date paid,Payee,What for,Amount,Paid by\n"
    "13/04/2025,Ann Lee,Involvement fee,£75.00,BACS\n"
    '13/04/2025,Ann Lee,Train,"1,234.50",BACS\n'
    "14/04/2025,Bo Lind,Gift card,20,\n"
    ',,Total,"1,329.50",\n'
)
ACROSS = (
    "First name,Surname,Date paid,Fee,Travel,Total paid,Tax deducted\n"
    "Ann,Lee,2025-04-03,75,12.299999999,87.30,0.00\n"
    "Bo,Lind,2025-04-03,75,0,75.00,0.00\n"
    "Cy,Dent,2025-04-03,75,5,90,5.00\n"
    "Total,,,225,17.30,252.29,5.00\n"
)


def made(text: str, said: Said | None = None) -> PaymentList:
    return understand(sheet(text), said or Said())


def asked(found: PaymentList, about: str) -> Ask:
    (ask,) = [ask for ask in found.asks if ask.about == about]
    return ask


def amounts(found: PaymentList) -> list[tuple[int, str, date | None, str, int]]:
    return [(one.row, one.name, one.day, one.kind.value, one.pence.pence) for one in found.entries]


def test_columns_are_proposed_with_their_evidence() -> None:
    found = made(LONG)
    assert [(one.letter, one.role, one.evidence) for one in found.columns] == [
        ("A", Role.DAY, "3 of 3 cells are dates"),
        ("B", Role.NAME, "headed Payee, 2 different in 3 cells"),
        ("C", Role.KIND, "3 of 4 cells say what an amount was for"),
        ("D", Role.AMOUNT, "4 of 4 cells are amounts"),
        ("E", Role.METHOD, "2 of 2 cells say a way of paying"),
    ]


def test_a_row_a_payment_reads_as_person_day_kind_and_pence() -> None:
    found = made(LONG)
    assert (found.asks, found.problems) == ([], [])
    assert amounts(found) == [
        (4, "Ann Lee", date(2025, 4, 13), "fee", 7500),
        (5, "Ann Lee", date(2025, 4, 13), "expense", 123450),
        (6, "Bo Lind", date(2025, 4, 14), "voucher", 2000),
    ]
    assert [one.method for one in found.entries] == ["bank", "bank", "voucher"]


def test_categories_across_are_an_amount_each_and_nought_brings_nothing_in() -> None:
    found = made(ACROSS, Said(differing=Differing.PARTS))
    assert amounts(found) == [
        (2, "Ann Lee", date(2025, 4, 3), "fee", 7500),
        (2, "Ann Lee", date(2025, 4, 3), "expense", 1230),
        (3, "Bo Lind", date(2025, 4, 3), "fee", 7500),
        (4, "Cy Dent", date(2025, 4, 3), "fee", 7500),
        (4, "Cy Dent", date(2025, 4, 3), "expense", 500),
    ]
    assert "Amounts of £0.00 bring nothing in: row 3." in found.remarks


def test_totals_are_held_against_the_sums_by_row_and_column_and_which_counts_is_asked() -> None:
    found = made(ACROSS)
    assert "Row 4 (Cy Dent): its amounts come to £80.00, its total says £90.00." in found.remarks
    assert "Row 5, column F prints £252.29, and the rows above it come to £252.30." in found.remarks
    assert asked(found, "differing").options == (
        ("parts", "the amounts: £242.30 in all"),
        ("total", "in those rows the total: £252.30 in all"),
    )


def test_a_total_that_counts_cannot_be_parted_into_two_kinds() -> None:
    found = made(ACROSS, Said(differing=Differing.TOTAL))
    assert [(one.row, one.column) for one in found.problems] == [(4, "Total paid (F)")]
    one_kind = ACROSS.replace("75,5,90", "75,,90")
    assert (4, "Cy Dent", date(2025, 4, 3), "fee", 9000) in amounts(
        made(one_kind, Said(differing=Differing.TOTAL))
    )


def test_what_nobody_was_paid_is_left_out_and_named() -> None:
    assert any("Tax deducted (G) is left out" in remark for remark in made(ACROSS).remarks)


def test_amounts_of_no_kind_are_asked_with_the_figures_of_each_answer() -> None:
    found = made("Name,Date paid,Fee,Other\nAnn Lee,2025-04-03,£75.00,£10.00\nBo Lind,2025-04-03,,£5.50\n")
    ask = asked(found, "column 3")
    assert ask.sentence == "What were the amounts under Other (D) for? 2 amounts, £15.50 in all."
    assert dict(ask.options)["fee"] == "a fee: fees £90.50, expenses £0.00"
    assert dict(ask.options)["expense"] == "an expense: fees £75.00, expenses £15.50"
    assert [one.kind for one in found.entries] == [Kind.FEE]


def test_a_column_that_equals_the_sum_of_the_others_is_asked_about() -> None:
    rows = "".join(f"P{at} Lee,2025-04-03,{at}.00,2.00,{at + 2}.00\n" for at in range(1, 6))
    found = made(f"Name,Date paid,Fee,Travel,Amount\n{rows}")
    assert "It equals the sum of the other amounts in 5 rows." in asked(found, "column 4").sentence
    assert dict(asked(found, "column 4").options)["total"].endswith("fees £15.00, expenses £10.00")
    assert dict(asked(found, "column 4").options)["fee"].endswith("fees £40.00, expenses £10.00")
    assert not made(f"Name,Date paid,Fee,Travel,Amount\n{rows}", Said(roles={4: Role.TOTAL})).asks


def test_days_that_can_be_read_two_ways_are_asked() -> None:
    text = LONG.replace("13/04/2025", "03/04/2025").replace("14/04/2025", "04/04/2025")
    ask = asked(made(text), "order")
    assert ask.options == (
        ("day-first", "03/04/2025 is 3 April 2025"),
        ("month-first", "03/04/2025 is 4 March 2025"),
    )
    assert made(text, Said(order=Order.MONTH_FIRST)).entries[0].day == date(2025, 3, 4)


def test_what_the_days_say_themselves_comes_before_what_was_said() -> None:
    assert made(LONG, Said(order=Order.MONTH_FIRST)).entries[0].day == date(2025, 4, 13)


def test_a_bare_date_may_be_the_day_of_the_cost_so_it_is_asked() -> None:
    text = "Name,Date,Fee\nAnn Lee,2025-04-03,£75.00\n"
    assert "£75.00 comes in as paid on them" in dict(asked(made(text), "day").options)["paid"]
    assert not made(text, Said(day_is=DayIs.PAID)).asks
    spent = made(text, Said(day_is=DayIs.SPENT))
    assert "not those of payments" in asked(spent, "paid-on").sentence
    assert made(text, Said(day_is=DayIs.SPENT, paid_on=date(2025, 5, 1))).entries[0].day == date(2025, 5, 1)


def test_a_date_beside_an_amount_paid_is_taken_for_the_day_of_payment_and_said() -> None:
    found = made("Name,Date,Amount paid,Type\nAnn Lee,2025-04-03,75.00,Fee\n")
    assert not found.asks
    assert (
        "Date (B) is taken for the day of payment, since the amounts stand under Amount paid (C)."
        in found.remarks
    )


def test_words_that_are_not_known_are_asked_with_their_money() -> None:
    text = LONG.replace("Train", "Misc").replace("BACS", "Giro")
    found = made(text)
    assert asked(found, "kind misc").sentence == "What does “Misc” mean it was for? 1 amount, £1,234.50."
    assert asked(found, "method giro").options[0] == ("bank", "bank transfer")
    told = made(text, Said(words={"kind misc": "expense", "method giro": "bank"}))
    assert not told.asks
    assert told.entries[1].kind is Kind.EXPENSE
    left = made(text, Said(words={"kind misc": "other", "method giro": "not-known"}))
    assert [(one.pence.pence, one.method) for one in left.entries] == [(7500, None), (2000, "voucher")]


def test_two_words_of_different_kinds_are_asked_and_not_guessed() -> None:
    assert asked(made(LONG.replace("Train", "Parking fee")), "kind parking fee")


def test_categories_down_belong_to_the_person_above_only_where_that_is_said() -> None:
    text = "Name,Date paid,Category,Amount\nAnn Lee,2025-04-03,Fee,75\n,,Travel,4.60\nAnn Lee total,,,79.60\n"
    assert asked(made(text), "blanks").options == (("above", "they are of the person above: £4.60"),)
    found = made(text, Said(blanks=Blanks.ABOVE))
    assert amounts(found)[1] == (3, "Ann Lee", date(2025, 4, 3), "expense", 460)
    assert not [remark for remark in found.remarks if "prints" in remark]


def test_an_amount_paid_back_is_read_as_such_or_left_out_and_named() -> None:
    text = LONG.replace("£75.00", "(75.00)")
    found = made(text)
    assert not found.problems
    assert amounts(found)[0] == (4, "Ann Lee", date(2025, 4, 13), "fee", -7500)
    assert "Paid back: row 4, -£75.00 in all. They lower what was paid, and are no payments." in found.remarks
    found = made(text, Said(refunds=Refunds.LEAVE_OUT))
    assert not found.problems
    assert "Paid back and left out: row 4, -£75.00 in all." in found.remarks


def test_cells_that_cannot_be_read_are_named_by_row_and_column() -> None:
    text = LONG.replace("£75.00", "£20.005").replace("14/04/2025", "31/04/2025")
    assert [(one.row, one.column) for one in made(text).problems] == [
        (4, "Amount (D)"),
        (6, "Date paid (A)"),
    ]


def test_a_list_without_days_asks_for_the_one_day_and_never_invents_it() -> None:
    text = "Name,Fee,Travel\nAnn Lee,£75.00,£3.20\n"
    found = made(text)
    assert "on which day" in asked(found, "paid-on").sentence
    assert [one.day for one in found.entries] == [None, None]
    assert [one.day for one in made(text, Said(paid_on=date(2013, 3, 31))).entries] == [date(2013, 3, 31)] * 2


def test_what_was_said_holds_of_the_same_list_again_and_not_of_other_figures() -> None:
    said = Said(differing=Differing.PARTS, refunds=Refunds.LEAVE_OUT, paid_on=date(2025, 1, 1))
    kept = made(ACROSS, said).settled()
    assert Said.from_json(kept.to_json()) == kept
    assert amounts(made(ACROSS, kept)) == amounts(made(ACROSS, said))
    assert (kept.remembered().differing, kept.remembered().refunds, kept.remembered().paid_on) == (None,) * 3


def test_an_order_that_nothing_told_is_not_remembered() -> None:
    assert made(ACROSS).settled().order is None


DAYS_ACROSS = "Name,13/04/2025,20/04/2025,Total\nAnn Lee,£75.00,£20.00,£95.00\nBo Lind,£75.00,,£75.00\n"


def test_days_across_give_each_amount_its_day_and_are_asked_what_they_were_for() -> None:
    assert shape(sheet(DAYS_ACROSS)) is Shape.PAYMENTS
    found = made(DAYS_ACROSS)
    assert asked(found, "day").sentence == "What are the days in the headings?"
    assert (
        asked(found, "kind amounts under the days").sentence
        == "What were the amounts under the days for? 3 amounts, £170.00."
    )
    told = made(DAYS_ACROSS, Said(day_is=DayIs.PAID, words={"kind amounts under the days": "fee"}))
    assert (told.asks, told.problems) == ([], [])
    assert amounts(told) == [
        (2, "Ann Lee", date(2025, 4, 13), "fee", 7500),
        (2, "Ann Lee", date(2025, 4, 20), "fee", 2000),
        (3, "Bo Lind", date(2025, 4, 13), "fee", 7500),
    ]


def test_hours_or_marks_under_days_are_still_a_register() -> None:
    assert shape(sheet(DAYS_ACROSS.replace("£75.00", "2.50").replace("£20.00", "1.50"))) is Shape.WIDE


def test_days_in_cells_make_no_register_even_beside_telephone_numbers() -> None:
    text = (
        "Name,Date paid,Fee,Telephone\nAnn Lee,2025-04-03,75.00,07700 900123\nBo,2025-04-03,,01865 000000\n"
    )
    assert shape(sheet(text)) is Shape.PAYMENTS
    assert "Left out: Telephone (D)." in made(text).remarks


def test_a_register_with_emails_is_still_a_register() -> None:
    text = "Name,Email,220523,220530\nAnn Lee,ann@example.org,Y,\nBo Lind,bo@example.org,Y,Y\n"
    assert shape(sheet(text)) is Shape.WIDE


def test_days_across_beside_amounts_without_a_day_need_one() -> None:
    text = DAYS_ACROSS.replace("Total", "Travel").replace("£95.00", "£9.50")
    assert asked(made(text), "paid-on")
