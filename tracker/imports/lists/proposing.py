"""What each column of a list seems to hold, from its heading and its cells, with the evidence. Pure.

A proposal is shown and may be corrected. What could be two things has no kind yet, and is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.lists import adding_up, amounts, kinds, words
from tracker.imports.lists.kinds import Kind
from tracker.imports.lists.roles import AMOUNTS, KINDS, Column, Role, What
from tracker.imports.lists.table import Table
from tracker.money import Money, total
from tracker.values import folded

_MOST = 0.8
_HALF = 0.5
# How many cells of a column are looked at for what it holds.
_LOOKED_AT = 500
# A column that equals the sum of the others in so many rows may be their total, whatever its heading.
_ROWS_ALIKE = 3
_OF_KIND = {kind: role for role, kind in KINDS.items()}
_PEOPLE_HEADINGS: Mapping[Role, tuple[str, ...]] = {
    Role.KNOWN_AS: ("knownas", "preferredname", "nickname", "calledby"),
    Role.EMAIL: ("email", "emailaddress", "mail", "contactemail"),
    Role.PHONE: ("phone", "telephone", "mobile", "tel", "phonenumber", "mobilenumber", "telephonenumber",
                 "contactnumber", "mobilephone", "telno", "phoneno"),
    Role.LANGUAGE: ("language", "firstlanguage", "preferredlanguage", "mainlanguage"),
    Role.FORMAT: ("format", "preferredformat", "paperformat", "formatofpapers"),
    Role.CONTACT: ("preferredcontact", "contactby", "bestwaytocontact", "contactpreference",
                   "preferredcontactmethod", "howtocontact"),
    Role.ROUTE: ("paymentroute", "paymentmethod", "howpaid", "paidby"),
}  # fmt: skip
_HEADED: Mapping[Role, Callable[[Mapping[int, str]], int | None]] = {
    Role.SESSION: words.of_sessions,
    Role.MINUTES: words.of_minutes,
}


def columns(table: Table, what: What, said: Mapping[int, Role]) -> list[Column]:
    """Every column with what it is taken for; `said` holds those that a person has spoken on."""
    found = dict.fromkeys(table.headings, (Role.OTHER, ""))
    found.update(_people(table, what))
    taken = {at for at, (role, _) in found.items() if role is not Role.OTHER}
    free = {at: text for at, text in table.headings.items() if at not in taken}
    found.update(_of_people(table, free) if what is What.PEOPLE else _of_payments(table, free))
    made = []
    for at, heading in table.headings.items():
        role, evidence = found[at]
        if at in said:
            evidence = "as you said" if said[at] is not role else evidence or "as you said"
            role = said[at]
        made.append(Column(at, heading, role, evidence or _seen(table, at)))
    return made


def only(found: Sequence[Column], role: Role) -> int | None:
    """The one column of a meaning, or None."""
    return next((one.at for one in found if one.role is role), None)


def _people(table: Table, what: What) -> dict[int, tuple[Role, str]]:
    texts = table.headings
    names = words.of_names(texts)
    found = {}
    roles = (Role.FIRST, Role.LAST) if len(names) > 1 else (Role.NAME,)
    for at, role in zip(names, roles, strict=False):
        found[at] = (role, f"{_headed(texts[at])}, {_differing(table, at)}")
    ref = words.of_refs(texts, any_ref=what is What.PEOPLE or not names)
    if ref is not None and ref not in found:
        found[ref] = (Role.REF, f"{_headed(texts[ref])}, {_differing(table, ref)}")
    return found


# --- lists of people --------------------------------------------------------------------------------------


def _of_people(table: Table, free: Mapping[int, str]) -> dict[int, tuple[Role, str]]:
    found: dict[int, tuple[Role, str]] = {}
    for role, wanted in _PEOPLE_HEADINGS.items():
        at = words.first({at: text for at, text in free.items() if at not in found}, wanted)
        if at is not None:
            found[at] = (role, f"{_headed(free[at])}, {_differing(table, at)}")
    if all(role is not Role.EMAIL for role, _ in found.values()):
        for at in free:
            fitting, cells_in = _fitting(table, at, _is_email)
            if at not in found and cells_in and fitting >= cells_in * _MOST:
                found[at] = (Role.EMAIL, f"{fitting} of {_cells(cells_in)} have an @")
                break
    return found


def _is_email(text: str) -> bool:
    return text.count("@") == 1 and " " not in text and not text.startswith("@")


# --- lists of payments ------------------------------------------------------------------------------------


def _of_payments(table: Table, free: Mapping[int, str]) -> dict[int, tuple[Role, str]]:
    found: dict[int, tuple[Role, str]] = {}
    rest = dict(free)
    for take in (_day, _method, _kind):
        at, said = take(table, rest)
        if at is not None:
            found[at] = said
            del rest[at]
    for role, of in _HEADED.items():
        at = of(rest)
        if at is not None and table.texts(at) and not _is_of_days(table, at):
            found[at] = (role, _headed(rest.pop(at)))
    return {**found, **_amounts(table, rest)}


def _day(table: Table, free: Mapping[int, str]) -> tuple[int | None, tuple[Role, str]]:
    """The column of days: one of payments before one that is called a date, before any other."""
    dated = [at for at, text in free.items() if not words.is_other_day(text) and _is_of_days(table, at)]
    dated.sort(key=lambda at: (not words.is_day_paid(free[at]), "date" not in folded(free[at]), at))
    if not dated:
        return None, (Role.OTHER, "")
    fitting, of = _fitting(table, dated[0], is_day)
    return dated[0], (Role.DAY, f"{fitting} of {_cells(of)} {'is a date' if fitting == 1 else 'are dates'}")


def _is_of_days(table: Table, at: int) -> bool:
    fitting, of = _fitting(table, at, is_day)
    heading = table.headings[at]
    headed = "date" in folded(heading) or words.is_day_paid(heading)
    return bool(of) and (fitting >= of * _MOST or (headed and fitting > of * _HALF))


def is_day(text: str) -> bool:
    """Whether a cell can be a day, in whatever order its numbers stand."""
    for month_first in (False, True):
        try:
            cells.day(text, month_first=month_first)
        except Invalid:
            continue
        return True
    return False


def _method(table: Table, free: Mapping[int, str]) -> tuple[int | None, tuple[Role, str]]:
    headed = words.of_methods(free)
    for at in [*([headed] if headed is not None else []), *free]:
        fitting, of = _fitting(table, at, lambda text: kinds.method_of(text) is not None)
        known = f"{fitting} of {_cells(of)} say a way of paying"
        if of and (fitting >= of * _MOST or (at == headed and not _holds_amounts(table, at))):
            # A column of nothing but vouchers may as well say what the amounts were.
            if at != headed and all(kinds.kind_of(text) for text in table.texts(at)):
                continue
            return at, (Role.METHOD, known if fitting else _headed(free[at]))
    return None, (Role.OTHER, "")


def _kind(table: Table, free: Mapping[int, str]) -> tuple[int | None, tuple[Role, str]]:
    headed = words.of_kinds(free)
    for at in [*([headed] if headed is not None else []), *free]:
        fitting, of = _fitting(table, at, lambda text: kinds.kind_of(text) is not None)
        if of and not _holds_amounts(table, at) and (fitting > of * _HALF or at == headed):
            return at, (Role.KIND, f"{fitting} of {_cells(of)} say what an amount was for")
    return None, (Role.OTHER, "")


def _amounts(table: Table, free: Mapping[int, str]) -> dict[int, tuple[Role, str]]:
    """The columns of money: fees, expenses and so on as they are headed, and the total of the others."""
    held = [at for at in free if _holds_amounts(table, at)]
    pounds = [at for at in held if words.is_money(free[at]) or _in_pounds(table, at)]
    # Whole numbers under “Carers” are money where other columns are.
    pounds += [at for at in held if pounds and at not in pounds and kinds.kind_of(free[at]) is not None]
    headed = [free[at] for at in pounds]
    paid = [at for at in pounds if not _is_not_paid(free[at], headed)]
    totals = [at for at in paid if words.is_total(free[at])]
    if len(totals) == len(paid):
        totals = totals[:-1]
    if len(totals) == 1 and (parts := _added_in(table, held, totals[0])):
        paid = [at for at in held if at in {*parts, totals[0]}]
        pounds = [*dict.fromkeys([*pounds, *parts])]
    found = {}
    for at in held:
        role = _role_of(free[at]) if at in paid else Role.OTHER
        role = Role.TOTAL if at in totals else role
        found[at] = (role, _said_of_amounts(table, at, role, pounds=at in pounds))
    alike = _hidden_total(table, [at for at in paid if found[at][0] in AMOUNTS], found)
    if alike is not None and not totals:
        at, rows = alike
        found[at] = (Role.TOTAL, f"equals the sum of the other amounts in {rows} rows")
    return found


def _added_in(table: Table, held: Sequence[int], total: int) -> tuple[int, ...] | None:
    """The columns of amounts that the column of totals adds up, whatever they are headed."""
    parts = [at for at in held if at != total]
    read = []
    for row in table.rows[:_LOOKED_AT]:
        stated = _amount(row.at(total))
        if stated is not None:
            read.append(({at: found for at in parts if (found := _amount(row.at(at))) is not None}, stated))
    return adding_up.parts_of(read, parts)


def _is_not_paid(heading: str, others: Sequence[str]) -> bool:
    """Whether amounts under a heading reached nobody, by itself or beside the headings of the others."""
    return (
        words.is_not_paid(heading)
        or words.is_gross_of_net(heading, others)
        or words.is_asked_of_paid(heading, others)
    )


def _role_of(heading: str) -> Role:
    kind = kinds.kind_of(heading)
    return Role.AMOUNT if kind is None or kind is Kind.OTHER else _OF_KIND[kind]


def _hidden_total(
    table: Table, paid: Sequence[int], found: Mapping[int, tuple[Role, str]]
) -> tuple[int, int] | None:
    """A column of no kind that equals the sum of the others, wherever any of them stands."""
    for at in paid:
        others = [other for other in paid if other != at]
        if found[at][0] is not Role.AMOUNT or len(others) < 2:
            continue
        rows = table.filled(others)[:_LOOKED_AT]
        alike = sum(
            bool(row.at(at)) and _sum(row.at(other) for other in others) == _sum([row.at(at)]) for row in rows
        )
        if alike >= max(_ROWS_ALIKE, len(rows) * _MOST):
            return at, alike
    return None


def _sum(texts: object) -> Money:
    return total(found for text in texts if (found := _amount(text)) is not None)  # type: ignore[attr-defined]


def _amount(text: str) -> Money | None:
    try:
        return amounts.read(text)
    except Invalid:
        return None


def _holds_amounts(table: Table, at: int) -> bool:
    fitting, of = _fitting(table, at, amounts.is_amount)
    enough = fitting > of * _HALF or words.is_money(table.headings[at])
    return bool(fitting) and enough and not _is_of_days(table, at)


def _in_pounds(table: Table, at: int) -> bool:
    """Whether cells say by themselves that they hold money, and no other numbers."""
    texts = table.texts(at)[:_LOOKED_AT]
    return any("£" in text for text in texts) or any(
        "." in text and len(text.rpartition(".")[2].strip(" )-")) == 2
        for text in texts
        if amounts.is_amount(text)
    )


def _said_of_amounts(table: Table, at: int, role: Role, *, pounds: bool) -> str:
    fitting, of = _fitting(table, at, amounts.is_amount)
    if not pounds:
        return f"{fitting} of {_cells(of)} are numbers, and nothing says pounds"
    if role is Role.OTHER:
        return f"{_headed(table.headings[at])}, which says that nobody was paid it"
    return f"{fitting} of {_cells(of)} {'is an amount' if fitting == 1 else 'are amounts'}"


# --- evidence ---------------------------------------------------------------------------------------------


def _fitting(table: Table, at: int, test: Callable[[str], bool]) -> tuple[int, int]:
    """How many of the cells of a column pass a test, and how many there are."""
    texts = table.texts(at)[:_LOOKED_AT]
    return sum(map(test, texts)), len(texts)


def _cells(count: int) -> str:
    if count == 1:
        return "1 cell"
    return f"{'the first ' if count == _LOOKED_AT else ''}{count:,} cells"


def _headed(heading: str) -> str:
    return f"headed {heading}"


def _differing(table: Table, at: int) -> str:
    texts = table.texts(at)[:_LOOKED_AT]
    return f"{len(set(map(folded, texts))):,} different in {_cells(len(texts))}"


def _seen(table: Table, at: int) -> str:
    return _differing(table, at) if table.texts(at) else "empty"
