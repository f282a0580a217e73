"""Any list that we write ourselves, in any shape, reads back to the same pence, person, day and kind."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.sheets import workbook
from tracker.imports import reading
from tracker.imports.lists import seeming
from tracker.imports.lists.payments import understand
from tracker.imports.lists.roles import What
from tracker.imports.lists.said import Blanks, DayIs, Refunds, Said
from tracker.imports.recognising import Shape, shape
from tracker.imports.wide.headings import Order

KINDS = {
    "fee": ("Fee", "Involvement fee"),
    "expense": ("Travel", "Bus fare"),
    "voucher": ("Voucher", "Gift card"),
}
HEADED = {"fee": "Fee", "expense": "Travel", "voucher": "Vouchers"}
NAMES = ("Ann Lee", "Bo Lind", "Zoë Brzęczyk", "Cy O’Dent", "Di van der Ek")
WAYS = ("BACS", "Cash", "Cheque")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%m/%d/%Y")

Fact = tuple[str, date, str, int]


@dataclass(frozen=True)
class Written:
    """A list as written, with what it says."""

    rows: list[list[str]]
    facts: Counter[Fact]
    said: Said
    total: int


def money(pence: int, way: int) -> str:
    pounds = f"{pence // 100}.{pence % 100:02d}"
    grouped = f"{pence // 100:,}.{pence % 100:02d}"
    return (pounds, f"£{grouped}", grouped.replace(",", " "), f"{pounds} GBP", f"{pounds}000001")[way]


@st.composite
def lists(draw: st.DrawFn) -> Written:
    amounts = st.integers(1, 999_999_99)
    day = st.integers(0, 2000).map(lambda days: date(2020, 1, 1) + timedelta(days))
    payments = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES), day, st.dictionaries(st.sampled_from([*KINDS]), amounts, min_size=1)
            ),
            min_size=1,
            max_size=8,
        )
    )
    pattern, way = draw(st.sampled_from(DATES)), draw(st.integers(0, 4))
    facts: Counter[Fact] = Counter(
        (name, on, kind, pence) for name, on, found in payments for kind, pence in found.items()
    )
    whole = sum(pence * times for (_, _, _, pence), times in facts.items())
    order = Order.MONTH_FIRST if pattern == "%m/%d/%Y" else Order.DAY_FIRST
    said = Said(order=order, day_is=DayIs.PAID, blanks=Blanks.ABOVE)
    rows = draw(st.sampled_from([across, down, one_a_row]))(draw, payments, pattern, way)
    titles = [[f"Payments {draw(st.integers(2019, 2026))}"], []] if draw(st.booleans()) else []
    return Written([*titles, *rows], facts, said, whole)


def across(draw: st.DrawFn, payments: list, pattern: str, way: int) -> list[list[str]]:
    """A row a person and day, a column a category, with a total of each row and of each column."""
    rows = [["First name", "Surname", "Date paid", *HEADED.values(), "Total"]]
    for name, on, found in payments:
        first, _, last = name.partition(" ")
        empty = draw(st.sampled_from(["", "-", "nil", "0.00"]))
        cells = [money(found[kind], way) if kind in found else empty for kind in KINDS]
        rows.append([first, last, on.strftime(pattern), *cells, money(sum(found.values()), way)])
    sums = [sum(found.get(kind, 0) for _, _, found in payments) for kind in KINDS]
    if sum(sums) < 10_000_000_00 and draw(st.booleans()):
        rows.append(["Total", "", "", *(money(one, way) for one in (*sums, sum(sums)))])
    return rows


def down(draw: st.DrawFn, payments: list, pattern: str, way: int) -> list[list[str]]:
    """The person and the day once, and a row a category below."""
    rows = [["Paid to", "Payment date", "Category", "Amount", "Method"]]
    for name, on, found in payments:
        for at, (kind, pence) in enumerate(found.items()):
            who = [name, on.strftime(pattern)] if at == 0 else ["", ""]
            rows.append(
                [*who, draw(st.sampled_from(KINDS[kind])), money(pence, way), draw(st.sampled_from(WAYS))]
            )
    return rows


def one_a_row(draw: st.DrawFn, payments: list, pattern: str, way: int) -> list[list[str]]:
    """A row a payment, the columns in any order."""
    headings = ["Date paid", "Name", "Amount paid", "Type", "Notes"]
    order = draw(st.permutations(range(5)))
    rows = [[headings[at] for at in order]]
    for name, on, found in payments:
        for kind, pence in found.items():
            cells = [
                on.strftime(pattern),
                name,
                money(pence, way),
                draw(st.sampled_from(KINDS[kind])),
                "as agreed",
            ]
            rows.append([cells[at] for at in order])
    return rows


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@settings(max_examples=80, deadline=None)
@given(made=lists(), delimiter=st.sampled_from(",;\t"), encoding=st.sampled_from(["utf-8-sig", "utf-16"]))
def test_any_list_in_any_shape_reads_back_to_its_facts(made: Written, delimiter: str, encoding: str) -> None:
    (sheet,) = reading.read(written(made.rows, delimiter).encode(encoding), "list.csv")
    assert shape(sheet) is Shape.PAYMENTS
    found = understand(sheet, made.said)
    assert (found.asks, found.problems) == ([], [])
    assert (
        Counter((one.name, one.day, one.kind.value, one.pence.pence) for one in found.entries) == made.facts
    )
    assert not [remark for remark in found.remarks if "prints" in remark or "its total says" in remark]


@settings(max_examples=5, deadline=None)
@given(made=lists())
def test_a_list_in_a_workbook_reads_back_to_its_facts(made: Written) -> None:
    (sheet,) = reading.read(workbook(Payments=written(made.rows)), "list.xlsx")
    found = understand(sheet, made.said)
    assert (
        Counter((one.name, one.day, one.kind.value, one.pence.pence) for one in found.entries) == made.facts
    )


@settings(max_examples=25, deadline=None)
@given(
    paid=st.dictionaries(
        st.tuples(st.sampled_from(NAMES), st.integers(0, 2000)),
        st.integers(1, 999_999_99),
        min_size=1,
        max_size=9,
    ),
    pattern=st.sampled_from(DATES),
)
def test_days_across_read_back_to_their_facts(paid: dict[tuple[str, int], int], pattern: str) -> None:
    on = {at: date(2020, 1, 1) + timedelta(days=at) for at in sorted({at for _, at in paid})}
    rows = [["Name", *(day.strftime(pattern) for day in on.values()), "Total"]]
    for name in sorted({name for name, _ in paid}):
        sums = [paid.get((name, at), 0) for at in on]
        rows.append([name, *(money(one, 1) if one else "" for one in sums), money(sum(sums), 1)])
    (sheet,) = reading.read(written(rows).encode(), "list.csv")
    assert shape(sheet) is Shape.PAYMENTS
    order = Order.MONTH_FIRST if pattern == "%m/%d/%Y" else Order.DAY_FIRST
    found = understand(
        sheet, Said(order=order, day_is=DayIs.PAID, words={"kind amounts under the days": "expense"})
    )
    assert (found.asks, found.problems) == ([], [])
    facts = Counter((name, on[at], "expense", pence) for (name, at), pence in paid.items())
    assert Counter((one.name, one.day, one.kind.value, one.pence.pence) for one in found.entries) == facts
    assert not [remark for remark in found.remarks if "its total says" in remark]


@settings(max_examples=25, deadline=None)
@given(made=lists(), data=st.data())
def test_a_total_that_is_changed_is_always_said_by_its_row(made: Written, data: st.DataObject) -> None:
    rows = [list(row) for row in made.rows]
    heading = next(at for at, row in enumerate(rows) if len(row) > 1)
    if rows[heading][-1] != "Total":
        return
    at = data.draw(st.integers(heading + 1, len(rows) - 1))
    rows[at][-1] = "1.01" if rows[at][-1] != "1.01" else "1.02"
    found = understand(reading.read(written(rows).encode(), "list.csv")[0], made.said)
    assert [remark for remark in found.remarks if remark.startswith(f"Row {at + 1}")]


@settings(max_examples=25, deadline=None)
@given(
    made=lists(),
    cell=st.sampled_from(["tbc", "1.234,50", "1e3", "12,5", "£20.005", "75 or 80"]),
    data=st.data(),
)
def test_an_amount_that_cannot_be_read_is_never_dropped_in_silence(
    made: Written, cell: str, data: st.DataObject
) -> None:
    rows = [list(row) for row in made.rows]
    heading = next(at for at, row in enumerate(rows) if len(row) > 1)
    at = data.draw(st.integers(heading + 1, len(rows) - 1))
    column = next(n for n, text in enumerate(rows[heading]) if text in {"Amount", "Amount paid", "Fee"})
    rows[at][column] = cell
    found = understand(reading.read(written(rows).encode(), "list.csv")[0], made.said)
    named = [one for one in found.problems if one.row == at + 1 and one.column]
    said = (f"Row {at + 1}", f"Left out: {rows[heading][column]}")
    assert named or found.asks or [remark for remark in found.remarks if remark.startswith(said)]


def test_a_list_says_what_it_is_by_its_beginning() -> None:
    def what(text: str) -> What | None:
        return seeming.what(reading.read(text.encode(), "a.csv")[0])

    assert what("Name,Date paid,Fee\nAnn Lee,2025-01-01,75.00\n") is What.PAYMENTS
    assert what("Name,Email\nAnn Lee,ann@example.org\n") is What.PEOPLE
    assert what("Name,Date,Attended,Fee\nAnn Lee,2025-01-01,yes,75.00\n") is None
    assert what("Name,Date,Minutes\nAnn Lee,2025-01-01,75\n") is None
    assert what("Name,Fee\nAnn Lee,75.00\n") is None


def test_refunds_said_to_be_left_out_leave_the_rest() -> None:
    text = "Name,Date paid,Fee\nAnn Lee,2025-01-01,75.00\nAnn Lee,2025-01-02,-75.00\n"
    found = understand(reading.read(text.encode(), "a.csv")[0], Said(refunds=Refunds.LEAVE_OUT))
    assert [one.pence.pence for one in found.entries] == [7500]
