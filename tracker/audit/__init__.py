"""The record of who did what: append-only events, each chained to the one before.

Owns `AuditEvent` and the chain. Must not know any feature, and holds no free text, names, contacts,
diversity, circumstances or bank values: a record's reference, the verb and the names of changed fields.
"""
