"""A statement that runs so often that SQLAlchemy's way to its rows would cost several times what the database does."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

_Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement, compiled once for an engine; it runs on connections of the driver.

    Values and rows are converted as by SQLAlchemy. `names` are the columns that an INSERT is given, the same each time.
    """

    def __init__(self, engine: Engine, statement: ClauseElement, names: Iterable[str] = ()) -> None:
        dialect = engine.dialect
        compiled = statement.compile(engine, column_keys=list(names) or None)
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled)
        self._positions = compiled.positiontup if compiled.positional else None
        self._given: list[tuple[str, _Convert]] = [
            (name, _impl(bind.type, engine).bind_processor(dialect)) for name, bind in compiled.binds.items()
        ]
        columns = getattr(statement, "selected_columns", ())
        self._found: list[_Convert] = [_impl(one.type, engine).result_processor(dialect, None) for one in columns]
        self._row = _row_of([one.key for one in columns])
        self._dialect = dialect

    def run(self, connection: Any, values: Mapping[str, Any]) -> None:
        """Run it for no rows."""
        with self._ran(connection, values):
            pass

    def row(self, connection: Any, values: Mapping[str, Any]) -> Any:
        """The first row, by the names of its columns; None where there is none."""
        with self._ran(connection, values) as cursor:
            row = cursor.fetchone()
        if row is None:
            return None
        pairs = zip(self._found, row, strict=True)
        return self._row(*[value if convert is None else convert(value) for convert, value in pairs])

    @contextmanager
    def _ran(self, connection: Any, values: Mapping[str, Any]) -> Iterator[Any]:
        given = {name: values[name] if convert is None else convert(values[name]) for name, convert in self._given}
        parameters = given if self._positions is None else [given[name] for name in self._positions]
        cursor = connection.cursor()
        try:
            cursor.execute(self._text, parameters)
            yield cursor
        except self._dialect.loaded_dbapi.Error as error:
            base: Any = self._dialect.loaded_dbapi.Error
            raise DBAPIError.instance(
                self._text, None, error, base, hide_parameters=True, dialect=self._dialect
            ) from error
        finally:
            cursor.close()


def _impl(kind: TypeEngine[Any], engine: Engine) -> TypeEngine[Any]:
    return kind.dialect_impl(engine.dialect)


def _row_of(names: list[str]) -> Callable[..., Any]:
    return namedtuple("Row", names)
