"""Lists of payments, expenses or people in anybody's words, understood by what each column means. Pure.

Every meaning is proposed with its evidence and may be said otherwise; what stays open is asked with figures.
"""
