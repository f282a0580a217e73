"""A cell that shows an error, or was never calculated, is said by its place and is never a blank one."""

import io

import openpyxl
import pytest

from tests.imports.raw_workbooks import ods, open_row, row, said, xlsx
from tests.imports.wide.registers import facts
from tracker.imports import guessing, headers, long_list, lost, recognising
from tracker.imports.long_list import Columns
from tracker.imports.reading import Sheet, read
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import understand

ERROR = '<c r="{}" t="e"><f>X1</f><v>#REF!</v></c>'
NEVER = '<c r="{}"><f>Members!A2</f></c>'


def listed(*cells: str) -> Sheet:
    return read(xlsx(row(1, "Name", "Date", "Came", "Notes") + row(2, *cells)), "list.xlsx")[0]


OPEN_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
LIST = Columns((0,), 1, 2, ("y",), (1,))


def problems(sheet: Sheet, columns: Columns = LIST) -> list[str]:
    found = long_list.understand(sheet, columns).problems
    return [f"{one.row} {one.column}: {one.sentence}" for one in found]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (ERROR, "#REF!"),
        ('<c r="{}" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="{}" s="1" t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>', "#DIV/0!"),
        (NEVER, "#NOT CALCULATED!"),
        ('<c r="{}"><f>1&lt;2</f><v></v></c>', "#NOT CALCULATED!"),
        ('<c r="{}" t="str"><f>A1</f></c>', "#NOT CALCULATED!"),
    ],
)
def test_a_cell_of_a_workbook_without_a_value_is_kept_as_what_it_shows(cell: str, shown: str) -> None:
    sheet = listed("Ann Lee", cell, "Y")
    assert sheet.rows == [(2, ["Ann Lee", shown, "Y"])]
    assert (sheet.said_lost() or "").startswith("Cells of the sheet S that have no value: B2 (")


def test_a_formula_that_gives_an_empty_text_is_a_blank_cell() -> None:
    sheet = listed("Ann Lee", "2026-01-05", "Y", '<c r="{}" t="str"><f>IF(A2="","x","")</f><v></v></c>')
    assert sheet.rows == [(2, ["Ann Lee", "2026-01-05", "Y"])]
    assert sheet.said_lost() is None


def test_a_formula_is_read_as_the_value_that_it_showed() -> None:
    sheet = listed("Ann Lee", "2026-01-05", '<c r="{}" t="str"><f>"Y"</f><v>Y</v></c>', "")
    assert sheet.rows == [(2, ["Ann Lee", "2026-01-05", "Y"])]


def test_cells_that_do_not_say_where_they_stand_are_counted() -> None:
    data = (
        f'<row><c t="inlineStr">{said("Name")}</c><c t="inlineStr">{said("Date")}</c></row>'
        f'<row r="4"><c/><c t="inlineStr">{said("x")}</c></row>'
        "<row><c><v>1</v></c><c><f>A1</f></c></row>"
    )
    (sheet,) = read(xlsx(data), "list.xlsx")
    assert sheet.rows == [(4, ["", "x"]), (5, ["1", "#NOT CALCULATED!"])]


def test_what_openpyxl_saves_without_values_is_said() -> None:
    book = openpyxl.Workbook()
    for cells in (["Name", "Date"], ["Ann Lee", "2026-01-05"], ["=A2", "2026-01-06"]):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read(out.getvalue(), "list.xlsx")
    assert problems(sheet, Columns((0,), 1)) == [
        f"3 Name (A): {lost.why(lost.NOT_CALCULATED)}",
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (OPEN_ERROR, "#DIV/0!"),
        (OPEN_ERROR.replace('calcext:value-type="error"', "").replace("#DIV/0!", "Err:502"), "Err:502"),
        ('<table:table-cell table:formula="of:=[.A1]"/>', "#NOT CALCULATED!"),
    ],
)
def test_a_cell_of_an_open_document_without_a_value_is_kept_as_what_it_shows(cell: str, shown: str) -> None:
    blank = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    wide = '<table:table-cell table:number-columns-repeated="2"/>'
    (sheet,) = read(ods(open_row("Name", "Date") + blank + open_row(wide, cell, "end")), "list.ods")
    assert sheet.rows == [(4, ["", "", shown, "end"])]


