"""The entries a new instance begins with; an organisation adds its own beside them.

Nothing here is law but the mileage rates, which are HMRC's approved amounts with the day each began.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

# (code, what people see, what it means)
Entry = tuple[str, str, str]

_STAGES: tuple[Entry, ...] = (
    ("design", "Design", "Working out together what should be done, and how."),
    ("governance", "Governance", "Steering the work and deciding about it, such as on a board or a panel."),
    ("delivery", "Delivery", "Doing the work together, such as interviewing or running a group."),
    ("evaluation", "Evaluation", "Finding out together whether it worked and what people made of it."),
)

_LEVELS: tuple[Entry, ...] = (
    ("informing", "Informing", "People are told what is planned or decided."),
    ("consultation", "Consultation", "People are asked what they think; the organisation decides."),
    ("engagement", "Engagement", "People are heard more than once and told what came of it."),
    ("co-design", "Co-design", "People shape the design with staff; others may carry it out."),
    (
        "co-production",
        "Co-production",
        "People and staff share the decisions and the work from start to end.",
    ),
)

_ROLES: tuple[Entry, ...] = (
    ("participant", "Takes part", "Speaks from their own experience."),
    ("co-facilitator", "Co-facilitator", "Runs the session together with staff, from their own experience."),
    ("chair", "Chair", "Leads the meeting, from their own experience."),
    ("staff", "Staff", "Works for the organisation; not counted as a voice."),
    ("supporter", "Supporter", "Comes to support somebody who takes part; not counted as a voice."),
    ("interpreter", "Interpreter", "Interprets for somebody who takes part; not counted as a voice."),
    ("observer", "Observer", "Watches and listens only; not counted as a voice."),
)

_ACTIVITIES: tuple[Entry, ...] = (
    ("meeting", "Meeting", "People come together, in a room or online."),
    ("interview", "Interview", "Asking or answering questions, one person or a few at a time."),
    ("one-to-one", "One-to-one talk", "One person and a member of staff talk face to face."),
    ("phone-call", "Phone call", "A talk by telephone or video, arranged or as it comes."),
    ("reading", "Reading or commenting", "Reading something and saying what they think, in their own time."),
    ("online-survey", "Online survey", "Answering questions on a screen, whenever it suits them."),
    ("message", "Written message", "Saying what they think by text message, chat, email or letter."),
    ("artwork", "Artwork", "Showing what they think by making something, such as a picture or a film."),
    ("event", "Event or visit", "Being there for the project, such as at an open day or a visit."),
)

_PROJECT_ROLES: tuple[Entry, ...] = (
    ("member", "Member", "Takes part when they are asked."),
    ("panel-member", "Panel or board member", "Has a seat on a group that steers the work or decides."),
    ("co-researcher", "Co-researcher", "Does the research together with staff."),
    ("trainee", "Intern or trainee", "Learns the work by doing it, for a set time."),
    ("volunteer", "Volunteer", "Gives their time by their own wish."),
)

_LANGUAGES: tuple[Entry, ...] = (
    ("english", "English", ""),
    ("welsh", "Welsh", ""),
    ("british-sign-language", "British Sign Language", ""),
    ("arabic", "Arabic", ""),
    ("bengali", "Bengali", ""),
    ("gujarati", "Gujarati", ""),
    ("panjabi", "Panjabi", ""),
    ("polish", "Polish", ""),
    ("portuguese", "Portuguese", ""),
    ("romanian", "Romanian", ""),
    ("somali", "Somali", ""),
    ("urdu", "Urdu", ""),
)

_CONTACT: tuple[Entry, ...] = (
    ("phone", "Phone call", "Ring them."),
    ("text-message", "Text message", "Send a text message, without the name of the project in it."),
    ("email", "Email", "Write an email with a neutral subject."),
    ("letter", "Letter", "Write by post."),
    ("in-person", "In person", "Speak with them when they come."),
)

WORDS: Mapping[str, tuple[Entry, ...]] = {
    "stage": _STAGES,
    "level": _LEVELS,
    "role": _ROLES,
    "activity": _ACTIVITIES,
    "project-role": _PROJECT_ROLES,
    "language": _LANGUAGES,
    "preferred-contact": _CONTACT,
}

BY_MILEAGE = "mileage"

# (code, what people see, whether a receipt is wanted)
EXPENSES: tuple[tuple[str, str, bool], ...] = (
    (BY_MILEAGE, "Mileage", False),
    ("public-transport", "Bus, train, tram or underground", True),
    ("taxi", "Taxi", True),
    ("parking", "Parking", True),
    ("childcare", "Childcare", True),
    ("replacement-care", "Replacement care", True),
    ("meal", "Meal", True),
    ("accommodation", "Accommodation", True),
    ("phone-and-internet", "Phone and internet", True),
    ("other", "Other", True),
)

_APPROVED = "HMRC approved mileage allowance payments (ITEPA 2003 s230), first 10,000 miles in a tax year"

# (vehicle, pence a mile, from, where it is published)
MILEAGE: tuple[tuple[str, int, date, str], ...] = (
    ("car", 45, date(2011, 4, 6), _APPROVED),
    (
        "car",
        55,
        date(2026, 4, 6),
        f"{_APPROVED}; raised in May 2026 with effect from 6 April 2026",
    ),
    ("motorcycle", 24, date(2002, 4, 6), "HMRC approved mileage allowance payments (ITEPA 2003 s230)"),
    ("bicycle", 20, date(2002, 4, 6), "HMRC approved mileage allowance payments (ITEPA 2003 s230)"),
)
