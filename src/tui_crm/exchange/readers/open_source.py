"""Open a file of any format as a table whose rows are read as a stream."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.exchange.readers import file_type, input_file
from tui_crm.exchange.readers.other_lines import mark_other_lines
from tui_crm.exchange.readers.source import Format, Source, SourceOptions, encoding_questions

if TYPE_CHECKING:
    from pathlib import Path

DEFAULTS: Final = SourceOptions()


def open_source(
    path: Path | BinaryIO | input_file.InputFile, options: SourceOptions = DEFAULTS
) -> Source:
    """The table in a file, or in a stream such as standard input, which is spooled first.

    Its kind is told by its content, never by its name alone. Raises NotFoundError, FileError or
    UsageError with one sentence when there is nothing here that can be read; no rows are read but
    those needed to find the header.
    """
    source = _open(input_file.open_input(path), options)
    if not source.format.is_table:
        return source
    return replace(source, read=partial(mark_other_lines, source))


def _open(file: input_file.InputFile, options: SourceOptions) -> Source:
    kind = file_type.recognise(file)
    if kind is file_type.Content.TEXT:
        return _open_text(file, options)
    from tui_crm.exchange.readers.workbook import open_workbook

    return open_workbook(file, Format(kind.value), options)


def _open_text(file: input_file.InputFile, options: SourceOptions) -> Source:
    from tui_crm.exchange.readers.decoding import codec_for
    from tui_crm.exchange.readers.encoding import Guess, find_encoding

    found = Guess(codec_for(options.encoding)) if options.encoding else find_encoding(file)
    encoding = found.codec
    match file_type.recognise_text(file, encoding):
        case file_type.Content.CARDS:
            from tui_crm.exchange.readers.vcard import open_cards

            return open_cards(file, encoding, is_guess=not options.encoding)
        case file_type.Content.JSON:
            from tui_crm.exchange.readers.json_rows import open_json

            return replace(open_json(file, encoding), questions=encoding_questions(found))
        case _:
            from tui_crm.exchange.readers.delimited import open_delimited

            source = open_delimited(file, encoding, options)
            return replace(source, questions=(*encoding_questions(found), *source.questions))
