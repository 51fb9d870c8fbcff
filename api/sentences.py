"""Sentences of refusals: what is the matter with a field is said with the field, so that it reads by itself."""

from __future__ import annotations

import re

_BODY = "the body"
_WHAT_IS_SAID = re.compile(r"(?:is|are|holds|has|should|must|may) ")
_SUBJECT = re.compile(r"[A-Z][a-z]+ (?=should )")
_OBJECT = re.compile(r"a valid dictionary( or object to extract fields from)?|an object")


def sentence(place: str, said: str) -> str:
    """A fault as a sentence about its place in the input, the whole of it if none is named. What has a subject of its
    own stays as it is.
    """
    of_a_checker = _SUBJECT.match(said)
    if of_a_checker:
        said = _OBJECT.sub("an object", said[of_a_checker.end() :])
    return f"{place or _BODY} {said}" if _WHAT_IS_SAID.match(said) else said
