"""What whoever examines the books asks for: balances, who could do what, samples of payments and their proof.

Owns `AuditSample`. Reads payments, papers and files; changes none of them.
"""
