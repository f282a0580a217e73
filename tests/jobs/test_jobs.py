"""Background work: asked for with the write that wants it, done once however often it is begun, stoppable."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.accounts.models import FailedSignIn
from tracker.db import db
from tracker.errors import Refused
from tracker.jobs import queries, services
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain
from tracker.permissions import SYSTEM, Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

ITEMS = 4


@pytest.fixture
def marks() -> Iterator[Callable[..., None]]:
    """A kind of job that leaves one mark an item (a row of a table at hand), and breaks off where told."""
    told: dict[str, Any] = {"before": lambda number: None}

    def handler(job: Job) -> None:
        for number in range(1, ITEMS + 1):
            email = f"item{number}@example.org"
            done = db.session.scalar(select(func.count()).where(FailedSignIn.email == email))
            if not done:
                told["before"](number)
                with writing() as session:
                    session.add(FailedSignIn(email=email))
                    services.advance(job, number)

    services.register("leave-marks", handler, title="Leaving marks")
    yield lambda before: told.update(before=before)
    services.handlers.pop("leave-marks")
    services.titles.pop("leave-marks")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let time pass."""
    real = clock.now

    def move(by: timedelta) -> None:
        moved: Callable[[], datetime] = lambda: real() + by  # noqa: E731
        monkeypatch.setattr(clock, "now", moved)

    return move


def ask(actor: Actor = SYSTEM, **more: Any) -> int:
    with writing():
        return services.enqueue(actor=actor, kind="leave-marks", arguments={}, total=ITEMS, **more).id


def work_off(app: Flask) -> int:
    db.session.rollback()
    return drain(app)


def job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def how_many_marks() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)) or 0


Db = scoped_session[Session]
Marks = Callable[[Callable[[int], None]], None]


def break_at(number: int, error: BaseException) -> Callable[[int], None]:
    def before(reached: int) -> None:
        if reached == number:
            raise error

    return before


def test_work_asked_for_is_done_and_its_progress_counted(app: Flask, db_session: Db, marks: Marks) -> None:
    job_id = ask()
    assert job(job_id).state is JobState.WAITING
    assert work_off(app) == 1
    assert (job(job_id).state, job(job_id).done, how_many_marks()) == (JobState.DONE, ITEMS, ITEMS)
    assert work_off(app) == 0


def test_work_asked_for_in_a_write_that_fails_was_never_asked_for(
    app: Flask, db_session: Db, marks: Marks
) -> None:
    with pytest.raises(Refused), writing():
        services.enqueue(actor=SYSTEM, kind="leave-marks", arguments={})
        raise Refused("No.")
    assert work_off(app) == 0


def test_work_of_a_kind_that_nobody_does_cannot_be_asked_for(app: Flask, db_session: Db) -> None:
    with pytest.raises(KeyError, match="no handler"), writing():
        services.enqueue(actor=SYSTEM, kind="unheard-of", arguments={})


def test_two_handlers_cannot_claim_one_kind(marks: Marks) -> None:
    with pytest.raises(ValueError, match="two handlers"):
        services.register("leave-marks", lambda job: None)


