"""A believable year in an organisation that does not exist, for looking round without real people.

Everything is made through the services, by distinct members of staff on the days it would have happened; no
module here writes a state or makes a record itself (a test reads the code to make sure).
"""
