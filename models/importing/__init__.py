"""Importing into the register: the lines of a file are entered, change what is there, or leave it as it is."""
