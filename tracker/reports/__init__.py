"""What the records say once they are counted: who is heard, how often, how long payment takes.

Owns the statistics (pure Python), the aggregate queries and one module a report in `catalogue/`. Must not
name or rank a person, and must not know a diversity answer except through `diversity.aggregate`.
"""
