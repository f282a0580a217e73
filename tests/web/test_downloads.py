"""Files that are handed out say their name, whatever it holds."""

from flask import Flask
from werkzeug.http import parse_options_header

from tracker.web.downloads import handed_out


def test_a_line_break_in_a_name_is_a_space(app: Flask) -> None:
    with app.test_request_context():
        answer = handed_out(b"a,b", "text/csv", "two\r\nlines.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="two lines.csv"'


def test_quotation_marks_in_a_name_stay_in_it(app: Flask) -> None:
    with app.test_request_context():
        answer = handed_out(b"a,b", "text/csv", 'the "new" list.csv')
    _, options = parse_options_header(answer.headers["Content-Disposition"])
    assert options["filename"] == 'the "new" list.csv'


def test_a_file_to_be_looked_at_first_is_shown_in_place(app: Flask) -> None:
    with app.test_request_context():
        answer = handed_out(b"%PDF", "application/pdf", "sheet.pdf", inline=True)
    assert answer.headers["Content-Disposition"] == "inline; filename=sheet.pdf"
    assert answer.mimetype == "application/pdf"
