"""XES (IEEE 1849-2016): a trace for each initiative, or for each obligation. Written by the standard library's writer,
which escapes; what no XML may hold is replaced.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from domain.exports.attributes import COMMON, Type, Value, declared
from domain.exports.exported import Entries, Exported
from domain.exports.traces import Case, Trace, by_obligation

NAMESPACE: Final = "http://www.xes-standard.org/"
_UNFIT: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_REPLACED = "\ufffd"
_EXTENSIONS = {"Concept": "concept", "Time": "time", "Organizational": "org", "Lifecycle": "lifecycle"}
_TAGS = {Type.STRING: "string", Type.INTEGER: "int", Type.BOOLEAN: "boolean", Type.TIME: "date"}
_OF_COMMON = {one.name: one.type for one in COMMON}
_STANDARD = {"acting": "org:resource", "acting_for_seat": "org:group", "lifecycle": "lifecycle:transition"}
"""What stands under the key of an extension instead of its own."""
_GLOBAL: Final = (
    ("string", "concept:name", "-"),
    ("date", "time:timestamp", "1970-01-01T00:00:00+00:00"),
    ("string", "org:resource", "-"),
    ("string", "lifecycle:transition", "complete"),
    ("int", "ledger_index", "0"),
    ("string", "leaf_hash", "-"),
)
"""What each event has: how it is written, its key, and the value that the standard asks to name for it."""


def xes(read: Entries, initiatives: Sequence[str], case: Case) -> Iterator[str]:
    """The file, piece by piece. Raises DatabaseAway."""
    out = io.StringIO()
    writing = _Writing(XMLGenerator(out, "utf-8", short_empty_elements=True))
    writing.begin(case)
    for trace in _traces(read, initiatives, case):
        writing.open_trace(trace)
        for entry in trace.entries:
            writing.event(entry)
            yield out.getvalue()
            out.seek(0)
            out.truncate()
        writing.close("trace")
    writing.close("log")
    yield out.getvalue()


def _traces(read: Entries, initiatives: Iterable[str], case: Case) -> Iterator[Trace]:
    for initiative in initiatives:
        entries = read(initiative)
        if case is Case.OBLIGATION:
            yield from by_obligation(initiative, entries)
        elif first := next(entries, None):
            yield Trace(initiative, initiative, _from(first, entries))


def _from(first: Exported, entries: Iterator[Exported]) -> Iterable[Exported]:
    yield first
    yield from entries


class _Writing:
    """A file that is being written."""

    def __init__(self, xml: XMLGenerator) -> None:
        self._xml = xml

    def begin(self, case: Case) -> None:
        """What stands before the traces."""
        self._xml.startDocument()
        self._open("log", {"xes.version": "1849-2016", "xes.features": "", "xmlns": NAMESPACE})
        for name, prefix in _EXTENSIONS.items():
            self._one("extension", {"name": name, "prefix": prefix, "uri": f"{NAMESPACE}{prefix}.xesext"})
        self._open("global", {"scope": "trace"})
        self._attribute("string", "concept:name", "-")
        self.close("global")
        self._open("global", {"scope": "event"})
        for tag, key, value in _GLOBAL:
            self._attribute(tag, key, value)
        self.close("global")
        self._one("classifier", {"name": "Kind of entry", "keys": "concept:name"})
        self._one("classifier", {"name": "Kind and transition", "keys": "concept:name lifecycle:transition"})
        self._attribute("string", "lifecycle:model", "standard")
        self._attribute("string", "concept:name", f"talkoot: {case}")

    def open_trace(self, trace: Trace) -> None:
        """What stands before the events of a trace."""
        self._open("trace", {})
        self._attribute("string", "concept:name", trace.name)
        self._attribute("string", "initiative", trace.initiative)

    def event(self, entry: Exported) -> None:
        """One entry. What is empty is left out: XES asks for no attribute but the global ones."""
        self._open("event", {})
        self._attribute("string", "concept:name", entry.type)
        self._attribute("date", "time:timestamp", entry.time)
        for name, value in entry.common.items():
            self._typed(_OF_COMMON[name], _STANDARD.get(name, name), value)
        types = {one.name: one.type for one in declared(entry.type)}
        for name, value in entry.own.items():
            self._typed(types[name], f"data:{name}", value)
        self.close("event")

    def close(self, tag: str) -> None:
        """Whatever was opened last."""
        self._xml.endElement(tag)
        self._xml.characters("\n")

    def _typed(self, type: Type, key: str, value: Value) -> None:
        if value != "":
            self._attribute(_TAGS[type], key, str(value).lower() if isinstance(value, bool) else str(value))

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self._xml.startElement(tag, AttributesImpl(attributes))
        self._xml.characters("\n")

    def _attribute(self, tag: str, key: str, value: str) -> None:
        self._one(tag, {"key": key, "value": _UNFIT.sub(_REPLACED, value)})

    def _one(self, tag: str, attributes: dict[str, str]) -> None:
        self._xml.startElement(tag, AttributesImpl(attributes))
        self.close(tag)
