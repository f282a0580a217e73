"""Wide registers written out for tests, and read back."""

from tracker.imports import reading
from tracker.imports.reading import Sheet
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand


def sheet(text: str) -> Sheet:
    """The one sheet of a CSV."""
    return reading.read(text.encode(), "register.csv")[0]


def understood(text: str, **said: object) -> Understood:
    """A register, understood with what a person said."""
    return understand(sheet(text), Said(**said))  # type: ignore[arg-type]


def facts(made: Understood) -> set[tuple[str, str, bool]]:
    """Who came, or did not, on which day."""
    register = made.register
    return {
        (register.people[match], register.sittings[key].held_on.isoformat(), presence.present)
        for (key, match), presence in register.places.items()
    }


def problems(made: Understood) -> list[str]:
    """Each problem: where, and why."""
    return [f"row {one.row}, column {one.column}: {one.sentence}" for one in made.register.problems]


def asked(made: Understood) -> list[str]:
    """What a person has to say first."""
    return [ask.about for ask in made.asks]
