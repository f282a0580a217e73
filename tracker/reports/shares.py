"""What a frozen table of shares says: its groups in a chart, and the gaps of a report in one sentence. Pure.

Works from protected tables alone, of either tier. What is hidden has no number there, and so no length, no
mark and no word here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracker.diversity.question_set import question_set
from tracker.diversity.representation import State, Status, Tier
from tracker.reports.bars import Bar, Chart

# What a share says beside its benchmark, by word and shape.
STATES: Mapping[str, tuple[str, str, str]] = {
    Status.TOO_FEW_TO_SAY: ("Too few to say", "○", "grey"),
    Status.CLEAR_GAP: ("Clear gap", "▼", "purple"),
    Status.POSSIBLE_GAP: ("Possible gap", "▽", "blue"),
    Status.IN_LINE: ("In line", "●", "turquoise"),
    Status.MORE_THAN_BENCHMARK: ("More than benchmark", "▲", "grey"),
}
HIDDEN = "hidden"
# More groups than this make a title that nobody reads.
_MOST_NAMED = 3


def chart_of(code: str, label: str, table: Mapping[str, Any]) -> Chart | None:
    """The shares of one question as bars; None where no share is shown."""
    groups = table["groups"]
    if not any(_is_shown(group) for group in groups):
        return None
    bars = [_bar(group) for group in groups]
    said = "; ".join(f"{bar.words}: {_in_words(bar, group)}" for bar, group in zip(bars, groups, strict=True))
    return Chart(
        code=f"shares-{code}",
        title=f"{label}: share of those who answered",
        sentence=f"{said}. The table after this chart has the same numbers.",
        bars=bars,
        marked="what would be expected" if any(bar.mark is not None for bar in bars) else "",
        ranged="what it could be by chance alone",
    )


def _in_words(bar: Bar, group: Mapping[str, Any]) -> str:
    """What a bar and its lines say: the share, where it could be, and how often that is what is expected."""
    if not _is_shown(group):
        return bar.said
    share = f"{bar.whole}% (could be {between(group)})"
    return ", ".join(words for words in (share, ratio(group), _state(group)) if words)


def _state(group: Mapping[str, Any]) -> str:
    return STATES[group["status"]][0].lower() if group["status"] else ""


def between(group: Mapping[str, Any]) -> str:
    """The interval of a share that is shown, in whole percent."""
    return f"{percent(group['wilson_low'])}% to {percent(group['wilson_high'])}%"


def ratio(group: Mapping[str, Any]) -> str:
    """How many times what is expected, with the interval of that; empty where it is compared with nobody."""
    if group["ppr"] is None:
        return ""
    low, high = f"{group['ppr_low']:.1f}", f"{group['ppr_high']:.1f}"
    could = f"could be {low} to {high}" if low != high else f"could be about {low}"
    return f"{group['ppr']:.1f} times as many as expected ({could})"


def _bar(group: Mapping[str, Any]) -> Bar:
    if not _is_shown(group):
        return Bar(words=group["name"], said=HIDDEN, whole=None)
    share = percent(group["share"])
    state = _state(group)
    return Bar(
        words=group["name"],
        said=f"{share}%, {state}" if state else f"{share}%",
        whole=share,
        mark=expected_percent(group),
        between=(percent(group["wilson_low"]), percent(group["wilson_high"])),
    )


def _is_shown(group: Mapping[str, Any]) -> bool:
    return group["state"] == State.SHOWN and group["share"] is not None


def expected_percent(group: Mapping[str, Any]) -> int | None:
    """What share would be expected, in whole percent; None where it is compared with nobody or hidden."""
    # Reports frozen before it was kept have none.
    share = group.get("expected_share")
    return None if share is None else percent(share)


def percent(share: float) -> int:
    """A share in whole percent."""
    return int(f"{share:.0%}".removesuffix("%"))


def answer(content: Mapping[str, Any], tier: Tier) -> str:
    """Who is missing, in a sentence, as the tables of a tier say it."""
    found = list(_states(content, tier))
    for status, says in (
        (Status.CLEAR_GAP, "There is a clear gap for"),
        (Status.POSSIBLE_GAP, "There may be a gap for"),
    ):
        names = [name for name, held in found if held == status]
        if names:
            return f"{says} {_listed(names)}"
    if any(held in {Status.IN_LINE, Status.MORE_THAN_BENCHMARK} for _, held in found):
        return "No gap shows among the groups that can be compared"
    if any(_printed(held, tier) for held in content["questions"].values()):
        return "Nothing can be said about gaps yet"
    return "Too few people answered to say who is missing"


def _states(content: Mapping[str, Any], tier: Tier) -> Iterator[tuple[str, str]]:
    """Each group that says something beside its benchmark, with its question, in the order asked.

    A group that is only everybody else is left out: that it is small says that the other one is large.
    """
    dimensions = question_set(content["question_set"]).dimensions
    for code in (code for code in dimensions if code in content["questions"]):
        held = content["questions"][code]
        for group in held[tier.value]["groups"] if _printed(held, tier) else ():
            if group["status"] and group["name"] != dimensions[code].rest:
                yield f"{group['name']} ({dimensions[code].label.lower()})", group["status"]


def _printed(held: Mapping[str, Any], tier: Tier) -> bool:
    return not held.get("too_alike") and bool(held[tier.value]["printed"])


def _listed(names: Sequence[str]) -> str:
    """Some names in a sentence, and how many more there are."""
    if len(names) > _MOST_NAMED:
        kept = names[: _MOST_NAMED - 1]
        return f"{', '.join(kept)} and {len(names) - len(kept)} more groups"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
