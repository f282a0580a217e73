"""Any wide register that we write out reads back to the same facts, or asks what it cannot know."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.sheets import workbook
from tests.imports.wide.registers import facts
from tests.imports.wide.writing import Written, registers
from tracker.imports import reading
from tracker.imports.reading import Sheet
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, is_wide, understand
from tracker.values import folded

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")


def answered(sheet: Sheet, written: Written) -> Understood:
    """The register, understood; whoever is asked says how the dates are written."""
    made = understand(sheet, Said())
    asked = {ask.about for ask in made.asks}
    # Where nobody came, an A may as well mean attended.
    assert asked <= {"order", "year"} | (set() if any(written.came.values()) else {"marks"})
    if not asked:
        return made
    order = written.shape.order if "order" in asked else None
    year = written.days[0].year if "year" in asked else None
    return understand(sheet, Said(order=order, year=year, did_not=("a",) if "marks" in asked else ()))


@settings(max_examples=150, deadline=None)
@given(written=registers(), encoding=st.sampled_from(ENCODINGS), delimiter=st.sampled_from(",;\t"))
def test_a_register_in_any_shape_and_encoding_reads_back_to_its_facts(
    written: Written, encoding: str, delimiter: str
) -> None:
    (sheet,) = reading.read(written.csv(delimiter).encode(encoding), "register.csv")
    assert is_wide(sheet)
    made = answered(sheet, written)
    assert not made.asks
    assert facts(made) == written.facts()
    assert set(made.register.people) == {folded(name) for name in written.people}
    assert not made.register.problems
    assert not [remark for remark in made.remarks if remark.startswith("Row ") and "prints" in remark]


@settings(max_examples=5, deadline=None)
@given(written=registers())
def test_a_register_in_a_workbook_reads_back_to_its_facts(written: Written) -> None:
    (sheet,) = reading.read(workbook(Register=written.csv()), "register.xlsx")
    made = answered(sheet, written)
    assert facts(made) == written.facts()


@settings(max_examples=80, deadline=None)
@given(written=registers(), data=st.data())
def test_a_mark_without_a_name_is_always_reported_and_given_to_nobody(
    written: Written, data: st.DataObject
) -> None:
    rows = [list(row) for row in written.rows]
    heading = next(at for at, row in enumerate(rows) if "Name" in row)
    days = rows[heading].index("Name") + 1 + ("Voting" in rows[heading])
    column = data.draw(st.integers(days, days + len(written.days) - 1))
    nameless = ["" for _ in rows[heading]]
    nameless[column] = written.present
    rows.insert(heading + 2, nameless)
    text = Written(written.people, written.days, written.came, written.shape, rows).csv()
    (sheet,) = reading.read(text.encode(), "register.csv")
    made = answered(sheet, written)
    reported = [one for one in made.register.problems if "has no name" in one.sentence]
    assert [one.row for one in reported] == [heading + 3]
    assert reported[0].column is not None
    assert reported[0].column.endswith(f"({reading.column_letter(column)})")
    assert facts(made) == written.facts()


@pytest.mark.parametrize("order", ["day", "half-day"])
@given(marks=st.lists(st.booleans(), min_size=8, max_size=8))
@settings(max_examples=60, deadline=None)
def test_half_days_are_cut_as_said(order: str, marks: list[bool]) -> None:
    text = "Name,11 May 2022,,18 May 2022,\n,AM,PM,AM,PM\n" + "".join(
        f"{name},{','.join('Y' if mark else '' for mark in marks[at : at + 4])}\n"
        for name, at in (("Ann Lee", 0), ("Bo Lind", 4))
    )
    made = understand(reading.read(text.encode(), "register.csv")[0], Said(session=order))
    if order == "half-day":
        assert made.register.attendances == sum(marks)
    else:
        assert made.register.attendances == sum(marks[at] or marks[at + 1] for at in (0, 2, 4, 6))
