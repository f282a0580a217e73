"""The voices report says what somebody would count by hand, in any choice of projects and dates."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

import pytest

from tests.conftest import TODAY
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tracker.projects.models import Project
from tracker.reports import queries
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice
from tracker.sessions.models import HEARD, InvolvementSession, Mode, Outcome
from tracker.web.transaction import writing

FIRST = date(2026, 2, 4)
STAGES = ("design", "delivery", "evaluation")


@dataclass(frozen=True)
class Seat:
    """One voice at one session: `person` is the record that stands."""

    session: InvolvementSession
    person: int

    @property
    def when(self) -> tuple[date, time, int]:
        return self.session.held_on, self.session.start or time.min, self.session.id


def register(dice: Random) -> tuple[list[Project], list[Seat]]:
    """Two projects, sessions on a few days, and nine people, two of whom were entered twice."""
    projects = [project(), project()]
    people = [participant() for _ in range(11)]
    stands = {one.id: one.id for one in people} | {people[9].id: people[0].id, people[10].id: people[1].id}
    seats: list[Seat] = []
    twice = 0
    for at in range(12):
        session = involvement(
            dice.choice(projects),
            held_on=FIRST + timedelta(days=dice.randrange(8)),
            start=dice.choice((None, time(9, 30), time(14))),
            stage=dice.choice((None, *STAGES)),
            mode=dice.choice((Mode.IN_PERSON, Mode.OWN_TIME)),
            title=f"Session {at}",
        )
        voices_here: list[int] = []
        for person in dice.sample(people, 5):
            outcome = dice.choice((Outcome.ATTENDED, Outcome.PART, Outcome.DID_NOT_ATTEND, None))
            role = dice.choice(("participant", "participant", "chair", "staff", "observer"))
            attendance(session, person, outcome, role=role)
            if outcome in HEARD and role not in {"staff", "observer"}:
                voices_here.append(stands[person.id])
        seats += [Seat(session, person) for person in dict.fromkeys(voices_here)]
        twice += len(voices_here) - len(set(voices_here))
    with writing():
        for one in people[9:]:
            one.merged_into_id = stands[one.id]
    assert twice, "nobody came under two records at once, so nothing is tried"
    return projects, seats


def first_of(seats: list[Seat]) -> set[Seat]:
    """Of each person, their first seat among these."""
    found: dict[int, Seat] = {}
    for seat in sorted(seats, key=lambda one: one.when):
        found.setdefault(seat.person, seat)
    return set(found.values())


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_what_a_slow_count_by_hand_gives(seed: int) -> None:
    dice = Random(seed)
    projects, seats = register(dice)
    for chosen in (None, projects[:1]):
        for since, until in ((None, None), (FIRST + timedelta(days=2), FIRST + timedelta(days=5))):
            choice = Choice(projects=chosen and [one.id for one in chosen], since=since, until=until)
            ours = [one for one in seats if chosen is None or one.session.project_id == chosen[0].id]
            here = [
                one
                for one in ours
                if (since is None or one.session.held_on >= since)
                and (until is None or one.session.held_on <= until)
            ]
            found = queries.heard(choice, queries.stages_in(choice))
            held = Counter(one.person for one in here)
            assert found.people_by_seats == Counter(held.values())
            by_session = Counter(one.session.id for one in here)
            assert {found.ids[key]: number for key, number in found.seats.items()} == dict(by_session)
            firsts = first_of(here)
            for counted, wanted in (
                (found.new_here, firsts & first_of(ours)),
                (found.new_to_us, firsts & first_of(seats)),
            ):
                by_id = {found.ids[key]: number for key, number in counted.items() if number}
                assert by_id == dict(Counter(one.session.id for one in wanted))
            assert sum(found.last_heard.values()) == len(held)
            assert found.last_heard == Counter(
                int(f"{max(one.session.held_on for one in here if one.person == person):%Y%m%d}")
                for person in held
            )
            report = voices.build(choice, on=TODAY)
            ways = Counter(one.session.mode for one in here)
            by_mode: Counter[str] = Counter()
            for way in report.ways:
                by_mode[way.mode] += way.seats
            assert by_mode == ways
            took = {
                person: {one.session.stage for one in here if one.person == person and one.session.stage}
                for person in held
            }
            for one in report.carried:
                earlier, later = ({p for p, at in took.items() if s in at} for s in (one.earlier, one.later))
                assert (one.size_from, one.size_to, one.shared) == (
                    len(earlier),
                    len(later),
                    len(earlier & later),
                )
