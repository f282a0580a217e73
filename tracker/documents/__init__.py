"""Papers for people: receipts first. What a document says is frozen when it is issued; its PDF is drawn once.

Must not know diversity answers or exports. One module a kind, in `kinds/`.
"""
