"""Print each line's ratio beside its limit; exit 1 if one is over."""

import argparse
import sys

from bench import assessments, first_pages, imports, list_page, voices, voices_on_postgresql

LINES = (assessments, list_page, first_pages, imports, voices, voices_on_postgresql)


def main() -> int:
    """Run the lines, all or those whose names are given."""
    arguments = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000, help="how large the large instance is")
    arguments.add_argument("names", nargs="*", help="only these lines, such as list_page")
    asked = arguments.parse_args()
    within = True
    for line in LINES:
        name = line.__name__.removeprefix("bench.")
        if asked.names and name not in asked.names:
            continue
        ratio = line.measure(asked.rows)
        within = within and ratio.times <= line.LIMIT
        print(f"{name}: {ratio.times:.2f} (limit {line.LIMIT}) - {line.SENTENCE.format(rows=asked.rows)}")
        print(f"    {ratio.ours * 1000:.2f} ms over {ratio.against * 1000:.2f} ms")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
