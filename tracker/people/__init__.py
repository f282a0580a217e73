"""Participants: how to reach them, what they told us that a limit needs, and how they are paid.

Must not know sessions, payments or diversity answers. Circumstances are read only by the person and by
named benefit contacts; bank details are encrypted, versioned and masked.
"""
