"""The check itself: facts and a rulebook in, an assessment out. Nothing is stored, asked or sent."""

from __future__ import annotations

from datetime import date

from tracker.rules import codes, in_doubt, vouchers
from tracker.rules.counting import Counted
from tracker.rules.facts import Claim, Facts
from tracker.rules.kinds import CAP, CLAIM_KINDS, OWN, PERMISSION
from tracker.rules.kinds.base import Case, Question, Window, age_on, finding_about, ids
from tracker.rules.outcome import Assessment, Finding, Outcome, Reason, most_severe
from tracker.rules.rulebook import BenefitRule, Rulebook


def assess(facts: Facts, rulebook: Rulebook) -> Assessment:
    """Check a person's payments and work against every benefit and limit that the facts name.

    The overall outcome is the most severe finding that proposed work and payments touch; where nothing
    is proposed, of all findings.
    """
    case = Case(facts, rulebook)
    findings, capped = _told(case), _caps(case)
    if in_doubt.is_needed(facts):
        findings = in_doubt.in_question(facts, findings, lambda other: _told(Case(other, rulebook)))
        capped = in_doubt.in_question(facts, capped, lambda other: _caps(Case(other, rulebook)))
    covered = {payment_id for finding in findings for payment_id in finding.payment_ids}
    findings, capped = _of_the_young(case, findings), _of_the_young(case, capped)
    return Assessment(
        outcome=_overall(case, [*findings, *_that_matter(capped, told=bool(findings))]),
        rulebook_version=rulebook.version,
        rulebook_fingerprint=rulebook.fingerprint,
        findings=(*findings, *capped),
        not_checked=tuple(payment.id for payment in facts.payments if payment.id not in covered),
    )


def _of_the_young(case: Case, findings: list[Finding]) -> list[Finding]:
    """The findings about somebody under 18, each with what their age brings: a prompt, never an outcome."""
    born, (first, _) = case.facts.date_of_birth, case.span
    if born is None or first == date.max or age_on(born, first) >= codes.ADULT_FROM:
        return findings
    key = "under_16" if age_on(born, first) < codes.SCHOOL_AGE_TO else "under_18"
    prompt = Reason(key, case.rulebook.wording[key], {"day": first})
    return [finding._replace(actions=(*finding.actions, prompt)) for finding in findings]


def _told(case: Case) -> list[Finding]:
    """What is found about everything that the person told, vouchers being what the organisation says."""
    findings, rulebook = _told_of(case), case.rulebook
    if rulebook.own.vouchers != codes.UNSETTLED or not vouchers.are_in(case.facts):
        return findings
    without = _told_of(Case(vouchers.left_out(case.facts), rulebook))
    return vouchers.in_doubt(findings, without, rulebook)


def _told_of(case: Case) -> list[Finding]:
    """The same, vouchers counting as cash."""
    findings = [finding for claim in case.facts.benefits for finding in _claim(case, claim)]
    return [*_running(case, findings), *_permission(case), *_own_limits(case)]


def _running(case: Case, findings: list[Finding]) -> list[Finding]:
    """Without what is said of one spell of a benefit being over where the person is in the next one."""
    told = [claim.benefit for claim in case.facts.benefits]
    if len(set(told)) == len(told):
        return findings
    spoken_for = {
        (finding.benefit, payment_id)
        for finding in findings
        if finding.outcome is not Outcome.CLOSED
        for payment_id in finding.payment_ids
    }
    return [
        finding
        for finding in findings
        if finding.outcome is not Outcome.CLOSED
        or any((finding.benefit, payment_id) not in spoken_for for payment_id in finding.payment_ids)
    ]


def _that_matter(capped: list[Finding], *, told: bool) -> list[Finding]:
    """Of the organisation's caps, those that have a say: to be well within one is no check of a benefit."""
    return capped if told else [finding for finding in capped if finding.outcome.wants_attention]


def windows(facts: Facts, rulebook: Rulebook) -> list[Window]:
    """The dates whose payments a check of these facts needs, so that a caller loads only those.

    They surround the proposed payments, or all payments where none is proposed.
    """
    case = Case(facts, rulebook)
    wanted = [counted for counted in case.counted if counted.proposed] or case.counted
    found = [window for claim in facts.benefits for window in _claim_windows(case, claim, wanted)]
    if facts.immigration is not None:
        found += PERMISSION.windows(facts.immigration, wanted)
    for limit in (*facts.own_limits, *rulebook.own.caps):
        found += OWN.windows(facts, limit, wanted)
    return found


def _overall(case: Case, findings: list[Finding]) -> Outcome:
    anything_proposed = any(counted.proposed for counted in case.counted)
    return most_severe(finding.outcome for finding in findings if finding.proposed or not anything_proposed)


def _claim(case: Case, claim: Claim) -> list[Finding]:
    rule = case.rulebook.rules.get(claim.benefit)
    if rule is None:
        return [_without_rule(case, claim)]
    nation = case.facts.nation
    if nation is not None and nation not in rule.nations:
        return [_elsewhere(case, rule, codes.NATION_NAMES[nation])]
    return _as_told(rule, claim.told_on, CLAIM_KINDS[rule.kind].findings(Question(case, rule, claim)))


def _as_told(rule: BenefitRule, told_on: date | None, findings: list[Finding]) -> list[Finding]:
    """The findings, each saying when we were told what it rests on."""
    if told_on is None:
        return findings
    said = rule.reason("told_on", told_on=told_on)
    return [finding._replace(reasons=(*finding.reasons, said)) for finding in findings]


def _claim_windows(case: Case, claim: Claim, wanted: list[Counted]) -> list[Window]:
    rule = case.rulebook.rules.get(claim.benefit)
    return [] if rule is None else CLAIM_KINDS[rule.kind].windows(Question(case, rule, claim), wanted)


def _permission(case: Case) -> list[Finding]:
    immigration = case.facts.immigration
    if immigration is None:
        return []
    rule = case.rulebook.rules[codes.PERMISSION_TO_WORK]
    return _as_told(rule, immigration.told_on, PERMISSION.findings(case, rule, immigration))


def _own_limits(case: Case) -> list[Finding]:
    rule = case.rulebook.rules[codes.OWN_LIMIT]
    return [
        finding
        for limit in case.facts.own_limits
        for finding in _as_told(rule, limit.told_on, OWN.findings(case, rule, limit))
    ]


def _caps(case: Case) -> list[Finding]:
    """What the organisation keeps to for everybody: the same sums as a person's own limit, in other words."""
    rule = case.rulebook.rules[codes.OWN_LIMIT]
    return [finding for cap in case.rulebook.own.caps for finding in CAP.findings(case, rule, cap)]


def _without_rule(case: Case, claim: Claim) -> Finding:
    """An honest answer for a benefit that the law tests, or may test, and our rulebook does not hold yet."""
    values = {"benefit": codes.BENEFIT_NAMES[claim.benefit]}
    wording = case.rulebook.wording
    return Finding(
        benefit=claim.benefit,
        outcome=Outcome.CANNOT_TELL,
        reasons=(Reason("no_rules", wording["no_rules"], values),),
        missing=("rules",),
        actions=(Reason("advice", wording["advice"], values),),
        payment_ids=ids(case.counted),
    )


def _elsewhere(case: Case, rule: BenefitRule, nation: str) -> Finding:
    reason = rule.reason("elsewhere", nation=nation)
    return finding_about(rule, case.counted, Outcome.CANNOT_TELL, reason, missing=("nation",))
