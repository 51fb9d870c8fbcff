"""Prepared statements: those that run with every answer, put into the driver's words once.

SQLAlchemy works out the words and the parameters of a statement at each execution, which costs more than what SQLite
then does. Everything else stays with it: connections, transactions, events, errors.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Dialect, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement on plain tables (`rows_of`), executed with values by the names of its columns and parameters.

    The types of the columns convert values on their way in and out, as ever. Lists as parameters (`in_`) and defaults
    that Python makes are not for it.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._texts: dict[tuple[str, ...], _Text] = {}

    def run(self, session: Session, values: Values) -> CursorResult[Any]:
        """Execute it in the session's transaction."""
        connection = session.connection()
        text = self._text(connection.dialect, values)
        return connection.exec_driver_sql(text.sql, text.given(values))

    def run_for_each(self, session: Session, rows: Sequence[Values]) -> None:
        """Execute it for each of the rows, of which there is one at least; they have the same names."""
        connection = session.connection()
        text = self._text(connection.dialect, rows[0])
        connection.exec_driver_sql(text.sql, [text.given(values) for values in rows])

    def first(self, session: Session, values: Values) -> Any:
        """The first row that is found, a tuple that also knows the names of its columns; None without any."""
        connection = session.connection()
        text = self._text(connection.dialect, values)
        row = connection.exec_driver_sql(text.sql, text.given(values)).first()
        return None if row is None else text.read(row)

    def _text(self, dialect: Dialect, values: Values) -> _Text:
        key = (dialect.name, *values)
        if key not in self._texts:
            self._texts[key] = _text_of(self._statement, dialect, values)
        return self._texts[key]


@dataclass(frozen=True)
class _Text:
    """A statement in a driver's words: its parameters in order, by place or by name, those that it fixes itself, and
    how values are converted.
    """

    sql: str
    by_place: bool
    fixed: Values
    writers: tuple[tuple[str, _Convert], ...]
    readers: tuple[_Convert, ...]
    made: Callable[[Sequence[Any]], Any]

    def given(self, values: Values) -> tuple[Any, ...] | dict[str, Any]:
        """The values as the driver wants them."""
        every = {**self.fixed, **values} if self.fixed else values
        if self.by_place:
            return tuple([_converted(write, every[name]) for name, write in self.writers])
        return {name: _converted(write, every[name]) for name, write in self.writers}

    def read(self, row: Sequence[Any]) -> Any:
        """What the driver has found."""
        return self.made([_converted(read, value) for read, value in zip(self.readers, row, strict=True)])


def _text_of(statement: Select[Any] | Insert | Update, dialect: Dialect, values: Values) -> _Text:
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    compiled = statement.compile(dialect=dialect, column_keys=None if columns else list(values))
    assert isinstance(compiled, SQLCompiler)
    every = compiled.construct_params(dict(values))
    names = compiled.positiontup if compiled.positional else every
    keys = [column.key or "" for column in columns]
    found: Any = namedtuple("Found", keys, rename=True)  # type: ignore[misc]  # only the statement knows the names
    return _Text(
        sql=str(compiled),
        by_place=compiled.positional,
        fixed={name: value for name, value in every.items() if name not in values},
        writers=tuple((name, _writer(compiled.binds[name].type, dialect)) for name in names or ()),
        readers=tuple(_reader(column.type, dialect) for column in columns),
        made=found._make,
    )


def _converted(convert: _Convert, value: Any) -> Any:
    return value if convert is None else convert(value)


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
