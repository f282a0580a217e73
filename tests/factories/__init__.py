"""Makers of records for tests, one module a noun: through the services, as the product makes them."""
