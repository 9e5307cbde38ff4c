"""Settings of all tests."""

from hypothesis import settings

# The first example of a kernel includes its compilation.
settings.register_profile("killzone", deadline=None)
settings.load_profile("killzone")
