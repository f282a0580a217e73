"""Staff: who may sign in, which roles they hold for which projects, and the organisation they work for.

Must not know participants: a participant's own pages are the portal's business.
"""
