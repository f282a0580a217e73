"""Everything HTTP that no noun owns: access, forms, the one commit, errors, filters, security headers.

Must not know any feature: `create_app` registers their blueprints, and the signed-in user is only known
here as something with an `actor()`.
"""
