"""What higher packages say of people before they are invited; joined in `tracker.house`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tracker.people.models import Participant
from tracker.sessions.models import InvolvementSession


@dataclass(frozen=True)
class Beforehand:
    """A note on some of these people, by their ids; what the notes rest on; and where inviting leads next."""

    notes: Mapping[int, Markup] = field(default_factory=dict)
    about: Markup = field(default_factory=Markup)
    next_page: str | None = None


Says = Callable[[InvolvementSession, Sequence[Participant]], Beforehand]
says: list[Says] = []


def said(involvement: InvolvementSession, participants: Sequence[Participant]) -> Beforehand:
    """Everything that is said of these people, together."""
    each = [say(involvement, participants) for say in says]
    notes: dict[int, Markup] = {}
    for one in each:
        for number, note in one.notes.items():
            notes[number] = notes.get(number, Markup()) + note
    next_page = next((one.next_page for one in each if one.next_page), None)
    return Beforehand(notes, Markup().join(one.about for one in each), next_page)
