"""Who is meant by what was written on a sheet: one person for certain, or a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sessions.paper_matching import Known, listed, meant

AMINA = Known(1, "P-000001", "Amina Yusuf-Farah", "Mina", "amina@example.org")
BRENDAN = Known(2, "P-000002", "Brendan O’Connor")
ELDER = Known(3, "P-000003", "Zoë Brontë")
YOUNGER = Known(4, "P-000004", "Zoe\u0308 Bronte\u0308", email="family@example.org")
SISTER = Known(5, "P-000005", "Dilys Evans", email="family@example.org")
PEOPLE = [AMINA, BRENDAN, ELDER, YOUNGER, SISTER]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("P-000002", BRENDAN),
        (" p-000002 ", BRENDAN),
        ("AMINA@example.org", AMINA),
        ("amina  yusuf-farah", AMINA),
        ("Zoë Brontë (P-000004)", YOUNGER),
        ("Dilys Evans", SISTER),
    ],
)
def test_a_reference_an_address_and_a_whole_name_name_one_person(text: str, person: Known) -> None:
    assert meant(text, PEOPLE).one == person


@pytest.mark.parametrize(
    ("text", "perhaps"),
    [
        ("Zoë Brontë", [ELDER, YOUNGER]),
        ("family@example.org", [YOUNGER, SISTER]),
        ("Mina", [AMINA]),
        ("Brendan", [BRENDAN]),
        ("evans dilys", [SISTER]),
        ("Brendan O'Conor", [BRENDAN]),
        ("Somebody Else", []),
        ("P-00000", []),
        ("Dilys Evans (P-000001)", []),
    ],
)
def test_anything_else_is_a_question(text: str, perhaps: list[Known]) -> None:
    found = meant(text, PEOPLE)
    assert found.one is None
    assert list(found.perhaps) == perhaps


def test_namesakes_are_suggested_with_their_references() -> None:
    assert listed(AMINA) == "Amina Yusuf-Farah"
    assert listed(ELDER, 2) == "Zoë Brontë (P-000003)"


@given(
    names=st.lists(st.text(alphabet="abc é-()'", min_size=1, max_size=8), min_size=1, max_size=6),
    wanted=st.text(alphabet="abc é-()'P0123", max_size=12),
)
def test_whoever_is_chosen_was_named_exactly_and_alone(names: list[str], wanted: str) -> None:
    people = [Known(number, f"P{number}", name) for number, name in enumerate(names)]
    one = meant(wanted, people).one
    if one is not None:
        said = " ".join(wanted.casefold().split())
        own = {" ".join(one.name.casefold().split()), one.ref.casefold()}
        both = f"{' '.join(one.name.casefold().split())} ({one.ref.casefold()})"
        assert said in own or " ".join(said.replace("(", " (").split()) == " ".join(
            both.replace("(", " (").split()
        )


@given(number=st.integers(0, 4))
def test_what_is_suggested_for_a_person_means_that_person(number: int) -> None:
    person = PEOPLE[number]
    assert meant(listed(person, 2), PEOPLE).one == person
