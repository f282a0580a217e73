"""Ask both about every month, print where they differ, and exit 1 if they do."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from crosscheck.cases import Month, months
from tracker import rules

MOST_SHOWN = 20


def ours(month: Month, book: rules.Rulebook) -> int:
    """Our reduction of a month, in pence; nothing where we find none."""
    document = {
        "benefits": [
            {
                "benefit": "universal-credit",
                "assessment_period_starts_on_day": 10,
                "work_allowance": month.allowance,
                "other_earnings": f"{Decimal(month.other) / 100:.2f}",
                "other_earnings_per": "assessment-period",
            }
        ],
        "payments": [
            {
                "id": "P1",
                "kind": "fee",
                "amount": f"{Decimal(month.ours) / 100:.2f}",
                "method": "bank",
                "received_on": f"{month.year}-06-15",
            }
        ],
    }
    answer = rules.assess_document(document, book)
    assert isinstance(answer, dict)
    (finding,) = answer["findings"]
    if finding["reduction"] is None:
        raise RuntimeError(f"No reduction was found for {month}: {finding['reasons']}")
    return int(Decimal(finding["reduction"]) * 100)


def main(python: str) -> int:
    """Compare with what the other environment's Python answers."""
    asked, book = list(months()), rules.load()
    answered = subprocess.run(
        [python, str(Path(__file__).with_name("independent.py"))],
        input=json.dumps([month.document() for month in asked]),
        capture_output=True,
        text=True,
        check=False,
    )
    if answered.returncode:
        print(answered.stderr[-2000:], file=sys.stderr)
        return 1
    theirs = [round(one) for one in json.loads(answered.stdout)]
    differing = [
        (month, mine, other)
        for month, other in zip(asked, theirs, strict=True)
        if (mine := ours(month, book)) != other
    ]
    for month, mine, other in differing[:MOST_SHOWN]:
        print(f"{month}: ours {mine}p, theirs {other}p")
    reduced = sum(one > 0 for one in theirs)
    years = dict(Counter(month.year for month, _, _ in differing))
    print(
        f"{len(asked):,} months asked, {reduced:,} with a reduction; {len(differing):,} differ {years or ''}"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
