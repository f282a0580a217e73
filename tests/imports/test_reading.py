"""Files of every kind become sheets of text, and every other file a sentence."""

import io
import zipfile
from contextlib import suppress
from datetime import date, time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.imports.sheets import workbook
from tracker.errors import Invalid
from tracker.imports import reading

TABLE = "Name;Café\nZoë Brzęczyk;ja\nÓ Briain;nein\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_encoding_is_read(encoding: str) -> None:
    (sheet,) = reading.read(TABLE.encode(encoding), "list.csv")
    assert sheet.headings == ("Name", "Café")
    assert sheet.rows == [(2, ["Zoë Brzęczyk", "ja"]), (3, ["Ó Briain", "nein"])]


def test_a_second_byte_order_mark_is_no_part_of_the_first_heading() -> None:
    (sheet,) = reading.read(b"\xef\xbb\xbf" + TABLE.encode("utf-8-sig"), "list.csv")
    assert sheet.headings[0] == "Name"


def test_windows_letters_are_read() -> None:
    (sheet,) = reading.read("Name,Née\nFalcão,“x”\n".encode("cp1252"), "list.csv")
    assert sheet.rows == [(2, ["Falcão", "“x”"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_sign_between_cells_is_found(delimiter: str) -> None:
    text = "a,b,c\n1,two; or three,4\n5,6,7\n".replace(",", delimiter)
    (sheet,) = reading.read(text.encode(), "list.csv")
    assert len(sheet.headings) == 3


def test_rows_keep_the_number_that_the_spreadsheet_shows() -> None:
    (sheet,) = reading.read(b'\n\nName,Note\n\nA,"two\nlines"\nB,x\n', "list.csv")
    assert sheet.heading_row == 3
    assert [number for number, _ in sheet.rows] == [5, 6]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n , \n", "is empty"),
        (b"Name,Date\nA\0,2\n", "row 2 holds a NUL character"),
        (b"Name,Date\nA,2\nB\x07,2\n", "row 3 holds a character that cannot be printed"),
        (b"Name,Date\nA,\x81\x8d\n", "not a text that can be read"),
        (b'Name,Date\n"A,1\nB,2\n', "a quotation mark is opened and not closed"),
        (b"Name,Date\nA," + b"x" * 200_000, "a cell be too long"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"PK\x03\x04 not a workbook", "is damaged"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file, or has a password"),
        (b"a," * 600 + b"a\n", "more than 500"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        reading.read(content, "list.csv")
    assert refused.value.field == "file"


def test_more_than_fifty_megabytes_are_refused() -> None:
    with pytest.raises(Invalid, match="up to 50 MB"):
        reading.read(b"a,b\n" + b" " * reading.LARGEST_BYTES, "list.csv")


def test_every_sheet_of_a_workbook_is_read_and_formulas_stay_text() -> None:
    sheets = reading.read(
        workbook(people="ref,name\nP1,=1+1\n", empty="", projects="ref,name\n"), "ours.xlsx"
    )
    assert [sheet.name for sheet in sheets] == ["people", "projects"]
    assert sheets[0].rows == [(2, ["P1", "=1+1"])]


def open_document(rows: str) -> bytes:
    """An ODS file with these rows, as XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="people">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}:manifest:1.0"/>')
        packed.writestr("content.xml", content)
    return out.getvalue()


def open_row(*texts: str, repeated: str = "") -> str:
    """One row of an ODS file, its cells or itself as often as said."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row {repeated}>{cells}</table:table-row>"


def test_an_open_document_is_read_though_its_emptiness_goes_on_for_a_million_rows() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    below = f'<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>'
    rows = open_row("ref", "name") + open_row("P1", "Zoë") + below
    (sheet,) = reading.read(open_document(rows), "people.ods")
    assert (sheet.name, sheet.rows) == ("people", [(2, ["P1", "Zoë"])])


@pytest.mark.parametrize(
    "rows",
    [
        open_row("a", repeated='table:number-rows-repeated="2000000000"'),
        open_row('<text:s text:c="2000000000"/>'),
        open_row("long" * 100_000, repeated='table:number-rows-repeated="1000"'),
        open_row("a").replace(
            "<table:table-cell", '<table:table-cell table:number-columns-repeated="2000000000"'
        ),
    ],
    ids=["rows", "spaces", "texts", "columns"],
)
def test_an_open_document_that_repeats_itself_beyond_all_memory_is_refused(rows: str) -> None:
    with pytest.raises(
        Invalid, match=r"more than (can be read at once|500,000 rows|500 cells)|too long to read"
    ):
        reading.read(open_document(rows), "people.ods")


def test_one_long_text_shared_by_many_cells_is_refused_before_it_fills_the_memory() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for row in range(10_000):
        page.write_string(row, 0, "x" * 32_767)
    book.close()
    with pytest.raises(Invalid, match="more than can be read at once"):
        reading.read(out.getvalue(), "shared.xlsx")


def test_numbers_dates_and_times_of_a_workbook_read_as_people_write_them() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("s")
    page.write_row(0, 0, ["whole", "half", "sum", "yes", "date", "time"])
    page.write_number(1, 0, 75)
    page.write_number(1, 1, 12.5)
    page.write_number(1, 2, 0.1 + 0.2)
    page.write_boolean(1, 3, True)
    page.write_datetime(1, 4, date(2026, 3, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
    page.write_datetime(1, 5, time(14, 5), book.add_format({"num_format": "hh:mm"}))
    book.close()
    (sheet,) = reading.read(out.getvalue(), "typed.xlsx")
    assert sheet.rows == [(2, ["75", "12.5", "0.3", "yes", "2026-03-12", "14:05"])]


def test_a_cell_at_the_far_corner_of_a_sheet_is_refused_before_it_fills_the_memory() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["ref", "name"])
    page.write_string(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(Invalid, match="far away from the rest"):
        reading.read(out.getvalue(), "wide.xlsx")


@pytest.mark.parametrize(
    ("part", "far"),
    [
        ("xl/worksheets/sheet1.xml", "<c r='XFD1048576'/>"),
        ("xl/worksheets/sheet1.xml", '<c  r = "xfd1048576"/>'),
        ("xl/worksheets/sheet1.xml", "<c\n" + " " * 3_000_000 + 'r="XFD1048576"/>'),
        ("xl/worksheets/sheet1.xml", '<c r="AA1"/><row s="1" r="1048576"><c/></row>'),
        ("xl/theme/theme1.xml", '<c r="XFD1048576"/>'),
        ("xl/worksheets/sheet1.xml", '<c r="ZZZZZZZZZZ1"/>'),
        ("xl/worksheets/sheet1.xml", '<c r="ZZZZ1048576"/>'),
        ("xl/worksheets/sheet1.xml", f'<c r="{"Z" * 100_000}{"9" * 100_000}"/>'),
    ],
)
def test_a_far_corner_is_found_however_its_place_is_written(part: str, far: str) -> None:
    # The reader makes room for the whole rectangle at once, and the process ends where there is none.
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, f"<worksheet><sheetData>{far}</sheetData></worksheet>")
    with pytest.raises(Invalid, match=r"far away from the rest|damaged"):
        reading.read(out.getvalue(), "wide.xlsx")


def test_a_binary_workbook_is_refused_with_what_to_do() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.bin", b"")
    with pytest.raises(Invalid, match="save it again as XLSX"):
        reading.read(out.getvalue(), "binary.xlsb")


def test_a_workbook_that_unpacks_to_more_than_memory_holds_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as page,
    ):
        for _ in range(700):
            page.write(b" " * 1024 * 1024)
    with pytest.raises(Invalid, match="unpacks to more"):
        reading.read(out.getvalue(), "bomb.xlsx")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with suppress(Invalid):
        assert all(sheet.headings for sheet in reading.read(content, "list.csv"))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_workbook_whose_bytes_are_damaged_is_refused_with_what_to_do(method: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", "<row r='1'>" + "".join(map(str, range(40_000))))
    content = bytearray(whole.getvalue())
    for place in range(60, len(content) - 200, 7):
        content[place] ^= 0xFF
    with pytest.raises(Invalid, match=r"damaged and cannot be opened\. Open it in your spreadsheet program"):
        reading.read(bytes(content), "damaged.xlsx")


def test_a_damaged_byte_anywhere_in_a_workbook_is_never_more_than_a_sentence() -> None:
    content = workbook(
        people="\n".join(["Name,Date", *(f"Person {number},2026-11-02" for number in range(60))])
    )
    for place in range(0, len(content), len(content) // 30):
        damaged = bytearray(content)
        damaged[place] ^= 0xA5
        with suppress(Invalid):
            reading.read(bytes(damaged), "damaged.xlsx")


def test_more_filled_cells_than_memory_should_hold_are_refused() -> None:
    row = open_row(*["7"] * 480, repeated='table:number-rows-repeated="11000"')
    with pytest.raises(Invalid, match="more than can be read at once"):
        reading.read(open_document(row), "wide.ods")
