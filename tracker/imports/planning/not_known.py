"""People of a list who are not known, where nobody can be added: said once, with who can do what next."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.accounts.queries import who_may
from tracker.imports.planning import alike
from tracker.imports.planning.book import Book
from tracker.imports.planning.states import ProjectState
from tracker.imports.planning.who import Finder
from tracker.imports.problem import Problem
from tracker.permissions import Permission

_NAMED = 3


def refuse(book: Book, finder: Finder, sheet: str, kind: str) -> None:
    """Refuse a list once for all the people in it who are not known; each row is refused by itself too."""
    names = [name for key, name in finder.new.items() if alike.same_as(book, key) is None]
    project = finder.project
    may_add = book.actor.may(Permission.ADD_PEOPLE, project.id if project else None)
    if names and not (may_add and project):
        next_step = _CHOOSE if may_add else _whom_to_ask(project)
        book.plan.refuse(Problem(sheet, None, None, f"{_not_known(names)} {next_step}"), kind)


_CHOOSE = "Choose the project that they join, or correct the names."


def _not_known(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    said = ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    count = "1 person in it is" if len(names) == 1 else f"{len(names):,} people in it are"
    return f"{count} not known here: {said}."


def _whom_to_ask(project: ProjectState | None) -> str:
    """Who may add people, by name where the project is known."""
    who = who_may(Permission.ADD_PEOPLE, project.id) if project is not None else []
    of = f" of {project.name}" if project is not None else ""
    named = f" ({', '.join(who[:_NAMED])})" if who else ""
    return (
        f"Your role does not let you add people. A project lead{of}{named} can bring in this very file, "
        "people and payments together. Or they bring the people in first, and you choose the file again."
    )
