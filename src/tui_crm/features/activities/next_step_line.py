"""A next step in one line of words: tomorrow 10:00 call back, 明日10時 電話 見積の件."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.language.date_typos import date_typo, is_part_of_more, time_typo
from tui_crm.language.fold import fold
from tui_crm.language.invisible import without_invisible
from tui_crm.language.when import When, ends_in_bare_hour, parse_when
from tui_crm.store.model import FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from tui_crm.store.model import Choice

NEXT_STEP: Final = FieldSpec("next", Kind.TEXT)
"""The field of a form that takes such a line."""

CALL: Final = "call"
TASK: Final = "task"

_KIND_WORDS: Final = {
    "call": "電話 tel 架電 コール 折り返し 折返し call phone ring",
    "meeting": "訪問 打ち合わせ 打合せ 打合わせ 会議 面談 商談 アポ 来社 mtg meeting meet visit",
    "mail": "メール mail email e-mail",
    "task": "タスク todo to-do task",
}
_LONGEST_WHEN: Final = 60
_WITHIN_WORDS: Final = frozenset(string.ascii_letters + string.digits + "/:.-+~")
_MARKS: Final = ":：,、・"
_AFTER_KIND: Final = tuple("でをにすし")
_BESIDE_WHEN: Final = re.compile(r"^(?:[\s,、，:：。.-]+|までに|まで|中に|中|から|には|に|は|の)+")
_WEEKDAY_BEHIND: Final = re.compile(r" ?[(（][月火水木金土日](?:曜日?)?[)）]")
_BEHIND_KIND: Final = re.compile(r"(?:を?(?:する|します|入れる|送る|かける|掛ける))?[。.]?$")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done: its kind, its subject, and when, if that was said."""

    kind: str
    subject: str
    when: When | None


def parse_next_step(
    text: str,
    now: datetime,
    *,
    kind: str = "",
    subject: str = "",
    choices: Iterable[Choice] = (),
) -> NextStep:
    """The step that ``text`` tells: a day or time before or behind what is to be done.

    A word for its kind is a call, a visit, a mail; or a label of one of ``choices``. What says only
    when repeats the ``kind`` and the ``subject`` that it follows, or is called by its kind. Where
    no kind is named or repeated, a time of day is that of a call, and anything else is a task.
    ``now`` is local.

    Raises:
        UsageError: nothing is said, there is no subject to repeat or kind to call it by, or the
            words begin with what was meant as a day or a time and is none.
    """
    words = " ".join(without_invisible(text).split())
    known = _known_kinds(choices)
    when, rest = _take_when(words, now, known)
    found, own_subject = _take_kind(rest, known)
    if own_subject:
        return NextStep(found or _usual_kind(when), own_subject, when)
    if not words:
        raise UsageError("activity.next_subject")
    return step_without_words(
        found or kind or _usual_kind(when), subject, when, choices, otherwise=rest
    )


def step_without_words(
    kind: str, subject: str, when: When | None, choices: Iterable[Choice], *, otherwise: str = ""
) -> NextStep:
    """A step with the ``subject`` of another; without one, it is called by its kind.

    Raises:
        UsageError: it is none of ``choices`` either, and there is no word for it ``otherwise``.
    """
    label = next((choice.label() for choice in choices if choice.key == kind), "")
    if not (subject or label or otherwise):
        raise UsageError("activity.next_subject")
    return NextStep(kind, subject or label or otherwise, when)


def _usual_kind(when: When | None) -> str:
    return CALL if when is not None and not when.all_day else TASK


def _known_kinds(choices: Iterable[Choice]) -> dict[str, str]:
    known = {fold(word): key for key, words in _KIND_WORDS.items() for word in words.split()}
    for choice in choices:
        known.update({fold(label): choice.key for label in (choice.ja, choice.en) if label})
    return known


