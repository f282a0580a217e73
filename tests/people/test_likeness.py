"""Names that are near, why, and those that are not; none of them a real person's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.people.likeness import why_near
from tracker.people.near_names import near, near_to

GIVEN = ["Grace", "Brendan", "Chidi", "Dilys", "Ewa", "Farid", "Hamish", "José", "Zoë", "Łucja", "Mohammed"]
LAST = [
    "Okafor",
    "O'Brien",
    "Nuñez",
    "Müller",
    "Smith-Jones",
    "Khan",
    "Wiśniewska",
    "Ndlovu",
    "Patel",
    "Rees",
]

names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(LAST))
letters = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "Zs", "Po"]), max_size=24)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Grace Okafor", " grace  OKAFOR ", "the same name"),
        ("José Núñez", "Jose Nunez", "an accent"),
        ("Łucja Rees", "Lucja Rees", "an accent"),
        ("Karl Müller", "Karl Mueller", "an accent"),
        ("Dr Grace Okafor", "Grace Okafor", "a title"),
        ("Mrs. Grace Okafor", "Ms Grace Okafor", "a title"),
        ("Okafor, Grace", "Grace Okafor", "the order of its parts"),
        ("OKAFOR Grace", "Grace Okafor", "the order of its parts"),
        ("Okafor, Dr Gráce", "Grace Okafor", "a title, an accent and the order of its parts"),
        ("Mary-Jane O'Brien", "Mary Jane OBrien", "a space or a sign between its parts"),
        ("G Okafor", "Grace Okafor", "initials"),
        ("G. Okafor", "Grace A. Okafor", "initials"),
        ("Grace A Okafor", "Grace Okafor", "initials"),
        ("JR Rees", "John Robert Rees", "initials"),
        ("Rees J", "John Rees", "initials"),
        ("Mohammed Khan", "Mohamed Khan", "a doubled letter"),
        ("Anna Lee", "Ann Lee", "one letter"),
        ("Micheal Rees", "Michael Rees", "one letter"),
        ("Σοφία Παππά", "Σοφια Παππα", "an accent"),
        (
            "\u0645\u064f\u062d\u0645\u062f \u0639\u0644\u064a",
            "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
            "an accent",
        ),
    ],
)
def test_near_names_are_near_either_way_round_and_the_difference_is_named(
    one: str, other: str, why: str
) -> None:
    assert why_near(one, other) == why
    assert why_near(other, one) == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Mohamed"),
        ("Mohammed Khan", "Mohammed Ali"),
        ("Jan Smith", "Jon Smith"),
        ("Dean Smith", "Sean Smith"),
        ("Ann", "Anne"),
        ("A Smith", "B Smith"),
        ("Grace Adaeze Okafor", "Grace Okafor"),
        ("Member 12", "Member 13"),
        ("Member 1", "Member 11"),
        ("Person A", "Person B"),
        ("\u0915\u093f\u0930\u0923 \u0930\u093e\u0935", "\u0915\u0930\u0923 \u0930\u093e\u0935"),
        ("\u0645\u062d\u0645\u062f \u0639\u0644\u064a", "\u0645\u062d\u0645\u0648\u062f \u0639\u0644\u064a"),
        ("\u674e\u5c0f\u9f99", "\u674e\u5c0f\u9e4f"),
        ("Dr", "Mr"),
        ("", "Grace Okafor"),
        ("...", "---"),
    ],
)
def test_names_of_two_people_are_not_near(one: str, other: str) -> None:
    assert why_near(one, other) is None
    assert why_near(other, one) is None


@given(names)
def test_a_name_without_its_accents_is_near_to_itself(name: str) -> None:
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    assert why_near(name, plain) in {"the same name", "an accent"}


@given(names)
def test_a_name_turned_round_at_a_comma_is_near_to_itself(name: str) -> None:
    first, last = name.split()
    assert why_near(name, f"{last}, {first}") == "the order of its parts"


@given(names, names)
def test_two_names_of_other_given_names_and_surnames_are_never_near(one: str, other: str) -> None:
    if not set(one.split()) & set(other.split()):
        assert why_near(one, other) is None


@given(letters, letters)
def test_any_two_texts_are_near_both_ways_or_neither(one: str, other: str) -> None:
    assert why_near(one, other) == why_near(other, one)


@given(st.lists(st.one_of(names, letters), max_size=12))
def test_the_heaps_find_exactly_what_holding_every_two_against_each_other_finds(texts: list[str]) -> None:
    found = {(one, other): why for one, other, why in near(dict(enumerate(texts)))}
    expected = {
        (one, other): why
        for other in range(len(texts))
        for one in range(other)
        if (why := why_near(texts[one], texts[other])) is not None
    }
    assert found == expected


def test_a_pair_is_named_once_however_many_ways_it_is_near() -> None:
    assert list(near({"a": "Anna Rees", "b": "Anna Rees"})) == [("a", "b", "the same name")]


def test_many_of_one_name_are_named_as_neighbours_and_not_each_with_each() -> None:
    assert len(list(near(dict.fromkeys(range(3000), "J Rees")))) == 2999


@given(st.lists(names, max_size=6), st.lists(names, max_size=6))
def test_names_asked_about_meet_the_known_and_those_asked_before(asked: list[str], known: list[str]) -> None:
    new = {f"a{at}": one for at, one in enumerate(asked)}
    old = {f"k{at}": one for at, one in enumerate(known)}
    every = {**old, **new}
    order = list(every)
    assert {(one, other): said for one, other, said in near_to(new, old)} == {
        (one, other): said
        for one in new
        for other in order[: order.index(one)]
        if (said := why_near(every[one], every[other])) is not None
    }
