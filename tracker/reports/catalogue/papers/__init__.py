"""Reports to give to people, one module each; adding one adds a file here and nothing else.

Each sets KIND (its code in addresses), NAME and MEANING (what staff read where they choose it), and has
`build(asked)`, which returns the whole report as a `Paper`. ALL is whether it can be about all projects.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType

from tracker import registry


@cache
def papers() -> dict[str, ModuleType]:
    """Every report to give by its code."""
    return registry.members(sys.modules[__name__], "KIND")
