"""Projects, their stages and rate cards, and who belongs to which project.

Must not know sessions or payments: a claim line takes a snapshot of the rate and never looks back here.
"""
