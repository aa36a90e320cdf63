"""What every folder of tests shares: built clubs, and properties without a stopwatch."""

from hypothesis import settings

pytest_plugins = ("tests.site_fixtures",)

# A busy machine is not a failing property.
settings.register_profile("club", deadline=None)
settings.load_profile("club")
