"""Work counted in function calls, which no other process slows down."""

import sys


def calls(action):
    """Return how many functions `action` calls, of Python or compiled, in this thread."""
    count = 0

    def hear(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(hear)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count
