"""The session of a command: flags, settings and store, each opened on first use."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_crm import manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from tempfile import TemporaryDirectory

    from tui_crm.config import Config
    from tui_crm.output_file import Destination
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.values import ValueParser

FLAGS = ("store", "lang", "user", "config")


def clock() -> datetime:
    """The current local time, with its zone."""
    from tui_crm.store.db.store import utc_now

    return utc_now()


class Session:
    """The context that every verb gets: settings, store, language.

    Nothing is read or opened before it is asked for, so that ``crm --version`` costs nothing.
    """

    def __init__(self, program: Any = None) -> None:
        self.program = program
        """The command of the whole program, whose help tells of the verbs."""
        self.flags: dict[str, str] = {}
        """The global options that were given, by name."""
        self.debug = False
        self.makes_store = True
        self.is_trial = False
        """Nothing that is written will stay: where there is no store, one in passing will do."""
        self.type_key = ""
        """The record type that the command is about, where it names one."""
        self._config: Config | None = None
        self._store: Store | None = None
        self._passing: TemporaryDirectory[str] | None = None

    def take_flags(self, args: Sequence[str]) -> list[str]:
        """Take the global options out of a command line, wherever they stand; the rest of it.

        They are taken before Typer parses the line, so that help and errors speak the language of
        ``--lang``. One without a value stays, for Typer to refuse.

        >>> session = Session()
        >>> session.take_flags(["--lang", "ja", "list", "leads", "--store=x", "--json"])
        ['list', 'leads', '--json']
        >>> session.flags
        {'lang': 'ja', 'store': 'x'}
        """
        rest: list[str] = []
        words = list(args)
        while words and words[0] != "--":
            word = words.pop(0)
            name, is_joined, value = word.removeprefix("--").partition("=")
            if not word.startswith("--") or name not in FLAGS:
                rest.append(word)
            elif value:
                self.flags[name] = value
            elif not is_joined and words and words[0] and not words[0].startswith("-"):
                self.flags[name] = words.pop(0)
            else:
                rest.append(word)
        return rest + words

    @property
    def config_file(self) -> Path | None:
        """The settings file that was named, if one was."""
        named = self.flags.get("config")
        if not named:
            return None
        from tui_crm.paths import expanded

        return expanded(named)

    @property
    def config(self) -> Config:
        """The settings; loading them sets the language.

        Raises:
            CrmError: a setting is wrong.
        """
        if self._config is None:
            from tui_crm import config, i18n

            flags = {
                "store": self.flags.get("store"),
                "language": self.flags.get("lang"),
                "user": self.flags.get("user"),
            }
            self._config = config.load(self.config_file, flags)
            i18n.use(self._config.language)
        return self._config

    def settle_language(self) -> None:
        """Set the language, even if the settings are invalid."""
        from tui_crm import i18n
        from tui_crm.errors import CrmError

        try:
            i18n.use(self.config.language)
        except CrmError:
            asked = self.flags.get("lang") or os.environ.get("CRM_LANG", "")
            named = [known for known in i18n.LANGUAGES if asked.startswith(known)]
            i18n.use(named[0] if named else i18n.preferred())

    def open(self, *, create: bool = True, announces_upgrade: bool = True) -> Store:
        """Open the store; tell the user if it was created or migrated.

        Raises:
            StoreError: it cannot be opened, or is not there and must not be made.
        """
        if self._store is None:
            path = self.config.store
            create = create and self.makes_store
            if self.is_trial and not path.exists():
                path = self._in_passing()
            is_new = create and not self.is_trial and not path.exists()
            self._store = manifest.load(manifest.OPEN_STORE)(
                path,
                user=self.config.user,
                clock=clock,
                create=create,
                currency=self.config.currency,
                usual_currency=self.config.usual_currency,
            )
            before, version = self._store.upgraded_from, self._store.program.version
            if is_new or (before is not None and announces_upgrade):
                from tui_crm.cli.messages import remark

                key = "store.made" if is_new else "migrate.done"
                remark(key, path=path, before=before, version=version)
        return self._store

    def _in_passing(self) -> Path:
        from tempfile import TemporaryDirectory

        self._passing = TemporaryDirectory(prefix="crm-")
        return Path(self._passing.name) / "crm.db"

    @property
    def store(self) -> Store:
        """The open store; created for a verb that may do so."""
        return self.open()

    @property
    def currency(self) -> str:
        """The default currency: that of the settings, or of the store."""
        return self.store.currency

    @property
    def schema(self) -> Schema:
        """The record types of the open store."""
        return self.store.schema

    @property
    def now(self) -> datetime:
        """Local time."""
        return self.store.query_context().now

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read connection with snapshot isolation."""
        with self.store.reading() as connection:
            yield connection

    def reader(self, connection: Connection) -> ValueParser:
        """The parser of typed values; links are resolved through ``connection``."""
        from tui_crm.store import records
        from tui_crm.store.values import ValueParser

        def find(spec: FieldSpec, words: str) -> int:
            return records.find(connection, self.schema.type(spec.target), words)

        return ValueParser(self.schema, self.now, find, self.currency)

    def currency_of(self, spec: FieldSpec, values: dict[str, Value]) -> str:
        """The currency of an amount, by the record's own field or by the settings."""
        return str(values.get(spec.currency) or self.currency)

    def find(self, connection: Connection, record_type: RecordType, words: str) -> int:
        """Resolve a record's number or title to its id.

        Raises:
            NotFoundError: there is none.
            UsageError: there is more than one.
        """
        from tui_crm.errors import NotFoundError
        from tui_crm.store import records

        try:
            return records.find(connection, record_type, words)
        except NotFoundError:
            if records.number_in(words) is None:
                raise
            raise NotFoundError("record.missing", type=record_type.label(1), id=words) from None

    def destination(self, path: Path, *, overwrite: bool) -> Destination | None:
        """Check an output path; ask before a file is replaced, if a person can answer.

        Returns:
            None where the person said no.

        Raises:
            OutputExistsError: a file is there, and nobody can be asked.
            FileError: nothing may be written there.
        """
        from tui_crm import paths
        from tui_crm.cli.messages import agrees, can_ask
        from tui_crm.output_file import OutputExistsError, destination

        named = paths.expanded(path)
        settings = self.config_file or paths.default_config()
        spared = (self.config.store, settings, paths.default_keymap())
        try:
            return destination(named, overwrite=overwrite, spared=spared)
        except OutputExistsError:
            if not can_ask():
                raise
        if not agrees("export.ask", path=named):
            return None
        return destination(named, overwrite=True, spared=spared)

    def back_up(self) -> None:
        """Make the daily backup, if it is due; a failure is only reported."""
        from tui_crm.cli.messages import warn
        from tui_crm.errors import CrmError
        from tui_crm.store.db.backup import back_up_daily

        if self.store.is_copy:
            return
        try:
            back_up_daily(self.store)
        except (CrmError, OSError) as error:
            warn("backup.failed", why=error)

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()
            self._store = None
        if self._passing is not None:
            self._passing.cleanup()
            self._passing = None
