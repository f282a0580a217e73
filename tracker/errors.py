"""Every refusal a person may meet, as one family of exceptions.

A message is a whole sentence in plain English that says what is wrong and what to do.
`tracker.web.errors` turns these into pages and field errors, `tracker.cli` into exit codes;
nothing else catches them.
"""


class TrackerError(Exception):
    """A refusal with a sentence for people and, where one is at fault, the name of the field."""

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.default_code

    default_code = "refused"


class Invalid(TrackerError):
    """The input is malformed or impossible; `field` names where."""

    default_code = "invalid"


class Refused(TrackerError):
    """The input is well formed but the state of the record or a control forbids the act."""

    default_code = "refused"


class NotFound(TrackerError):
    """No such record, or none that this person may know of: the two are never told apart."""

    default_code = "not-found"


class StaleVersion(Refused):
    """Somebody else saved the record first; `theirs` and `yours` hold both sets of values."""

    default_code = "stale"

    def __init__(self, message: str, *, theirs: dict[str, str], yours: dict[str, str]) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours
