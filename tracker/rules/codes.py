"""The fixed words of the facts document: benefits, nations, states, kinds and methods of payment."""

BENEFIT_NAMES = {
    "universal-credit": "Universal Credit",
    "new-style-esa": "New Style Employment and Support Allowance",
    "income-related-esa": "income-related Employment and Support Allowance",
    "new-style-jsa": "New Style Jobseeker's Allowance",
    "income-based-jsa": "income-based Jobseeker's Allowance",
    "income-support": "Income Support",
    "pension-credit": "Pension Credit",
    "housing-benefit": "Housing Benefit",
    "council-tax-reduction": "Council Tax Reduction",
    "carers-allowance": "Carer's Allowance",
    "carer-support-payment": "Carer Support Payment",
    "maternity-allowance": "Maternity Allowance",
    "incapacity-benefit": "Incapacity Benefit",
    "severe-disablement-allowance": "Severe Disablement Allowance",
    "tax-credits": "tax credits",
    "pip": "Personal Independence Payment",
    "dla": "Disability Living Allowance",
    "adult-disability-payment": "Adult Disability Payment",
    "attendance-allowance": "Attendance Allowance",
    "state-pension": "State Pension",
    "industrial-injuries": "Industrial Injuries Disablement Benefit",
    "bereavement-support": "Bereavement Support Payment",
    "child-benefit": "Child Benefit",
    "statutory-sick-pay": "Statutory Sick Pay",
    "statutory-maternity-pay": "Statutory Maternity Pay",
}
PERMISSION_TO_WORK = "permission-to-work"
OWN_LIMIT = "own-limit"
# Every id that a rule's file may have.
RULE_IDS = (*BENEFIT_NAMES, PERMISSION_TO_WORK, OWN_LIMIT)

NATION_NAMES = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern-ireland": "Northern Ireland",
}

IMMIGRATION_STATUSES = ("unrestricted", "no-permission-to-work", "student", "prisoner", "unknown")
WORK_ALLOWANCES = ("none", "with-housing", "without-housing", "unknown")
DISREGARDS = ("single", "couple", "higher", "special", "lone-parent", "unknown")
ACCOMMODATION = ("specified-or-temporary", "other")

PAYMENT_STATES = ("paid", "planned", "proposed", "declined")
PAYMENT_KINDS = ("fee", "expense", "allowance")
PAYMENT_METHODS = (
    "bank",
    "cash",
    "cheque",
    "voucher",
    "gift-card",
    "prepaid-card",
    "payroll",
    "in-kind",
    "to-charity",
)
# Sources disagree on vouchers, so they count like cash (benefits guidance of NIHR and HRA).
VOUCHER_METHODS = frozenset({"voucher", "gift-card", "prepaid-card"})

# The benefits that look at the person's own earnings alone, and not at a partner's.
OWN_EARNINGS = frozenset(
    {
        "new-style-esa",
        "income-related-esa",
        "new-style-jsa",
        "carers-allowance",
        "carer-support-payment",
        "incapacity-benefit",
        "severe-disablement-allowance",
    }
)

# How many of each there are in a year, as DWP converts them: 52 weeks and 12 months.
TIMES_A_YEAR = {
    "week": 52,
    "fortnight": 26,
    "four-weeks": 13,
    "month": 12,
    "assessment-period": 12,
    "year": 1,
    "tax-year": 1,
}
# The ages below which work and pay have rules of their own.
SCHOOL_AGE_TO, ADULT_FROM = 16, 18
OWN_LIMIT_PERIODS = ("week", "month", "assessment-period", "tax-year")
# An organisation's own caps know nobody's assessment period.
CAP_PERIODS = ("week", "month", "tax-year")
MOST_PENCE = 100_000_000

# What an organisation says of vouchers: counted like cash, or that nobody can tell where it matters.
AS_CASH = "as-cash"
UNSETTLED = "unsettled"
VOUCHER_TREATMENTS = (AS_CASH, UNSETTLED)
