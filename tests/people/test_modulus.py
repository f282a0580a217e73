"""Modulus checking, by a table of our own making: each method, each exception, and numbers of other lengths.

The rows have the shape and the usual weights of the published table, which is its publisher's and not here.
The pairs that are known to be valid are examples of the specification; the others are worked out beside them.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.people import modulus
from tracker.people.modulus import Result, Tables

ELEVEN = "0 0 0 0 0 0 8 7 6 5 4 3 2 1"
DOUBLE = "2 1 2 1 2 1 2 1 2 1 2 1 2 1"
WIDE = "0 0 1 2 5 3 6 4 8 7 10 9 3 1"
LAST_FOUR = "0 0 0 0 0 0 0 0 0 0 4 3 2 1"
WEIGHTS = f"""
089000 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1
107000 107999 MOD11 {ELEVEN}
202900 202999 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1
202900 202999 DBLAL {DOUBLE}
118700 118799 DBLAL 0 0 2 1 2 1 2 1 2 1 2 1 2 1 1
300000 300001 MOD11 {LAST_FOUR} 2
300000 300001 MOD11 {ELEVEN} 9
820000 820000 MOD11 {ELEVEN} 3
820000 820000 DBLAL {DOUBLE} 3
134000 134099 MOD11 0 0 0 7 5 9 8 4 6 3 5 2 0 0 4
938000 938999 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0 5
938000 938999 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0 5
200900 200999 MOD11 {ELEVEN} 6
200900 200999 DBLAL {DOUBLE} 6
772700 772799 MOD11 {WIDE} 7
086000 086099 MOD11 0 0 0 0 9 8 7 6 5 4 3 2 1 0 8
871000 871999 MOD11 {WIDE} 10
871000 871999 DBLAL {DOUBLE} 11
074456 074456 MOD11 {ELEVEN} 12
074456 074456 MOD10 {ELEVEN} 13
180002 180002 MOD11 {ELEVEN} 14
"""
ROWS = modulus.read_weights(WEIGHTS, "weights.txt")
TABLES = Tables(ROWS, {"938600": "938611"})


def result(sort_code: str, account: str, tables: Tables = TABLES) -> str:
    return str(modulus.check(sort_code, account, tables).result)


def digits_of(number: int) -> int:
    return sum(int(digit) for digit in str(number))


def total(weights: str, digits: str, *, doubled: bool = False) -> int:
    """The sum, written out otherwise than in the product."""
    sums = 0
    for weight, digit in zip(weights.split(), digits, strict=True):
        product = int(weight) * int(digit)
        sums += digits_of(product) if doubled else product
    return sums


@pytest.mark.parametrize(
    ("sort_code", "account", "expected"),
    [
        ("089999", "66374958", "valid"),
        ("089999", "66374959", "invalid"),
        ("107999", "88837491", "valid"),
        ("107999", "88837493", "invalid"),
        ("202959", "63748472", "valid"),
        # Exception 1: 27 is added.
        ("118765", "64371389", "valid"),
        ("118765", "64371388", "invalid"),
        # Exception 4: what is left, 3, is the number that the last two digits make, 03 and not 30.
        ("134020", "63849203", "valid"),
        ("134020", "63849230", "invalid"),
        ("134020", "63849204", "invalid"),
        # Exception 6: a in 4 to 8 and the last two digits alike is an account in a foreign currency.
        ("200915", "41011166", "valid"),
        ("200915", "31011166", "invalid"),
        ("200915", "91011166", "invalid"),
        ("200915", "41011167", "invalid"),
        # Exception 7: with g = 9 nothing counts before c.
        ("772798", "99345694", "valid"),
        ("772798", "11345694", "valid"),
        ("772798", "99345684", "invalid"),
    ],
)
def test_examples_of_the_specification_and_their_neighbours(
    sort_code: str, account: str, expected: str
) -> None:
    assert result(sort_code, account) == expected


def test_a_sort_code_in_no_row_is_not_checked_which_is_not_valid() -> None:
    checked = modulus.check("999999", "12345678", TABLES)
    assert checked.result is Result.NOT_CHECKED
    assert "cannot be checked" in checked.reason


ACCOUNTS = st.integers(0, 99_999_999).map(lambda number: f"{number:08}")
# What exception 10 looks at: 09 or 99 in front, and often a nine before the last digit.
NINES = st.builds(
    lambda start, middle, end: f"{start}{middle:04}9{end}",
    st.sampled_from(["09", "99"]),
    st.integers(0, 9_999),
    st.integers(0, 9),
)


@given(ACCOUNTS)
def test_of_two_checks_without_exceptions_both_must_pass(account: str) -> None:
    first = total("0 0 0 0 0 0 0 7 6 5 4 3 2 1", f"202959{account}") % 11 == 0
    second = total(DOUBLE, f"202959{account}", doubled=True) % 10 == 0
    assert result("202959", account) == ("valid" if first and second else "invalid")


@given(ACCOUNTS)
def test_of_exceptions_2_and_9_either_check_is_enough(account: str) -> None:
    weights = LAST_FOUR
    if account[0] != "0":
        weights = "0 0 0 0 0 0 0 0 8 7 10 9 3 1" if account[6] == "9" else WIDE
    first = total(weights, f"300000{account}") % 11 == 0
    second = total(ELEVEN, f"309634{account}") % 11 == 0
    assert result("300000", account) == ("valid" if first or second else "invalid")


@given(ACCOUNTS)
def test_exception_3_leaves_the_second_check_out_where_c_is_6_or_9(account: str) -> None:
    first = total(ELEVEN, f"820000{account}") % 11 == 0
    second = total(DOUBLE, f"820000{account}", doubled=True) % 10 == 0
    expected = first and (account[2] in "69" or second)
    assert result("820000", account) == ("valid" if expected else "invalid")


@given(st.sampled_from(["938600", "938063"]), ACCOUNTS)
def test_exception_5_reads_another_sort_code_and_asks_for_both_check_digits(
    sort_code: str, account: str
) -> None:
    read_as = "938611" if sort_code == "938600" else sort_code
    rest = total("7 6 5 4 3 2 7 6 5 4 3 2 0 0", read_as + account) % 11
    first = (0 if rest == 0 else None if rest == 1 else 11 - rest) == int(account[6])
    left = total("2 1 2 1 2 1 2 1 2 1 2 1 2 0", read_as + account, doubled=True) % 10
    second = (0 if left == 0 else 10 - left) == int(account[7])
    assert result(sort_code, account) == ("valid" if first and second else "invalid")


def test_some_account_passes_exception_5_and_its_last_digit_matters() -> None:
    passing = [f"{number:08}" for number in range(20_000) if result("938063", f"{number:08}") == "valid"]
    assert passing
    for account in passing[:5]:
        other = account[:7] + str((int(account[7]) + 1) % 10)
        assert result("938063", other) == "invalid"


def test_exception_5_without_the_table_of_substitutions_is_not_checked() -> None:
    checked = modulus.check("938063", "55065200", Tables(ROWS))
    assert checked.result is Result.NOT_CHECKED
    assert "substitutions" in checked.reason


@given(ACCOUNTS)
def test_exception_8_checks_by_another_sort_code(account: str) -> None:
    expected = total("0 0 0 0 9 8 7 6 5 4 3 2 1 0", f"090126{account}") % 11 == 0
    assert result("086090", account) == ("valid" if expected else "invalid")


@given(ACCOUNTS | NINES)
def test_of_exceptions_10_and_11_either_check_is_enough(account: str) -> None:
    weights = WIDE
    if account[:2] in ("09", "99") and account[6] == "9":
        weights = "0 0 0 0 0 0 0 0 8 7 10 9 3 1"
    first = total(weights, f"871427{account}") % 11 == 0
    second = total(DOUBLE, f"871427{account}", doubled=True) % 10 == 0
    assert result("871427", account) == ("valid" if first or second else "invalid")


@given(ACCOUNTS)
def test_of_exceptions_12_and_13_either_check_is_enough(account: str) -> None:
    sums = total(ELEVEN, f"074456{account}")
    assert result("074456", account) == ("valid" if 0 in (sums % 11, sums % 10) else "invalid")


@given(ACCOUNTS)
def test_exception_14_tries_again_without_the_last_digit_where_it_is_0_1_or_9(account: str) -> None:
    first = total(ELEVEN, f"180002{account}") % 11 == 0
    again = account[7] in "019" and total(ELEVEN, f"1800020{account[:7]}") % 11 == 0
    assert result("180002", account) == ("valid" if first or again else "invalid")


@pytest.mark.parametrize(
    ("typed", "sort_code", "expected"),
    [
        ("12345678", "107999", ("107999", "12345678")),
        ("1234 5678", "107999", ("107999", "12345678")),
        ("123456", "107999", ("107999", "00123456")),
        ("1234567", "107999", ("107999", "01234567")),
        # The first of nine digits takes the place of the sort code's last.
        ("912345678", "107995", ("107999", "12345678")),
        ("12-34567890", "601613", ("601613", "34567890")),
        ("1234567890", "089999", ("089999", "12345678")),
    ],
)
def test_account_numbers_of_other_lengths_are_brought_to_eight_digits(
    typed: str, sort_code: str, expected: tuple[str, str]
) -> None:
    assert modulus.account_from(typed, sort_code) == expected


@pytest.mark.parametrize(
    "typed", ["12-34-56", "123456", "12 34 56", "12\u201334\u201356", "12\u00a034\u00a056"]
)
def test_sort_codes_are_read_as_people_write_them(typed: str) -> None:
    assert modulus.sort_code_from(typed) == "123456"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12-34-5a", "\u0661\u0662\u0663\u0664\u0665\u0666", "1.2e5"]
)
def test_a_sort_code_that_lost_a_nought_or_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="six digits, like 12-34-56"):
        modulus.sort_code_from(typed)


@pytest.mark.parametrize("typed", ["", "12345", "12345678901", "1234567x", "\u0661" * 8])
def test_an_account_number_of_no_such_length_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="six to ten digits"):
        modulus.account_from(typed, "107999")


def test_the_first_two_rows_of_a_sort_code_count_in_table_order() -> None:
    rows = modulus.read_weights(
        f"107000 107999 MOD11 {ELEVEN}\r\n107999 107999 DBLAL {DOUBLE}\r\n107000 108000 MOD10 {ELEVEN}\r\n",
        "w",
    )
    assert [row.method for row in Tables(rows).rows_for("107999")] == ["MOD11", "DBLAL"]
    assert [row.method for row in Tables(rows).rows_for("107998")] == ["MOD11", "MOD10"]
    assert Tables(rows).rows_for("108001") == []


@pytest.mark.parametrize(
    "line",
    [
        "089000 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7",
        "089000 089999 MOD12 0 0 0 0 0 0 7 1 3 7 1 3 7 1",
        "089999 089000 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1",
        "89000 89999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1",
        "PK\x03\x04",
    ],
)
def test_a_table_with_a_line_that_is_no_row_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(Invalid, match=r"weights\.txt, line 2 is no row"):
        modulus.read_weights(f"\ufeff107000 107999 MOD11 {ELEVEN}\n{line}", "weights.txt")


def test_an_empty_table_and_a_wrong_pair_are_refused() -> None:
    with pytest.raises(Invalid, match="holds no row"):
        modulus.read_weights("\n\n", "weights.txt")
    assert modulus.read_substitutions("938600 938611\n\n", "s.txt") == {"938600": "938611"}
    with pytest.raises(Invalid, match=r"s\.txt, line 1 is no pair"):
        modulus.read_substitutions("938600", "s.txt")