def test_a_job_whose_worker_died_is_begun_again_and_does_nothing_twice(
    app: Flask,
    db_session: Db,
    marks: Marks,
    later: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job_id = ask()
    # Dead at once: not even the note that the worker was told to stop is written.
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(services, "hand_back", lambda job: None)
        marks(break_at(3, SystemExit()))
        work_off(app)
    assert (job(job_id).state, job(job_id).done, how_many_marks()) == (JobState.RUNNING, 2, 2)
    marks(lambda number: None)
    assert work_off(app) == 0
    later(queries.STALE_AFTER)
    assert work_off(app) == 1
    assert (job(job_id).state, job(job_id).done, how_many_marks()) == (JobState.DONE, ITEMS, ITEMS)


def test_a_worker_told_to_stop_hands_its_job_to_the_next_at_once(
    app: Flask, db_session: Db, marks: Marks
) -> None:
    job_id = ask()
    for _ in range(services.MOST_ATTEMPTS + 1):
        marks(break_at(2, KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            work_off(app)
        assert (job(job_id).state, job(job_id).attempts) == (JobState.WAITING, 0)
    marks(lambda number: None)
    work_off(app)
    assert (job(job_id).state, how_many_marks()) == (JobState.DONE, ITEMS)


def test_a_job_that_breaks_off_rests_is_tried_three_times_and_then_says_so(
    app: Flask,
    db_session: Db,
    marks: Marks,
    later: Callable[[timedelta], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    job_id = ask()
    marks(break_at(2, OSError("no space left: /secret/path")))
    for attempt in range(1, services.MOST_ATTEMPTS + 1):
        assert work_off(app) == 1
        assert work_off(app) == 0
        assert job(job_id).attempts == attempt
        later(queries.RETRY_AFTER * attempt)
    assert job(job_id).state is JobState.FAILED
    assert "stopped 3 times" in str(job(job_id).problem)
    assert "secret" not in str(job(job_id).problem)
    assert "no space left" in caplog.text
    assert how_many_marks() == 1


def test_a_job_whose_workers_keep_dying_is_given_up(
    app: Flask, db_session: Db, marks: Marks, later: Callable[[timedelta], None]
) -> None:
    job_id = ask()
    with writing():
        dead = db.session.get_one(Job, job_id)
        dead.state, dead.heartbeat, dead.attempts = JobState.RUNNING, clock.now(), services.MOST_ATTEMPTS
    later(queries.STALE_AFTER)
    assert work_off(app) == 0
    assert job(job_id).state is JobState.FAILED


def test_a_refusal_ends_the_job_with_its_sentence_and_what_was_done_is_kept(
    app: Flask, db_session: Db, marks: Marks
) -> None:
    job_id = ask()
    marks(break_at(3, Refused("Install the thing, then try again.")))
    work_off(app)
    assert (job(job_id).state, job(job_id).problem) == (JobState.FAILED, "Install the thing, then try again.")
    assert how_many_marks() == 2
    marks(lambda number: None)
    with writing():
        services.try_again(actor=SYSTEM, job=job(job_id))
    work_off(app)
    assert (job(job_id).state, job(job_id).problem, how_many_marks()) == (JobState.DONE, None, ITEMS)


def test_a_job_stops_at_the_next_item_once_somebody_cancels_it(
    app: Flask, db_session: Db, marks: Marks
) -> None:
    job_id = ask()

    def cancel_at_the_third(number: int) -> None:
        if number == 3:
            with writing():
                services.cancel(actor=SYSTEM, job=db.session.get_one(Job, job_id))

    marks(cancel_at_the_third)
    work_off(app)
    assert (job(job_id).state, job(job_id).done, how_many_marks()) == (JobState.CANCELLED, 2, 2)


def test_a_job_that_is_over_can_be_neither_cancelled_nor_begun_again(
    app: Flask, db_session: Db, marks: Marks
) -> None:
    job_id = ask()
    work_off(app)
    for act in (services.cancel, services.try_again):
        with pytest.raises(Refused), writing():
            act(actor=SYSTEM, job=db.session.get_one(Job, job_id))


def test_jobs_are_done_in_the_order_they_were_asked_for(app: Flask, db_session: Db) -> None:
    done: list[int] = []
    services.register("note-down", lambda job: done.append(job.arguments["number"]))
    for number in range(3):
        with writing():
            services.enqueue(actor=SYSTEM, kind="note-down", arguments={"number": number})
    assert work_off(app) == 3
    assert done == [0, 1, 2]
    services.handlers.pop("note-down")
    services.titles.pop("note-down")


# --- the page ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(app: Flask, marks: Marks) -> tuple[FlaskClient, int]:
    """Somebody signed in, and the id of a job that they asked for."""
    with app.app_context():
        user = staff("finance")
        email, actor = user.email, user.actor()
        job_id = ask(actor)
    client = app.test_client()
    sign_in(client, email)
    return client, job_id


def test_the_page_of_a_job_renews_itself_until_told_not_to_and_shows_how_far_it_is(
    app: Flask, asked: tuple[FlaskClient, int]
) -> None:
    client, job_id = asked
    page = client.get(f"/work/{encode(job_id)}")
    assert page.headers["Refresh"] == "3"
    assert "Leaving marks" in page.text
    assert "Waiting for its turn" in page.text
    assert "<progress" in page.text
    assert "Refresh" not in client.get(f"/work/{encode(job_id)}?still=1").headers
    with app.app_context():
        work_off(app)
    page = client.get(f"/work/{encode(job_id)}")
    assert "Done: 4 of 4." in page.text
    assert "Refresh" not in page.headers


def test_whoever_asked_can_stop_a_job_and_begin_it_again_from_its_page(
    asked: tuple[FlaskClient, int],
) -> None:
    client, job_id = asked
    page = client.post(f"/work/{encode(job_id)}/stop", follow_redirects=True)
    assert "This was stopped by somebody" in page.text
    page = client.post(f"/work/{encode(job_id)}/again", follow_redirects=True)
    assert "Waiting for its turn" in page.text


def test_nobody_else_but_who_sets_the_instance_up_can_see_or_stop_it(
    asked: tuple[FlaskClient, int], as_: Callable[..., FlaskClient]
) -> None:
    path = f"/work/{encode(asked[1])}"
    other = as_("finance")
    assert [other.get(path).status_code, other.post(f"{path}/stop").status_code] == [404, 404]
    assert other.post(f"{path}/again").status_code == 404
    assert as_("administrator").get(path).status_code == 200


@pytest.mark.parametrize(
    ("named", "shown"),
    [("/documents", True), ("//evil.example", False), ("https://evil.example", False), (7, False)],
)
def test_a_job_leads_on_to_a_page_of_ours_and_to_no_other(
    app: Flask, marks: Marks, as_: Callable[..., FlaskClient], named: object, shown: bool
) -> None:
    with app.app_context(), writing():
        job_id = services.enqueue(actor=SYSTEM, kind="leave-marks", arguments={"page": named}).id
    page = as_("administrator").get(f"/work/{encode(job_id)}")
    assert (f'href="{named}"' in page.text) is shown
