"""Plugins shared by all tests."""

pytest_plugins = [
    "tests.fixtures.garbage",  # first, as it stands aside while all others are imported
    "tests.fixtures.profiles",  # before others, which ask it for their sizes
    "tests.fixtures.compiling",
    "tests.fixtures.plain_logs",
    "tests.fixtures.disks",
    "tests.fixtures.databases",
    "tests.fixtures.alternating",
    "tests.fixtures.temporal",
    "tests.fixtures.api",
    "tests.fixtures.registered",
    "tests.fixtures.faults",
    "tests.fixtures.browsing",
]
