"""Pictures as our own SVG: what is shown is a frozen value, its geometry a pure function, its markup a macro of Jinja.

Beside every picture stand the same facts as a list for narrow screens and as a table. See `docs/pictures.md`.
"""
