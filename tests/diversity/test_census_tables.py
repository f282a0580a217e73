"""The census of any area comes from the bulk tables as they are published, or is refused in a sentence."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.census import NORTON, tables
from tracker import tables as written
from tracker.diversity.asked import questions_of, set_questions
from tracker.diversity.benchmark import add_area, benchmark_of
from tracker.diversity.census_tables import COLUMNS, TABLES, area_of, rows_of
from tracker.diversity.models import CompareWith
from tracker.diversity.question_set import question_set
from tracker.errors import Invalid
from tracker.permissions import SYSTEM
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


def test_an_area_has_the_dimensions_and_categories_that_the_supplied_ones_have() -> None:
    supplied = files("tracker.diversity").joinpath("census", "census-england.csv").read_text("utf-8")
    wanted = {(row["dimension"], row["category"]) for row in csv.DictReader(supplied.splitlines())}
    rows = list(rows_of(area_of(tables(), "ltla", "Norton Example")))
    assert {(row[0], row[1]) for row in rows} == wanted
    assert {row[2] for row in rows} == {"Norton Example (E09999901)"}


def test_counts_are_those_of_the_area_and_single_years_and_hours_of_care_are_added_up() -> None:
    one, other = (area_of(tables(), "ltla", wanted) for wanted in ("norton  EXAMPLE", "E09999902"))
    assert one.counts["sex"] == {"Female": 10, "Male": 20}
    assert other.counts["sex"] == {"Female": 20, "Male": 40}
    # 16 to 24 are the first nine columns, 75 and over the last twenty-six of eighty-five.
    assert one.counts["age_band_16plus"]["16-24"] == sum(range(10, 100, 10))
    assert one.counts["age_band_16plus"]["75+"] == sum(range(600, 860, 10))
    assert one.counts["unpaid_carer_age5plus"] == {"Provides any unpaid care": 60, "No unpaid care": 40}
    assert one.counts["main_language_age3plus"] == {"English": 10, "Not English": 140}


@pytest.mark.parametrize("level", ["ltla", "utla", "rgn", "ctry"])
def test_every_size_of_area_is_read(level: str) -> None:
    assert area_of(tables(level), level, "E09999901").name == "Norton Example"


def test_an_unknown_area_is_refused_with_those_that_are_near() -> None:
    with pytest.raises(Invalid, match=r"no area called Nortun Example\. Did you mean Norton Example"):
        area_of(tables(), "ltla", "Nortun Example")
    with pytest.raises(Invalid, match=r"no area called Atlantis\. Ask as the ONS calls it, or by its code"):
        area_of(tables(), "ltla", "Atlantis")


def test_two_areas_of_one_name_are_asked_for_by_code() -> None:
    twins = tables(areas={"E09999901": "Ashton", "E09999902": "Ashton"})
    with pytest.raises(Invalid, match=r"has 2 areas called Ashton\. Ask for one by its code"):
        area_of(twins, "ltla", "Ashton")
    assert area_of(twins, "ltla", "E09999902").counts["sex"]["Male"] == 40


def test_missing_tables_are_all_named_with_where_they_are_to_be_had() -> None:
    held = tables()
    del held["census2021-ts021-ltla.csv"], held["census2021-ts030-ltla.csv"]
    with pytest.raises(Invalid, match=r"ts021-ltla\.csv, census2021-ts030-ltla\.csv\. Download") as no:
        area_of(held, "ltla", "Norton Example")
    assert "https://www.nomisweb.co.uk/" in no.value.message


@pytest.mark.parametrize("table", [table.number for table in TABLES])
def test_a_changed_heading_is_named_and_nothing_is_guessed(table: str) -> None:
    held, name = tables(), f"census2021-{table}-ltla.csv"
    heading = next(one for one in TABLES if one.number == table)
    last = [one for made_of in heading.headings.values() for one in made_of][-1]
    before, _, after = held[name].rpartition(last)
    held[name] = f"{before}Something else{after}"
    with pytest.raises(Invalid) as refused:
        area_of(held, "ltla", "Norton Example")
    assert f"{name} has no column “{last}”" in refused.value.message


@pytest.mark.parametrize("cell", ["", "c", "-10", "1.5", "٣"])
def test_what_is_no_number_of_people_is_refused(cell: str) -> None:
    held = tables()
    name = "census2021-ts008-ltla.csv"
    held[name] = held[name].replace(",10,20", f",{cell},20")
    with pytest.raises(Invalid, match=f"“{cell}” under “Sex: Female”"):
        area_of(held, "ltla", "Norton Example")


def test_a_file_that_is_empty_or_counts_nobody_is_refused() -> None:
    held = tables()
    with pytest.raises(Invalid, match="has no column “geography code”"):
        area_of(held | {"census2021-ts008-ltla.csv": ""}, "ltla", "Norton Example")
    nobody = held["census2021-ts008-ltla.csv"].replace(",30,10,20", ",0,0,0")
    with pytest.raises(Invalid, match="counts nobody in Norton Example"):
        area_of(held | {"census2021-ts008-ltla.csv": nobody}, "ltla", "Norton Example")


def test_an_area_that_was_added_is_chosen_on_the_page_and_compared_with(app: Flask, as_: As) -> None:
    with app.app_context(), writing():
        set_questions(actor=SYSTEM, project_id=None, reasons={"sex": "To see who is missing."})
        rows = rows_of(area_of(tables(), "ltla", NORTON[0]))
        content = written.to_csv(COLUMNS, rows, bom=False).decode()
        add_area(actor=SYSTEM, code=NORTON[0], name=NORTON[1], content=content)
    keeper = as_("diversity")
    page = "/diversity/questions/sex/compare"
    assert "Norton Example, Census 2021" in keeper.get(page).text
    given = {"compare_with": f"area:{NORTON[0]}", "why": "Everybody we meet lives there."}
    assert keeper.post(page, data=given).status_code == 302
    with app.app_context():
        question = questions_of(None)["sex"]
        found = benchmark_of(question, question_set().dimensions["sex"])
        assert (question.compare_with, found.name) == (CompareWith.AREA, "Norton Example, Census 2021")
        assert found.shares == {"Female": Fraction(1, 3), "Male": Fraction(2, 3)}
        assert "Open Government Licence" in found.notes[0]
    assert "checked" in keeper.get(page).text.partition(f'value="area:{NORTON[0]}"')[2][:60]
    refused = keeper.post(page, data=given | {"compare_with": "area:E00000000"})
    assert refused.status_code in {200, 400, 422}
