"""Whatever stands in a sheet, and whatever is said, a list is understood, asked about or refused by cell."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.imports import reading
from tracker.imports.lists import seeming
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.roles import LABELS, What
from tracker.imports.lists.said import Blanks, DayIs, Differing, Refunds, Said
from tracker.imports.lists.understanding import understand
from tracker.imports.reading import Sheet
from tracker.imports.wide.headings import Order
from tracker.money import ZERO

CELLS = st.sampled_from(
    ["", "Name", "First name", "Surname", "Date paid", "Date", "Amount", "Fee", "Travel", "Total", "Type",
     "Ref", "Method", "Email", "Phone", "Minutes", "Session", "Ann Lee", "Bo", "Ann Lee total",
     "Total for Bo", "75", "£1,234.50", "(20.00)", "12.299999999", "1e3", "nil", "-", "0", "2025-04-03",
     "03/04/2025", "13/04/2025",
     "31/31/2025", "fee", "BACS", "giro", "Misc", "ann@example.org", "=1+1", "\u202e", "9" * 40,
     "٣", "x" * 300, "£20"]
)  # fmt: skip
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8)


@st.composite
def answers(draw: st.DrawFn, what: What) -> Said:
    def perhaps(kind: type) -> st.SearchStrategy:
        return st.none() | st.sampled_from([*kind])

    return Said(
        what=what,
        roles=draw(st.dictionaries(st.integers(0, 7), st.sampled_from([*LABELS[what]]), max_size=6)),
        words=draw(st.dictionaries(st.just("kind misc"), st.sampled_from(["fee", "other"]), max_size=1)),
        order=draw(perhaps(Order)),
        day_is=draw(perhaps(DayIs)),
        blanks=draw(perhaps(Blanks)),
        differing=draw(perhaps(Differing)),
        refunds=draw(perhaps(Refunds)),
        paid_on=draw(st.none() | st.just(date(2025, 3, 31))),
    )


@settings(max_examples=150, deadline=None)
@given(rows=GRIDS, data=st.data(), what=st.sampled_from([*What]))
def test_any_grid_is_understood_in_some_way_and_again_in_the_same(
    rows: list[list[str]], data: st.DataObject, what: What
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    try:
        (sheet,) = reading.read(out.getvalue().encode(), "list.csv")
    except Invalid:
        return
    seeming.what(sheet)
    made = understand(sheet, data.draw(answers(what)))
    assert made.sentence()
    if not made.asks:
        settled = Said.from_json(made.settled().to_json())
        assert understand(sheet, settled).settled() == made.settled()
    if isinstance(made, PaymentList):
        assert all(one.pence > ZERO and (one.name or one.ref) for one in made.entries)
        assert all(problem.row and problem.sentence for problem in made.problems)


@pytest.mark.parametrize("what", What)
def test_a_sheet_of_which_everything_was_left_out_holds_nothing(what: What) -> None:
    blank = Sheet("list.csv", ("",), 1, [(2, [" "])])
    assert seeming.what(blank) is None
    assert understand(blank, Said(what)).asks


@settings(max_examples=80, deadline=None)
@given(rows=GRIDS)
def test_every_amount_of_a_list_without_questions_is_an_entry_or_named(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Name", "Date paid", "Fee"], *([*row, "", ""][:3] for row in rows)])
    (sheet,) = reading.read(out.getvalue().encode(), "list.csv")
    made = understand(sheet, Said(order=Order.DAY_FIRST, blanks=Blanks.ABOVE))
    if made.asks or not isinstance(made, PaymentList):
        return
    said = {one.row for one in made.entries} | {problem.row for problem in made.problems}
    remarked = " ".join(made.remarks)
    for row in made.rows:
        if row.sort in {"payment", "nameless"} and row.number not in said:
            assert str(row.number) in remarked
