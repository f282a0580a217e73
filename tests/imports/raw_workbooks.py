"""Workbooks written out part by part, for what no program that we have would write."""

import io
import zipfile

_EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL_FILE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_CALC = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
# What the numbers of `s` in a cell of `xlsx` look like: general, date, percent, time, stretch, moment, month.
_LOOKS = (0, 14, 9, 20, 46, 22, 17)


def xlsx(sheet_data: str, *, since_1904: bool = False, shared: str = "") -> bytes:
    """An XLSX with one sheet, S, whose rows are these."""
    book_settings = '<workbookPr date1904="1"/>' if since_1904 else ""
    looks = "".join(f'<xf numFmtId="{look}"/>' for look in _LOOKS)
    kinds = ("worksheet", "styles", "sharedStrings")
    targets = ("worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml")
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_REL}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(zip(kinds, targets, strict=True))
    )
    return _packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_REL_FILE}"><Relationship Id="r9" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_EXCEL}" xmlns:r="{_REL}">{book_settings}'
            '<sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_REL_FILE}">{related}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{_EXCEL}"><cellXfs>{looks}</cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_EXCEL}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_EXCEL}"><sheetData>{sheet_data}</sheetData>'
            "</worksheet>",
        }
    )


def ods(rows: str) -> bytes:
    """An ODS with one sheet, S, whose rows are these."""
    return _packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?><office:document-content{_OPEN}{_CALC}><office:body>'
            f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def said(text: str) -> str:
    """The inside of a cell of an XLSX row that is a text."""
    return f"<is><t>{text}</t></is>"


def row(number: int, *cells: str) -> str:
    """A row of an XLSX: texts, and whole cells where they begin with <c and have {} for their place."""
    letters = "ABCDEFGH"
    written = "".join(
        cell.format(f"{letters[at]}{number}")
        if cell.startswith("<c")
        else f'<c r="{letters[at]}{number}" t="inlineStr">{said(cell)}</c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{written}</row>'


def open_row(*cells: str) -> str:
    """A row of an ODS: texts, and whole cells where they begin with <."""
    written = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{written}</table:table-row>"


def _packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()
