"""Plugins shared by all tests."""

pytest_plugins = [
    "tests.fixtures.profiles",  # first, as others ask it for their sizes
    "tests.fixtures.databases",
    "tests.fixtures.alternating",
    "tests.fixtures.temporal",
    "tests.fixtures.api",
    "tests.fixtures.registered",
    "tests.fixtures.faults",
    "tests.fixtures.browsing",
]
