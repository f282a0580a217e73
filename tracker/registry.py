"""Find the members of a folder of modules, one member a module, so that adding one touches one new file."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


class RegistryError(Exception):
    """Two modules claim one key, or one declares none; the message names the files."""


def members(package: ModuleType, attribute: str) -> dict[str, ModuleType]:
    """The modules directly inside `package`, by the value each gives to `attribute`, in that order."""
    found: dict[str, ModuleType] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        key = getattr(module, attribute, None)
        if not isinstance(key, str) or not key:
            raise RegistryError(f"{module.__name__} must set {attribute} to a text that names it.")
        if key in found:
            raise RegistryError(
                f"{module.__name__} and {found[key].__name__} both claim {attribute} {key!r}."
            )
        found[key] = module
    return dict(sorted(found.items()))
