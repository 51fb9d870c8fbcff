"""Plugins shared by all tests."""

pytest_plugins = ["tests.fixtures.databases"]
