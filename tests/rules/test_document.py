"""The text of a facts document: read strictly, and refused in sentences of ours."""

import pytest

from tracker import rules
from tracker.errors import Invalid


def test_a_document_is_read_as_it_is_written() -> None:
    assert rules.document_from(b'\xef\xbb\xbf{"payments": [{"amount": "75.00"}]}') == {
        "payments": [{"amount": "75.00"}]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"amount": "1.00", "amount": "2.00"}', "amount is written twice in one object"),
        (b'[{"a": {"b": 1, "b": 1}}]', "b is written twice"),
        (b'{"a":\n "x\xff"}', "line 2 holds bytes that are not UTF-8"),
        (b'{"a": 1,\n}', "mend it at line 2, character 1"),
        (b"", "mend it at line 1, character 1"),
        (b'{"a": NaN}', "NaN is no number"),
        (b"[" * 100_000, "nested far too deep"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a number in it is too long"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_mend(text: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.document_from(text)
    assert said in refusal.value.message
    assert "Expecting" not in refusal.value.message
