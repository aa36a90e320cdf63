"""What every folder of tests shares: built clubs, and properties without a stopwatch."""

import os

import pytest
from hypothesis import settings

pytest_plugins = ("tests.site_fixtures",)

# A busy machine is not a failing property.
settings.register_profile("club", deadline=None)
settings.load_profile("club")

# As a club that erases has it, in its environment and nowhere else.
os.environ["CLUB_ERASE_KEY"] = "a key of the tests, of no club"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: browsers, servers and commands are waited for."""
    return (os.cpu_count() or 1) + 1
