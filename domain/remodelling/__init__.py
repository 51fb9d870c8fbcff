"""Changing the operating model of a running initiative: tried beforehand, approved by two, and then in force."""
