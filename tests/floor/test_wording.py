"""Words by language and key: none missing, none typed into a template, none that we do not use."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tracker import wording
from tracker.documents import kinds
from tracker.payments.models import Method

TRACKER = Path(wording.__file__).parent
LOCALE = TRACKER / "locale"
TITLES = {f"{kind.PART}.document_title" for kind in kinds.kinds().values()}
PAPER = TRACKER / "templates" / "documents" / "pdf"


def sentences(code: str) -> dict[str, Any]:
    parts = tomllib.loads((LOCALE / f"{code}.toml").read_text(encoding="utf-8"))
    return {f"{part}.{name}": said for part, names in parts.items() for name, said in names.items()}


def places(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


@pytest.mark.parametrize("code", wording.languages())
def test_every_language_has_every_sentence_with_the_same_places(code: str) -> None:
    english, said = sentences(wording.ENGLISH), sentences(code)
    assert set(said) == set(english)
    texts = {key: value for key, value in english.items() if isinstance(value, str)}
    assert {key: places(said[key]) for key in texts} == {key: places(value) for key, value in texts.items()}
    assert said["language.direction"] in {"ltr", "rtl"}
    assert len(said["language.months"]) == 12


@pytest.mark.parametrize("code", wording.languages())
def test_every_language_names_every_method_of_payment(code: str) -> None:
    words = wording.wording(code)
    assert all(words.say(f"method.{method.value}") for method in Method)


def text_of(files: Iterable[Path]) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in files)


def keys_in(text: str) -> set[str]:
    return set(re.findall(r'"([a-z_]+\.\w+)"', text))


def test_every_sentence_that_a_paper_asks_for_exists() -> None:
    assert keys_in(text_of(PAPER.glob("*.html"))) | TITLES <= set(sentences(wording.ENGLISH))


def test_no_sentence_waits_unused() -> None:
    text = text_of([*TRACKER.rglob("*.html"), *TRACKER.rglob("*.py")])
    # A key may be put together from its beginning and a code, in a template or in Python.
    beginnings = tuple(re.findall(r'"([a-z_]+\.\w*)(?:" ~|{)', text))
    held = {key for key in sentences(wording.ENGLISH) if not key.startswith(("language.", *beginnings))}
    assert held - keys_in(text) - TITLES == set()


def test_no_word_for_people_is_typed_into_the_paper() -> None:
    for file in PAPER.glob("*.html"):
        text = re.sub(
            r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert not re.findall(r"[A-Za-z]{2,}", text), file.name


@pytest.mark.parametrize("code", wording.languages())
def test_no_sentence_uses_a_word_that_this_product_does_not_use(code: str) -> None:
    said = " ".join(str(value) for value in sentences(code).values()).lower()
    for forbidden in (
        "safe",
        "allowed",
        "will not affect",
        "compliant",
        "usual suspects",
        "over-used",
        "you should",
    ):
        assert forbidden not in said


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("english", "english"),
        (" English ", "english"),
        ("urdu", "english"),
        ("", "english"),
        ("../secret", "english"),
    ],
)
def test_a_language_without_wording_is_served_in_english(asked: str, served: str) -> None:
    assert wording.nearest(asked) == served


def test_an_unknown_language_or_sentence_is_an_error_and_never_an_empty_line() -> None:
    with pytest.raises(KeyError):
        wording.wording("klingon")
    with pytest.raises(KeyError):
        wording.wording("english").say("receipt.nonsense")
    with pytest.raises(KeyError):
        wording.wording("english").say("receipt.passed_to")


def test_days_amounts_and_lengths_of_time_are_written_as_people_read_them() -> None:
    words = wording.wording("english")
    assert words.day("2026-03-02") == "2 March 2026"
    assert words.amount(-123456) == '<bdi dir="ltr">-£1,234.56</bdi>'
    assert [words.duration(minutes) for minutes in (0, 1, 60, 61, 150)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "1 hour 1 minute",
        "2 hours 30 minutes",
    ]
    assert [words.tenths(number) for number in (120, 124, 5)] == ["12", "12.4", "0.5"]


def test_what_is_put_into_a_sentence_is_escaped_and_an_amount_stays_as_it_is() -> None:
    words = wording.wording("english")
    said = words.mark("receipt.rate_of", label="<b>", amount=words.amount(100))
    assert said == 'Rate used: &lt;b&gt; (<bdi dir="ltr">£1.00</bdi>)'
