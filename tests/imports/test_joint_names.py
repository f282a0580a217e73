"""Two people in one cell are not made one person in silence."""

from tests.imports.lists.test_bringing_in import Db, known, listed
from tests.imports.sheets import dry_run

__all__ = ["known"]

SAID = "Taken for one person each, though several seem to be named"


def test_a_name_that_seems_to_be_of_several_people_is_said(known: Db) -> None:
    text = "Date paid,Payee,Fee\n13/04/2025,Ann Lee & Bo Lind,75.00\n13/04/2025,Andrew Sands,75.00\n"
    notes = dry_run(listed(text, project="EYP")).plan.notes
    (said,) = [one for one in notes if SAID in one]
    assert said.startswith(f"{SAID}: “Ann Lee & Bo Lind”. If they are several people, give each a row")
