"""The stories of the demo's year, one file each. They are modelled on groups there are, and are all invented.

A story gives KEY, WORK (its project), PEOPLE (who are met by name), CAME_OF (what people heard back, in their
order), NOT_TOLD if nobody heard back from some session, and why, and `tell(story)`, which plans what happens.
`docs/how-to/follow-a-story.md` follows each by hand, and a browser test in `tests/e2e/` does too.
"""