def _take_kind(rest: str, known: Mapping[str, str]) -> tuple[str, str]:
    """The kind that ``rest`` names, blank for none, and the subject; blank where it is all kind."""
    first, _, others = rest.partition(" ")
    if (kind := known.get(fold(first.strip(_MARKS)))) is not None:
        # "call back" is said so; 電話 見積の件 names the kind and then the subject.
        is_phrase = rest.isascii() and others and first[-1] not in _MARKS
        return kind, rest if is_phrase else others.strip()
    last = fold(_BEHIND_KIND.sub("", rest.rpartition(" ")[2]))
    for word, kind in known.items():
        if last == word or (not word.isascii() and _is_of_kind(fold(first), last, word)):
            return kind, rest
    return "", rest


def _is_of_kind(first: str, last: str, word: str) -> bool:
    """Whether a Japanese word for a kind is the verb: 田中さんに電話, 電話で確認."""
    is_begun = first.startswith(word) and first[len(word) :].startswith(_AFTER_KIND)
    return is_begun or last.endswith(word)


def dated_subject(text: str, now: datetime) -> tuple[When | None, str]:
    """The day or time that a subject begins with, and the rest of it; the whole where none does.

    Raises:
        UsageError: it begins with what was meant as a day or a time and is none.
    """
    words = " ".join(without_invisible(text).split())
    when, rest = _take_first(words, now, {})
    return (when, rest) if rest else (None, text)


def _take_first(words: str, now: datetime, known: Mapping[str, str]) -> tuple[When | None, str]:
    """The longest day or time at the start of ``words``; and what remains.

    A bare number behind a day is an hour where a kind (``known``) or nothing follows it: not in
    tomorrow 9 samples.
    """
    for place in _cuts(words, range(min(len(words), _LONGEST_WHEN), 0, -1)):
        before, after = words[:place], words[place:]
        if is_part_of_more(before, after):
            continue
        if ends_in_bare_hour(before) and after and not _begins_with_kind(after, known):
            continue
        when = _when(words[:place], now)
        if when is not None:
            _refuse_weekday(words, place, now)
            rest = _BESIDE_WHEN.sub("", words[place:]).strip()
            _refuse(time_typo(rest) if when.all_day else "")
            return when, rest
    _refuse(date_typo(words))
    return None, words


def _refuse_weekday(words: str, place: int, now: datetime) -> None:
    """Read the day of the week in brackets behind a day, which is wrong if it was not taken."""
    if found := _WEEKDAY_BEHIND.match(words, place):
        parse_when(words[: found.end()], now)


def _refuse(meant: str) -> None:
    if meant:
        raise UsageError("language.when", value=meant)


def _begins_with_kind(rest: str, known: Mapping[str, str]) -> bool:
    words = rest.split(maxsplit=1)
    return rest[0].isspace() and bool(words) and fold(words[0].strip(_MARKS)) in known


def _take_when(words: str, now: datetime, known: Mapping[str, str]) -> tuple[When | None, str]:
    """The longest day or time at the start of ``words``, else at their end; and what remains."""
    when, rest = _take_first(words, now, known)
    if when is not None:
        return when, rest
    for place in _cuts(words, range(max(1, len(words) - _LONGEST_WHEN), len(words))):
        when = _when(words[place:], now)
        if when is not None:
            return when, words[:place].strip(" ,、，")
    return None, words


def _cuts(words: str, places: Iterable[int]) -> Iterator[int]:
    """The places where ``words`` may be cut: not within a word or a number of ASCII."""
    for place in places:
        before, after = words[place - 1 : place], words[place : place + 1]
        if not (_is_word(before) and _is_word(after)):
            yield place


def _is_word(character: str) -> bool:
    return unicodedata.normalize("NFKC", character) in _WITHIN_WORDS


def _when(words: str, now: datetime) -> When | None:
    words = words.strip()
    if len(words) < 2:  # 今 begins 今度 and 今回, too
        return None
    try:
        return parse_when(words, now)
    except UsageError as error:
        if error.key == "language.minutes_or_months":
            raise
        return None
