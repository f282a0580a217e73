"""The year, told in order: the organisation, each group's story, then the pay days that serve them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from types import ModuleType

from tracker import registry
from tracker.demo import answers, beside, budgets, files, hearing, organisation, pay_days, stories
from tracker.demo.staff import enter
from tracker.demo.stage import Stage
from tracker.demo.stories import garden
from tracker.demo.story import Story, begin, ref_of, welcome
from tracker.projects.models import Project


def all_stories() -> dict[str, ModuleType]:
    """Every story by its key: a module that gives KEY, WORK, PEOPLE, CAME_OF and `tell`."""
    return registry.members(stories, "KEY")


def tell(stage: Stage, scale: int = 1, only: Iterable[str] | None = None) -> None:
    """A year of the organisation, `scale` times its projects, people and sessions; or some stories only."""
    modules = [module for key, module in all_stories().items() if only is None or key in set(only)]
    stories_told = _begun(stage, modules, (0, *range(2, scale + 1)))
    number = 1
    for module, story in stories_told:
        welcome(story, module.PEOPLE, number)
        number += len(module.PEOPLE)
    files.set_up(stage)
    stage.play()
    organisation.raise_rate_in_time(stage)
    for module, story in stories_told:
        module.tell(story)
        hearing.plan(story, module.CAME_OF, getattr(module, "NOT_TOLD", {}))
    if only is None:
        told = {module.KEY: story for module, story in reversed(stories_told)}
        beside.plan(told[garden.KEY], garden.SHABNAM)
    pay_days.plan(stage)
    budgets.plan(stage)
    answers.plan(stage)
    stage.play()


def _begun(
    stage: Stage, modules: Sequence[ModuleType], copies: Sequence[int]
) -> list[tuple[ModuleType, Story]]:
    """The organisation is set up, and every story's project begun; a copy of 0 is the year itself."""
    begun: dict[str, Project] = {}
    told = [(module, copy) for copy in copies for module in modules]
    organisation.set_up(stage)
    for module, copy in told:
        begin(stage, module.WORK, copy, begun)
    stage.play()
    enter(stage)
    return [
        (module, Story(stage, module.WORK, begun[ref_of(module.WORK, copy)], _dice(module, copy), copy))
        for module, copy in told
    ]


def _dice(module: ModuleType, copy: int) -> Random:
    """Dice of its own for each story, so that one does not change when another is told before it."""
    return Random(f"{module.KEY} {copy}")
