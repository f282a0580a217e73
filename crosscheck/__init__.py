"""Our Universal Credit reductions held against an independent model's, in an environment of its own.

`./dev crosscheck` installs PolicyEngine UK into `.venv-crosscheck` the first time and never into the product:
it is no dependency, none of its code or data is copied, and no test needs it. Only what it can be asked is
asked: one person, a month's earnings at which neither tax nor National Insurance enters, each work allowance.
"""
