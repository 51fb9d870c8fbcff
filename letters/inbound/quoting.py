"""What a person's reply may say to others: without links of their own, and without the letter that it quotes."""

from __future__ import annotations

import re

_SLASH = r"(?:/|_|%(?:25)*2F)"  # mail filters wrap links into their own, and write them otherwise there
_BREAK = r"=?\n[> \t]*"
_CHARACTER = r"[A-Za-z0-9_-]"
_PERSONAL = re.compile(
    rf"({_SLASH}(?:p|u|call{_SLASH}need){_SLASH})"
    rf"(?:{_CHARACTER}{{43,}}|{_CHARACTER}{{1,7}}{_BREAK}{_CHARACTER}{{30,}}|{_CHARACTER}{{8,42}}(?:{_BREAK}{_CHARACTER}+)?)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?=.*[0-9@]).*\b(?:wrote|kirjoitti|skrev)\b.*:$", re.IGNORECASE)
_FORWARDED = re.compile(
    r"(?:-{2,} ?(?:original message|alkuperäinen viesti|ursprungligt meddelande).*|_{10,})$", re.IGNORECASE
)
_FROM = re.compile(r"\W*(?:from|lähettäjä|från)\W*:", re.IGNORECASE)
_SENT = re.compile(r"\W*(?:sent|date|lähetetty|päivämäärä|skickat|datum)\W*:", re.IGNORECASE)
_LONGEST_LINE = 1000


def without_links(text: str) -> str:
    """The text without the part of links that opens somebody's own page, also where a program broke them over lines."""
    return _PERSONAL.sub(r"\1…", text)


def own_words(text: str) -> str:
    """What was written, without the letter that it answers; empty where nothing can be told from that."""
    lines, kept = text.splitlines(), []
    for at, line in enumerate(lines):
        bare = line[:_LONGEST_LINE].strip()
        after = [one.strip() for one in lines[at + 1 : at + 4]]
        if _FORWARDED.match(bare) or (_FROM.match(bare) and any(map(_SENT.match, after))):
            break
        if _WROTE.match(bare):
            if not any(one.startswith(">") for one in after):
                break
        elif not bare.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()
