"""One module a kind of paper; adding one adds a file here, its body beside the others, and its words.

Each sets KIND (its code in records and addresses), LABEL and MEANING (what staff read), PART (its part of
the wording), BODY (the template of what it says) and SEEN_WITH (the permission that opens issued ones).

Those given on request have `subjects(viewer, participant)`, what one can be about, NOTHING_YET, the sentence
for when that is nothing, and `content(asked)`, what it then says, which raises Refused where the organisation
must first fill something in. USUAL_DAYS(on), if it has any, is the stretch of days that it covers.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType

from tracker import registry
from tracker.permissions import Actor, Permission


@cache
def kinds() -> dict[str, ModuleType]:
    """Every kind by its code."""
    return registry.members(sys.modules[__name__], "KIND")


def on_request() -> dict[str, ModuleType]:
    """The kinds that somebody asks for; the others come by themselves."""
    return {code: kind for code, kind in kinds().items() if hasattr(kind, "subjects")}


def given_by(viewer: Actor) -> dict[str, ModuleType]:
    """The kinds that the viewer may give somebody, who must be able to open them too."""
    if not viewer.may(Permission.ISSUE_DOCUMENTS):
        return {}
    return {code: kind for code, kind in on_request().items() if viewer.may(kind.SEEN_WITH)}