def test_an_open_document_keeps_an_empty_text_blank_and_a_stretch_of_time_in_hours() -> None:
    empty = (
        '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" '
        'office:string-value="" calcext:value-type="string"><text:p/></table:table-cell>'
    )
    lasted = '<table:table-cell office:value-type="time" office:time-value="PT36H05M00S"/>'
    (sheet,) = read(ods(open_row("Name", "Time", "x") + open_row(empty, lasted, "x")), "list.ods")
    assert sheet.rows == [(2, ["", "36:05", "x"])]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_of_a_list_that_rests_on_such_a_cell_is_refused(at: int) -> None:
    cells = ["Ann Lee", "2026-01-05", "Y"]
    cells[at] = ERROR
    (said_of_it,) = problems(listed(*cells))
    assert said_of_it.startswith(f"2 {('Name', 'Date', 'Came')[at]} ({'ABC'[at]}): This cell shows #REF!")


def test_such_a_cell_in_a_column_that_nothing_rests_on_is_said_and_refuses_nothing() -> None:
    sheet = listed("Ann Lee", "2026-01-05", "Y", ERROR)
    assert problems(sheet) == []
    assert "D2 (#REF!)" in (sheet.said_lost() or "")


def test_errors_that_a_csv_holds_as_text_are_seen_too() -> None:
    (sheet,) = read(b"Name,Date,Came\n#REF!,2026-01-05,Y\n", "list.csv")
    assert guessing.columns(sheet) is not None
    assert problems(sheet)[0].startswith("2 Name (A): This cell shows #REF!")


def test_a_row_of_ours_with_such_a_cell_is_refused() -> None:
    (sheet,) = read(xlsx(row(1, "session_ref", "person_ref") + row(2, "S1", ERROR)), "attendance.xlsx")
    (problem,) = headers.table(sheet, "attendance").problems
    assert (problem.row, problem.column) == (2, "person_ref (B)")
    assert "#REF!" in problem.sentence


def wide(*rows: str) -> list[str]:
    (sheet,) = read(xlsx("".join(rows)), "wide.xlsx")
    made = understand(sheet, Said())
    assert not made.asks
    return [f"{one.row} {one.column}: {one.sentence[:60]}" for one in made.register.problems]


HEADINGS = row(1, "Name", "11 May 2022", "18 May 2022")


def test_a_mark_a_name_or_a_day_of_a_wide_register_without_a_value_is_refused() -> None:
    assert wide(HEADINGS, row(2, "Ann Lee", "Y", NEVER), row(3, ERROR, "Y", "Y"), row(4, "Bo", "Y", "Y")) == [
        "3 A: This cell shows #REF!, an error of the spreadsheet. Mend its",
        "2 18 May 2022 (C): This cell holds a formula that was never calculated. Open th",
    ]
    assert wide(row(1, "Name", "11 May 2022", "18 May 2022", ERROR), row(2, "Ann Lee", "Y", "Y", "Y")) == [
        "2 D: The heading of this column shows #REF!. Open the file in you"
    ]


def test_totals_that_were_never_calculated_are_no_person() -> None:
    rows = HEADINGS + row(2, "Ann Lee", "Y", "Y") + row(3, "Total", NEVER, ERROR)
    (sheet,) = read(xlsx(rows), "wide.xlsx")
    made = understand(sheet, Said())
    assert not made.register.problems
    assert facts(made) == {("Ann Lee", "2022-05-11", True), ("Ann Lee", "2022-05-18", True)}


def test_a_sheet_of_nothing_but_such_cells_says_so() -> None:
    (sheet,) = read(xlsx(row(1, NEVER, NEVER) + row(2, NEVER, NEVER)), "wide.xlsx")
    assert "A1 (not calculated)" in recognising.why_not(sheet)


def test_dates_times_shares_and_rich_text_are_read_as_they_are_shown() -> None:
    cells = (
        '<c r="{}" s="1"><v>45000</v></c>',
        '<c r="{}" s="2"><v>0.25</v></c>',
        '<c r="{}" s="3"><v>0.5</v></c>',
        '<c r="{}" s="4"><v>1.5</v></c>',
        '<c r="{}" s="5"><v>45000.4375</v></c>',
        '<c r="{}" t="b"><v>1</v></c>',
        '<c r="{}" t="s"><v>0</v></c>',
        "0123",
    )
    shared = "<si><r><t>An</t></r><r><rPr><b/></rPr><t>n Lee</t></r></si>"
    rest = ["0.25", "12:00", "36:00"]
    data = row(1, "a") + row(2, *cells)
    (sheet,) = read(xlsx(data, shared=shared), "odd.xlsx")
    assert sheet.rows == [(2, ["2023-03-15", *rest, "2023-03-15 10:30", "yes", "Ann Lee", "0123"])]
    (sheet,) = read(xlsx(data, since_1904=True, shared=shared), "odd.xlsx")
    assert sheet.rows == [(2, ["2027-03-16", *rest, "2027-03-16 10:30", "yes", "Ann Lee", "0123"])]
