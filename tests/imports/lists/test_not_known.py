"""Who is in a list and not known here is said once, with who can do what next."""

from sqlalchemy import select

from tests.factories import staff
from tests.imports.lists.test_bringing_in import PAYMENTS, Db, known, listed
from tests.imports.sheets import refusals
from tracker.permissions import Actor, Permission, Role
from tracker.projects.models import Project

__all__ = ["known"]


def test_whom_finance_can_ask_to_bring_people_in_is_named(known: Db) -> None:
    lead = staff.staff(Role.LEAD, project_id=known.scalars(select(Project.id)).one())
    finance = Actor(user_id=None, name="Fi", everywhere=frozenset({Permission.PREPARE_RUNS}))
    text = PAYMENTS.replace("Zoë Brzęczyk", "Cy Dent")
    (whole, *_) = refusals(listed(text, project="EYP"), finance)
    assert f"A project lead of Early years panel ({lead.name}) can bring in this very file" in whole


def test_people_who_are_not_known_without_a_project_are_said_once_before_their_rows(known: Db) -> None:
    text = PAYMENTS.replace("Zoë Brzęczyk", "Cy Dent").replace("Amina Yusuf", "Di Ek")
    whole, *rows = refusals(listed(text))
    assert "2 people in it are not known here: " in whole
    assert "Choose the project that they join, or correct the names." in whole
    assert rows
    assert all("There is no person called" in one for one in rows)
