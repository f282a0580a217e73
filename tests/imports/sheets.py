"""Files for the tests of imports, and the invented register that the browser journey uses too."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from tracker import clock
from tracker.imports import engine, guessing, reading, services, taken
from tracker.imports.engine import Source
from tracker.imports.planning.book import Book
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet
from tracker.permissions import SYSTEM, Actor, Permission
from tracker.projects.models import ImportBatch
from tracker.projects.services import seed_lists
from tracker.web.transaction import writing

LONG_REGISTER = Path(__file__).parents[1] / "e2e" / "registers" / "long-register.csv"

# Whoever may do anything, for tests of what comes of a row rather than of who may bring it.
EVERYBODY = Actor(user_id=None, name="Set-up", everywhere=frozenset(Permission))

Rows = Sequence[Sequence[str]]

EVERY_SHEET: Mapping[str, str] = {
    "projects": "ref,name,cost_code,funder,design,pool\n"
    "EYP,Early years panel,CC-100,Trust,standing panel,240\n",
    "people": (
        "ref,name,email,preferred_contact,language,format,payment_route,project_ref\n"
        "P1,Amina Yusuf,amina@example.org,text message,Somali,Large print,bank,EYP\n"
        "P2,Zoë Brzęczyk,,,,,cash,EYP\n"
        "P3,=1+1,,carrier pigeon,,,none,EYP\n"
    ),
    "circumstances": (
        "person_ref,nation,benefit,from,assessment_period_starts_on_day,work_allowance,other_earnings,"
        "other_earnings_per,immigration_status,weekly_hours,couple\n"
        "P1,England,universal credit,2025-01-01,28,with housing,0,assessment period,,,no\n"
        "P2,,,,,,,,student,20,\n"
    ),
    "sessions": (
        "ref,project_ref,date,start,end,title,stage,mode,level,service_user_activity\n"
        "S1,EYP,2026-11-02,10:00,12:30,Panel one,Design,In person,co-design,yes\n"
        "S2,EYP,9/11/2026,14:00,16:00,,Sensemaking,online,,\n"
    ),
    "attendance": (
        "session_ref,person_ref,outcome,minutes,role,fee_offered,fee_choice\n"
        "S1,P1,Attended,,participant,75.00,full\n"
        "S1,P2,did not attend,,,75,full\n"
        "S1,P3,part,60,Note taker,50,less 20\n"
        "S2,P2,cancelled by us,,,40,to charity\n"
    ),
    "expenses": (
        "session_ref,person_ref,category,amount,miles,vehicle,receipt\n"
        "S1,P1,mileage,,12.5,car,no\n"
        "S1,P1,Bus pass,4.60,,,yes\n"
        "S1,P1,Bus pass,4.60,,,yes\n"
    ),
    "payments": (
        "person_ref,paid_on,kind,amount,method,session_ref,minutes\n"
        "P1,2026-03-12,fee,75.00,bank,,150\n"
        "P1,2026-03-12,fee,75.00,bank,,150\n"
        "P2,12/04/2026,expense,£3.20,cash,,\n"
    ),
    "payees": "person_ref,account_name,sort_code,account_number\nP1,A Yusuf,20-00-00,55779911\n",
}


def sheet(text: str, name: str = "list.csv") -> Sheet:
    """The one sheet of a CSV."""
    return reading.read(text.encode(), name)[0]


def ours(**files: str) -> Source:
    """Files with our headings, as a folder of CSVs holds them."""
    contents = [text.encode() for text in files.values()]
    sheets = [sheet(text, f"{name}.csv") for name, text in files.items()]
    return engine.of_our_headings("folder", engine.fingerprint(contents), sheets, folder=True)


def changed(name: str, before: str, after: str) -> Source:
    """Every sheet, with one text replaced in one of them."""
    assert before in EVERY_SHEET[name]
    return ours(**{**EVERY_SHEET, name: EVERY_SHEET[name].replace(before, after)})


def long_register(
    choice: str, project: str = "EYP", new_name: str | None = None, content: bytes | None = None
) -> Source:
    """The invented register, cut into sessions by the choice of this code."""
    content = content or LONG_REGISTER.read_bytes()
    read = reading.read(content, LONG_REGISTER.name)[0]
    columns = guessing.columns(read)
    assert columns is not None
    (chosen,) = [one for one in guessing.choices(read, columns) if one.code == choice]
    columns = guessing.with_session(columns, chosen.columns)
    target = Target(project, new_name)
    chosen = [taken.as_list(read, columns)]
    return engine.of_registers(LONG_REGISTER.name, engine.fingerprint([content]), chosen, target)


def dry_run(source: Source, actor: Actor = EVERYBODY) -> Book:
    """What bringing it in today would do."""
    return engine.dry_run(source, actor=actor, on=clock.today())


def bring_in(source: Source, actor: Actor = EVERYBODY) -> ImportBatch | None:
    """Bring it in today."""
    with writing():
        return services.bring_in(actor=actor, on=clock.today(), source=source)


def refusals(source: Source, actor: Actor = EVERYBODY) -> list[str]:
    """Each refused row: where, and why."""
    return [f"{line.where()}: {line.sentence}" for line in dry_run(source, actor).plan.refusals]


def workbook(**files: str) -> bytes:
    """An XLSX with a sheet for each CSV text, every cell as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    for name, text in files.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    book.close()
    return out.getvalue()


def seed() -> None:
    """The lists that every instance starts with."""
    with writing():
        seed_lists(actor=SYSTEM, on=clock.today())
