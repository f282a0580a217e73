"""Long work in the background: a Job row is committed with the write that asks for it, a worker does it.

Jobs know their handlers by registered name only, so this package never sees a feature. Handlers are
idempotent per item: a job swept up after a crash begins again and does nothing twice.
"""
