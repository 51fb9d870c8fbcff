"""Plugins shared by all tests."""

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.temporal",
    "tests.fixtures.api",
    "tests.fixtures.registered",
    "tests.fixtures.profiles",
    "tests.fixtures.faults",
]
