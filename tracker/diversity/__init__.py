"""What people say about themselves, kept apart from who they are, and the protected tables made of it.

Owns the questions (data), the answers under a token, the link from a person to a token, disclosure control
and the ledger of what was shown. Must not hand out an answer or a token together with a person, except to
that person; payments, documents and exports never see any of it.
"""
