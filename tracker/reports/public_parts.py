"""Parts of reports that leave the building: every number of people to the nearest five, and few as few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.diversity.disclosure import LEAST_SHOWN, rounded
from tracker.diversity.published import PUBLIC, Published
from tracker.diversity.question_set import question_set
from tracker.diversity.representation import State
from tracker.projects import queries as projects
from tracker.reports.asked import Asked
from tracker.reports.bars import Bar, Chart
from tracker.reports.by_stage import by_stage
from tracker.reports.catalogue.voices import Report
from tracker.reports.changed import changes, cost
from tracker.reports.paper import Part, Table
from tracker.reports.shares import HIDDEN, STATES, between, chart_of, expected_percent, percent
from tracker.reports.wide_bands import wide
from tracker.web.filters import counted, percent_of, plain

# Public percentages stand on this many at least.
_LEAST_FOR_PERCENTAGES = 25


def about(number: int) -> str:
    """A number of people as others may read it: to the nearest five, and below five only that."""
    if number == 0:
        return "none"
    return f"fewer than {LEAST_SHOWN}" if number < LEAST_SHOWN else f"about {rounded(number):,}"


def share_of_three(report: Report) -> str | None:
    """What the three most frequent held of the seats, to five percent; None where too few were heard."""
    if report.spread.people < _LEAST_FOR_PERCENTAGES:
        return None
    return f"about {rounded(percent(report.top_three_seats / report.spread.seats))}%"


def how_often(report: Report) -> Part:
    """Whether it is the same few, in rounded numbers of people; beside them no share of seats.

    Of few sessions such shares would say to the person how many came once and how many twice.
    """
    heading, bands = "Is it the same few?", wide(report.bands)
    if len(bands) < 2:
        return Part(heading=heading, sentences=["There were too few people to say how often they came."])
    said = [about(band.people) for band in bands]
    bars = [
        Bar(words=band.words, said=f"{words} people", whole=rounded(band.people))
        for band, words in zip(bands, said, strict=True)
    ]
    chart = Chart(
        code="often",
        title="People by how often they took part",
        sentence=f"{'; '.join(f'{bar.words}: {bar.said}' for bar in bars)}. The table says the same.",
        bars=bars,
    )
    rows = [(band.words, words) for band, words in zip(bands, said, strict=True)]
    return Part(
        heading=heading,
        chart=chart,
        table=Table("People by how often they took part", ("Took part", "People"), rows),
    )


def shares(found: Published) -> Iterator[Part]:
    """Each question of a frozen report: how many answered, its shares, and whom they are compared with."""
    content = found.content
    for code, dimension in question_set(content["question_set"]).dimensions.items():
        if code not in content["questions"]:
            continue
        held = content["questions"][code]
        table, benchmark = held[PUBLIC], held["benchmark"]
        answered = f"About {table['known']} of about {table['base']} answered."
        if not table["printed"]:
            why = "Too few answered for a table, or too much of it would be hidden."
            yield Part(heading=dimension.label, sentences=[answered, why])
            continue
        beside = f"Compared with: {benchmark['name']}. {benchmark['why']}" if benchmark["name"] else ""
        yield Part(
            heading=dimension.label,
            sentences=[sentence for sentence in (answered, beside) if sentence],
            chart=chart_of(code, dimension.label, table),
            table=_table(dimension.label, table),
        )


def _table(label: str, table: Mapping[str, Any]) -> Table:
    """The numbers of a chart of shares; what compares with nobody has no columns for that."""
    compared = any(group["expected_count"] is not None for group in table["groups"])
    beside = ("Expected", "Times expected", "What it says") if compared else ()
    headings = ("Group", "People", "Share", "Could be", *beside)
    rows = [_row(group)[: len(headings)] for group in table["groups"]]
    return Table(f"{label}: the numbers of the chart", headings, rows)


def _row(group: Mapping[str, Any]) -> tuple[str, ...]:
    if group["state"] != State.SHOWN:
        return (group["name"], HIDDEN, "–", "–", "–", "–", "–")
    shown, expected = group["share"] is not None, expected_percent(group)
    times = (
        f"{group['ppr']:.1f} ({group['ppr_low']:.1f} to {group['ppr_high']:.1f})"
        if group["ppr"] is not None
        else "–"
    )
    return (
        group["name"],
        f"{group['count']}",
        f"{percent(group['share'])}%" if shown else "–",
        between(group) if shown else "–",
        "–" if expected is None else f"{expected}%",
        times,
        " ".join(reversed(STATES[group["status"]][:2])) if group["status"] else "–",
    )


def stages(asked: Asked) -> Part:
    """How many people took part at which stage."""
    rows = [(one.name, about(one.people), f"{one.sessions:,}") for one in by_stage(asked.choice)]
    return Part(
        heading="At which stages",
        table=Table("People and sessions by stage of the work", ("Stage", "People", "Sessions"), rows),
    )


def carried_over(report: Report) -> Part | None:
    """How many people of a later stage had been in an earlier one; None where there is but one stage."""
    if not report.carried:
        return None
    words = {word.code: word.label for word in projects.words("stage")}
    rows = [
        (
            words.get(one.later, one.later),
            words.get(one.earlier, one.earlier),
            about(one.size_to),
            about(one.shared),
            _rounded_share(one.shared, one.size_to),
        )
        for one in report.carried
    ]
    judged = any(one.mostly_the_same and one.size_to >= LEAST_SHOWN for one in report.carried)
    asks = "Most people judging the work helped design it. That may be right. Who else could be asked?"
    return Part(
        heading="From one stage to the next",
        sentences=[asks] if judged else (),
        table=Table(
            "People of a later stage who had been in an earlier one",
            ("Later stage", "Earlier stage", "People in the later", "Of them in the earlier", "Share"),
            rows,
        ),
    )


def _rounded_share(part: int, whole: int) -> str:
    """A share of rounded numbers, so that it says no more than they do."""
    if rounded(whole) < _LEAST_FOR_PERCENTAGES or 0 < part < LEAST_SHOWN:
        return "–"
    return percent_of(rounded(part), rounded(whole))


def ways(report: Report, words: Mapping[str, str]) -> Part:
    """In which ways people took part, and how many were heard without names."""
    rows = [
        (f"{words.get(way.activity or '', 'Kind not said')}, {plain(way.mode).lower()}", f"{way.sessions:,}")
        for way in report.ways
    ]
    more = report.without_names
    sentences = [f"People counted without names, besides: {about(more)}."] if more else []
    return Part(
        heading="In which ways",
        sentences=sentences,
        table=Table("Ways of taking part", ("Way of taking part", "Sessions"), rows),
    )


def what_changed(asked: Asked, most: int) -> Part:
    """What people said and what was done, as staff wrote it."""
    found = changes(asked.choice, most)
    heading = "What people said, and what changed"
    if not found:
        return Part(heading=heading, sentences=["Nothing is written down yet of what came of the sessions."])
    return Part(
        heading=heading,
        items=[f"“{one.said}” {'We did' if one.done else 'We will'}: {one.did}" for one in found],
    )


def what_it_cost(asked: Asked) -> Part:
    """What was paid to people, where the sum says nothing of any one of them."""
    heading = "What it cost"
    found = cost(asked.choice)
    if found is None:
        none = "Not shown: nothing was paid yet, or to so few that it would say what somebody was paid."
        return Part(heading=heading, sentences=[none])
    said = f"About £{found.pence // 100:,} was paid to people in these twelve months, in fees and in costs."
    return Part(heading=heading, sentences=[said, "The time of staff is not in it."])


def sessions_of(report: Report) -> str:
    """6 sessions."""
    return counted(report.sessions, "session")
