"""What people took of their fees, and how they were paid: nobody's choice can be worked out from a report."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.db import db
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.money import ZERO, Money
from tracker.payments.models import Answer, Offer
from tracker.projects.models import Project
from tracker.reports import parts, public_fees
from tracker.reports.asked import Asked
from tracker.reports.fees import Fees, Took, fees
from tracker.sessions.models import Outcome
from tracker.web.transaction import writing

SINCE, ENDS = date(2025, 10, 1), date(2026, 9, 30)
ALL, LESS, NONE, GAVE = Took
FULL = Money(7500)
ANSWERS = {
    ALL: (Answer.FULL, FULL, None),
    LESS: (Answer.LESS, Money(3000), None),
    NONE: (Answer.NONE, ZERO, None),
    GAVE: (Answer.TO_CHARITY, FULL, "The boat house"),
}


def took(*people: int) -> Fees:
    """So many people took all, less, none, and gave it away: one fee each."""
    first = (0, *people)
    starts = [sum(first[: at + 1]) for at in range(len(people))]
    taken = {
        kind: dict.fromkeys(range(start, start + many), 1)
        for kind, start, many in zip(Took, starts, people, strict=True)
    }
    return Fees("Readers", taken)


def asked(of: Project) -> Asked:
    return Asked(organisation="Invented", project=of, projects=[of], since=SINCE, until=ENDS, on=TODAY)


def offered(of: Project, *kinds: Took) -> None:
    """At a session of their own for each, one person is offered a fee once for each of these."""
    who = participant(of)
    for day, kind in enumerate(kinds, start=1):
        place = attendance(involvement(of, held_on=date(2026, 6, day)), who, Outcome.ATTENDED)
        answer, pence, charity = ANSWERS[kind]
        with writing():
            db.session.add(
                Offer(
                    attendance_id=place.id,
                    pence=FULL,
                    rate_label="Half day",
                    covers="",
                    expenses_covered="",
                    pay_by=ENDS,
                    offered_on=SINCE,
                    answer=answer,
                    answer_pence=pence,
                    answered_on=SINCE,
                    charity=charity,
                )
            )


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ((20, 0, 0, 0), set()),
        ((20, 6, 0, 5), set()),
        ((0, 12, 0, 0), set()),
        ((20, 3, 0, 0), {ALL, LESS}),
        ((20, 3, 6, 0), {LESS, NONE}),
        ((20, 3, 4, 7), {LESS, NONE, GAVE}),
        ((4, 6, 6, 0), {ALL, LESS, NONE}),
        ((20, 1, 2, 0), {ALL, LESS, NONE}),
        ((2, 20, 0, 0), {ALL, LESS}),
    ],
)
def test_what_few_took_is_hidden_among_others_or_with_everything(
    people: tuple[int, ...], hidden: set[Took]
) -> None:
    assert took(*people).hidden() == hidden


def test_few_of_a_project_who_went_without_are_not_counted_out() -> None:
    without = ((40, 0, 0, 0), (39, 1, 0, 0), (36, 2, 2, 0), (35, 3, 2, 0), (35, 0, 0, 5))
    assert [parts._went_without(took(*people)) for people in without] == [
        "none",
        "few people",
        "few people",
        "13%",
        "none",
    ]


def test_somebody_who_took_less_many_times_is_still_one_person() -> None:
    found = Fees("Readers", {ALL: dict.fromkeys(range(12), 3), LESS: {0: 9}, NONE: {}, GAVE: {}})
    assert (found.answered, found.people(Took)) == (45, 12)
    assert found.hidden() == {ALL, LESS}
    assert parts._went_without(found) == "few people"
    alone = Fees("Readers", {ALL: {0: 30}, LESS: {}, NONE: {0: 4}, GAVE: {}})
    assert not alone.enough


def test_who_tries_every_split_of_a_row_finds_no_number_of_few_people() -> None:
    """The reader knows even the exact number of fees, and that each is another person's."""
    alike: defaultdict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    whole = 16
    for people in product(range(whole + 1), repeat=len(Took)):
        if sum(people) == whole:
            alike[public_fees._row(took(*people))].append(people)
    assert any("hidden" in row for row in alike)
    for row, tables in alike.items():
        for at in range(len(Took)):
            found = {people[at] for people in tables}
            assert found.isdisjoint(range(1, LEAST_SHOWN)) or len(found) > 1, (row, tables)


@pytest.mark.usefixtures("db_session")
def test_fees_are_counted_by_what_was_taken_of_them() -> None:
    here, elsewhere = project(name="Readers"), project(name="Writers")
    for _ in range(9):
        offered(here, ALL)
    offered(here, ALL, LESS, NONE, GAVE)
    offered(elsewhere, NONE)
    [found] = fees(asked(here).choice)
    assert found.project == "Readers"
    assert {kind: found.number([kind]) for kind in Took} == {ALL: 10, LESS: 1, NONE: 1, GAVE: 1}
    part = public_fees.fees_taken(asked(here))
    assert part.table is not None
    assert part.table.rows == [("Readers", "about 15", *("hidden",) * 4)]
    assert public_fees.fees_taken(asked(elsewhere)).table is None


@pytest.mark.usefixtures("db_session")
def test_people_are_counted_by_how_they_were_paid() -> None:
    stage = make.stage(held_on=date(2026, 9, 1))
    for name in "abcdef":
        make.approved(stage, f"Person {name}")
    make.paid_run(stage)
    until = date(2026, 12, 31)
    now = Asked(
        organisation="Invented",
        project=stage.project,
        projects=[stage.project],
        since=SINCE,
        until=until,
        on=TODAY,
    )
    assert public_fees.people_by_method(now.choice) == {"bank": 6}
    part = public_fees.how_paid(now)
    assert part.table is not None
    assert part.table.rows == [("Bank", "about 5")]
    assert public_fees.how_paid(asked(stage.project)).table is None
