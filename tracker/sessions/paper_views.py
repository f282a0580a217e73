"""Pages to type in a sheet that was signed on paper: the sheet, then a question for each name not clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import Refused
from tracker.people import services as people
from tracker.permissions import Permission
from tracker.sessions import candidates, paper_forms, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.models import InvolvementSession
from tracker.sessions.paper import key_in, known_people
from tracker.sessions.paper_forms import KNOWN, LEAVE, NEW, Decided, Question
from tracker.sessions.paper_matching import Known, listed, meant
from tracker.values import folded
from tracker.web.access import actor, requires
from tracker.web.filters import counted, day
from tracker.web.notices import done

# A longer list of suggestions would weigh more than the page; whoever is not in it is found all the same.
MOST_LISTED = 1000


# Which button was pressed: on the sheet, on the page of questions, or to go back from there to the sheet.
ANSWERED, BACK = "answered", "back"


@bp.route("/sessions/<id:session_id>/paper", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def paper(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    known = known_people(actor(), involvement)
    keys = [str(number) for number in range(_lines())]
    step = request.form.get("step")
    decided = _decided(involvement, paper_forms.texts(request.form, keys), known)
    form = paper_forms.paper_form(keys, decided.questions.values())()
    if step == BACK:
        return _sheet(involvement, form, keys, known, decided)
    saved = None
    if step == ANSWERED or not decided.questions:
        saved = form.save(
            lambda: key_in(
                actor=actor(),
                on=clock.today(),
                involvement=involvement,
                lines=list(paper_forms.signed(form, decided)),
                others_absent=form.others_absent.data,
            ),
            lambda number: _after(involvement, number),
        )
    elif form.is_submitted():
        form.validate()
    if saved is None and decided.questions and not _faults_on_sheet(form):
        return render_template(
            "sessions/paper_who.html", involvement=involvement, form=form, keys=keys, decided=decided
        )
    return saved or _sheet(involvement, form, keys, known, decided)


def _lines() -> int:
    """How many lines the sheet has: as many as were sent, or asked for."""
    sent = sum(name.startswith("who_") for name in request.form)
    wanted = request.args.get("lines", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 5 else 0
    return min(max(sent, asked, paper_forms.LINES), paper_forms.MOST_LINES)


def _decided(involvement: InvolvementSession, texts: Mapping[str, str], known: Sequence[Known]) -> Decided:
    """Whom each text means, and what has to be asked."""
    found = {key: meant(text, known) for key, text in texts.items()}
    unclear = [key for key, who in found.items() if who.one is None]
    elsewhere = _elsewhere(involvement, {key: texts[key] for key in unclear if not found[key].perhaps})
    heard = candidates.last_heard(actor(), {one.id for key in unclear for one in found[key].perhaps})
    may_add = actor().may(Permission.ADD_PEOPLE, involvement.project_id)
    questions = {}
    for key in unclear:
        choices = [
            (str(one.id), f"{one.name}, {one.ref}, {_last(heard.get(one.id))}") for one in found[key].perhaps
        ]
        if key in elsewhere:
            choices.append((KNOWN, "They are already known to us: add them to the project"))
        elif may_add and "@" not in texts[key]:
            choices.append((NEW, f"Somebody new: add “{texts[key]}”"))
        questions[key] = Question(key, texts[key], [*choices, (LEAVE, "Leave this row out")])
    return Decided({key: who.one.id for key, who in found.items() if who.one}, questions, elsewhere)


def _last(heard: date | None) -> str:
    return f"last heard {day(heard)}" if heard else "not heard yet"


def _elsewhere(involvement: InvolvementSession, texts: Mapping[str, str]) -> dict[str, int]:
    """Those known by this reference or address outside the project; nothing else is learnt of them."""
    if not actor().may(Permission.ADD_PEOPLE, involvement.project_id):
        return {}
    found = {}
    for key, text in texts.items():
        try:
            person = people.known(ref=text, email=text if "@" in text else None)
        except Refused:
            # Several share the address, so it names nobody.
            continue
        if person is not None:
            found[key] = person.id
    return found


def _faults_on_sheet(form: Any) -> bool:
    return any(field.errors for field in form if not field.name.startswith("answer_"))


def _sheet(
    involvement: InvolvementSession, form: Any, keys: Sequence[str], known: Sequence[Known], decided: Decided
) -> ResponseReturnValue:
    names = Counter(folded(one.name) for one in known)
    return render_template(
        "sessions/paper.html",
        involvement=involvement,
        form=form,
        keys=keys,
        decided=decided,
        suggestions=[listed(one, names[folded(one.name)]) for one in known[:MOST_LISTED]],
        upcoming=involvement.held_on > clock.today(),
        more=paper_forms.MOST_LINES if len(keys) < paper_forms.MOST_LINES else None,
    )


def _after(involvement: InvolvementSession, number: int) -> str:
    counts = queries.register_counts([involvement.id])
    left = counts[involvement.id][2] if involvement.id in counts else 0
    said = f"{counted(number, 'person', 'people')} recorded."
    if left:
        said += f" {counted(left, 'place')} on the register {'is' if left == 1 else 'are'} not recorded yet."
    return done(said, url_for(".show", session_id=involvement.id))
