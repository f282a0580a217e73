"""What a workbook hides is read like all the rest, and said."""

import io
import zipfile

import pytest
import xlsxwriter

from tracker.imports import reading

ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Panel"><table:table-column/><table:table-column table:visibility="collapse"/>
{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def xlsx(sheet_hidden: bool = False) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Cover").write_row(0, 0, ["About", "this"])
    page = book.add_worksheet("The panel's")
    for number, row in enumerate(
        (["Name", "Date", "Came"], ["A", "2026-01-05", "Y"], ["B", "2026-01-05", "Y"])
    ):
        page.write_row(number, 0, row)
    page.set_row(1, None, None, {"hidden": True})
    page.set_row(50, None, None, {"hidden": True})
    page.set_column(2, 2, None, None, {"hidden": True})
    if sheet_hidden:
        page.hide()
    book.close()
    return out.getvalue()


def ods() -> bytes:
    rows = "".join(
        f"<table:table-row{hidden}>{''.join(map(CELL.format, cells))}</table:table-row>"
        for hidden, cells in (
            ("", ("Name", "Date")),
            (' table:visibility="filter"', ("A", "2026-01-05")),
            ("", ("B", "2026-01-05")),
        )
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", ODS.format(rows=rows))
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_hidden_rows_and_columns_of_a_workbook_are_said_and_read() -> None:
    cover, panel = reading.read(xlsx(), "panel.xlsx")
    assert cover.said_hidden() is None
    assert panel.said_hidden() == (
        "Hidden in the sheet The panel's, and read like all the rest: row 2, column C."
    )
    assert [number for number, _ in panel.rows] == [2, 3]


def test_a_hidden_sheet_is_said() -> None:
    said = reading.read(xlsx(sheet_hidden=True), "panel.xlsx")[1].said_hidden()
    assert said is not None
    assert "the whole sheet, row 2" in said


def test_hidden_rows_and_columns_of_an_open_document_are_said_and_read() -> None:
    (panel,) = reading.read(ods(), "panel.ods")
    assert panel.said_hidden() == "Hidden in the sheet Panel, and read like all the rest: row 2, column B."
    assert [number for number, _ in panel.rows] == [2, 3]


@pytest.mark.parametrize("text", ["Name,Date\nA,2026-01-05\n"])
def test_a_csv_hides_nothing(text: str) -> None:
    assert reading.read(text.encode(), "list.csv")[0].said_hidden() is None
