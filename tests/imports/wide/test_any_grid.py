"""Whatever stands in a sheet is understood, asked about or refused: nothing breaks, nobody is made up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.imports.reading import Sheet
from tracker.imports.recognising import reason, shape
from tracker.imports.wide.headings import read
from tracker.imports.wide.preview import first_people
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import understand
from tracker.values import folded

WORDS = """
Name,Ann Lee,Bo,Total,Y,x,1,2.5,P,11 May 2022,18 May 2022,220523,20.05.11,20.MM.DD,May,2022,Sep 23,AM,PM,12,-
Meeting 1,3,99/99/9999,Key: x = absent,£5.00,29 February 2023,Mon 9 May 2022,Attended,Fee,
"""
CELLS = st.one_of(st.sampled_from(WORDS.strip().replace("\n", ",").split(",")), st.text(max_size=12))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9))
    first, *rest = [[cell.strip() for cell in row] for row in rows]
    numbers = sorted(draw(st.sets(st.integers(2, 30), min_size=len(rest), max_size=len(rest))))
    return Sheet("list.csv", tuple(first), 1, list(zip(numbers, rest, strict=True)))


@settings(max_examples=200, deadline=None)
@given(sheet=sheets(), session=st.sampled_from(["", "day", "column", "half-day", "meeting", "table"]))
def test_any_grid_is_understood_asked_about_or_refused(sheet: Sheet, session: str) -> None:
    shape(sheet)
    reason(sheet)
    made = understand(sheet, Said(session=session))
    first_people(made)
    written = {" ".join(cell.split()) for _, row in [(1, sheet.headings), *sheet.rows] for cell in row}
    for match in made.register.people:
        assert any(part and folded(part) in match for part in written)
    for (key, match), presence in made.register.places.items():
        assert key in made.register.sittings
        assert match in made.register.people
        assert presence.row in {number for number, _ in sheet.rows}


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=90))
def test_any_heading_is_read(text: str) -> None:
    heading = read(text)
    for reading in heading.readings.values():
        reading.on(2026)


def test_figures_without_end_and_raised_figures_are_no_numbers() -> None:
    for figures in ("9" * 6000, "\u00b2", "\u0663"):
        rows = [
            (2, ["", figures, figures]),
            (3, ["Ann Lee", figures, "Y", figures]),
            (4, ["Total", figures, "1"]),
        ]
        sheet = Sheet("list.csv", ("Name", "11 May 2022", "18 May 2022", figures), 1, rows)
        shape(sheet)
        reason(sheet)
        understand(sheet, Said(hours=True))
