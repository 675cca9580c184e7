"""Questions about a file that only a person can answer, asked before a row of it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui_crm.errors import UsageError
from tui_crm.i18n import t


class Topic(StrEnum):
    """What a question is about.

    The value is its key in the ``import`` catalog, where the question stands, and in ``errors``,
    whose sentence names the option that answers it.
    """

    ENCODING = "encoding_doubtful"
    HEADER = "header_doubtful"
    RECORD_TYPE = "type_doubtful"
    FOREIGN_TYPE = "type_stranger"
    DECIMAL_MARK = "decimal_needed"
    CURRENCY = "currency_doubtful"
    CURRENCY_WITH_DECIMALS = "currency_needed"


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """One question; ``str()`` asks it in the language in use.

    ``answers`` are those that are likely, each with the words that show what it means; ``column``
    names the columns meant and ``example`` quotes one of their values; ``current`` is what is taken
    where nobody answers, ``likely`` what the file speaks for.
    """

    topic: Topic
    answers: tuple[tuple[str, str], ...] = ()
    column: str = ""
    example: str = ""
    current: str = ""
    likely: str = ""

    def __str__(self) -> str:
        return t(f"import.{self.topic.value}", to=None, **self.params)

    @property
    def params(self) -> dict[str, str]:
        """What its sentences name."""
        comma = t("import.comma")
        return {
            "ways": comma.join(
                t("read.way", name=name, example=text) for name, text in self.answers
            ),
            "column": self.column,
            "example": self.example,
            "current": self.current,
            "likely": self.likely,
        }

    @property
    def options(self) -> str:
        """The likely answers as options of the command line."""
        return t("import.or").join(f"--to {name}" for name, _ in self.answers if name)


class UnansweredError(UsageError):
    """An import cannot go on before ``question`` is answered; the sentence says how to do that."""

    def __init__(self, question: ImportQuestion) -> None:
        self.question = question
        super().__init__(
            f"import.{question.topic.value}",
            question=question,
            options=question.options,
            **question.params,
        )
