"""An organisation's own rules: they may tighten what the rulebook warns of, never loosen the law.

It is one file of the instance's folder `rules`, `organisation.toml`:

    warn_share_percent = 80                  # for every benefit
    vouchers = "unsettled"                   # instead of "as-cash"
    advice = "Harbour Law Centre, 0117 496 0000"
    [warn_share_percents]
    carers-allowance = 75                    # for one
    [[caps]]
    per = "tax-year"                         # of what one person is paid here
    amount = 600.00
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w

from tracker.errors import Invalid
from tracker.money import Money
from tracker.rules import codes
from tracker.rules.facts import OwnLimit
from tracker.rules.reading import Record

OVERLAY_FILE = "organisation.toml"
ADVICE = "Free, independent advice: "
LONGEST_ADVICE = 300
# Nothing here calls a payment safe or tells anybody what it does to their benefits.
_CHANGES = "affect|alter|change|count|end|harm|hurt|lower|matter|reduce|stop|touch"
_NEVER_SAID = re.compile(
    rf"""\b(
        safe(r|ly)? | allowed | compliant | usual\s+suspects? | over-?used | no\s+(effect|difference)
        | ((will|would|does|do|could|should|may|might)(\s+not|\s+never|n['’]t) | cannot
          | can\s+not | won['’]t | can['’]t | never) \s+(\w+ly\s+)?({_CHANGES})s?
        | (take|accept|decline|refuse|reject|delay|split|spread|turn\s+down)
          \s+(the|a|an|any|this|that|your|our) \s+(\w+\s+)?(fee|payment|money|offer)s?
        | need\s+to\s+(tell|report|say|declare) | (is|are|be|you['’]re|all)\s+fine | risk[-\s]free | harmless
        | keep\s+(it|all|every|each|the|your) | (not|\w+n['’]t|never)\s+(be\s+)?affected
        | nothing\s+(counts|changes|is)
        | splitting | spreading | under\s+(the|a|any|your)\s+limit | below\s+(the|a|any|your)\s+limit
        | pay\s+(you|them|people)\s+(in|later|earlier|less)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def never_said(text: str) -> str | None:
    """The words in a text that no page may say, if it has any."""
    found = _NEVER_SAID.search(text)
    return found[0] if found else None


@dataclass(frozen=True)
class Overlay:
    """Earlier warnings, own caps, how vouchers are seen, where advice is; `files` are what is fingerprinted.

    `caps` are what the organisation keeps to for every person, in the form of a person's own limit.
    """

    share: int | None
    shares: Mapping[str, int]
    files: tuple[tuple[str, bytes], ...]
    caps: tuple[OwnLimit, ...] = ()
    vouchers: str = codes.AS_CASH
    advice: str | None = None

    def share_for(self, rule_id: str) -> int | None:
        """From what percent of a limit this organisation warns; None leaves the rulebook's."""
        return self.shares.get(rule_id, self.share)

    def advice_from(self, template: str) -> str:
        """The sentence of where free, independent advice is: the organisation's own, or that of the file."""
        if self.advice is None:
            return template
        return ADVICE + self.advice.replace("{", "{{").replace("}", "}}")


def no_overlay() -> Overlay:
    """The overlay of an organisation that has none."""
    return Overlay(None, {}, ())


def read_overlay(folder: Path, statute_share: int) -> Overlay:
    """The overlay in a folder; an absent folder, or one without the file, changes nothing.

    Raises Invalid, naming file, key and fix.
    """
    path = folder / OVERLAY_FILE
    return overlay_from(path.read_bytes(), statute_share) if path.is_file() else no_overlay()


def overlay_from(text: bytes, statute_share: int) -> Overlay:
    """The overlay that the text of such a file says. Raises Invalid, naming file, key and fix."""
    try:
        document = tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
        return _read(Record(document, ""), statute_share, text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{OVERLAY_FILE}: this is not valid TOML ({error}); mend it there.") from None
    except Invalid as refusal:
        raise Invalid(f"{OVERLAY_FILE}: {refusal.message}", field=refusal.field) from None


def _read(record: Record, statute_share: int, text: bytes) -> Overlay:
    share = _tighter(record, "warn_share_percent", statute_share)
    table = record.record("warn_share_percents")
    shares = {}
    for rule_id in codes.RULE_IDS if table else ():
        one = _tighter(table, rule_id, statute_share) if table else None
        if one is not None:
            shares[rule_id] = one
    if table:
        table.finish()
    caps = _caps(record)
    vouchers = record.choice("vouchers", codes.VOUCHER_TREATMENTS) or codes.AS_CASH
    advice = _advice(record)
    record.finish()
    return Overlay(share, shares, ((OVERLAY_FILE, text),), caps, vouchers, advice)


def _advice(record: Record) -> str | None:
    said = record.text("advice")
    if said is not None and (len(said) > LONGEST_ADVICE or not said.isprintable()):
        raise record.refuse("advice", f"write one line of at most {LONGEST_ADVICE} letters.")
    if said is not None and (words := never_said(said)):
        raise record.refuse("advice", f"say where advice is and no more; leave out “{words}”.")
    return said


def _tighter(record: Record, name: str, statute_share: int) -> int | None:
    share = record.whole(name, 1, 100)
    if share is not None and share > statute_share:
        message = f"an organisation may warn earlier than {statute_share}%, never later; write less."
        raise record.refuse(name, message)
    return share


def _caps(record: Record) -> tuple[OwnLimit, ...]:
    caps: dict[str, OwnLimit] = {}
    for item in record.records("caps"):
        per = item.needed_choice("per", codes.CAP_PERIODS)
        if per in caps:
            raise item.refuse("per", f"there is a cap for each {per} already; keep one of the two.")
        caps[per] = OwnLimit(per=per, amount=_pounds(item))
        item.finish()
    return tuple(caps.values())


def _pounds(record: Record) -> Money:
    raw = record.required("amount")
    number = isinstance(raw, int | Decimal) and not isinstance(raw, bool)
    pounds = Decimal(raw) if number else Decimal("NaN")
    right = pounds.is_finite() and 0 < pounds <= codes.MOST_PENCE // 100
    pence = pounds * 100 if right else Decimal("NaN")
    if not right or pence % 1:
        raise record.refuse("amount", "write pounds without quotes, above nothing, like 600.00.")
    return Money(int(pence))


def overlay_text(
    share: int | None,
    shares: Mapping[str, int],
    caps: Mapping[str, Money],
    vouchers: str,
    advice: str | None = None,
) -> bytes:
    """The text of the file that says this; `caps` are amounts by their period."""
    document: dict[str, Any] = {}
    if share is not None:
        document["warn_share_percent"] = share
    if vouchers != codes.AS_CASH:
        document["vouchers"] = vouchers
    if advice:
        document["advice"] = advice
    if shares:
        document["warn_share_percents"] = dict(shares)
    if caps:
        document["caps"] = [{"per": per, "amount": Decimal(str(amount))} for per, amount in caps.items()]
    return tomli_w.dumps(document).encode("utf-8")
