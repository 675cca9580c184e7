"""The filter language: what a person types into a filter box, after ``--where``, or into a view.

    status=new and (rating=hot or amount>=100000) and city~渋谷 and created>-30d and email!=""

A filter is read into a small tree of values; ``compile.py`` turns the tree into SQL. Grammar::

    either   = both { "or" both }
    both     = negation { "and" negation }
    negation = "not" negation | "(" either ")" | test
    test     = field ( "=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">=" ) value
             | field [ "not" ] "in" "(" value { "," value } ")"
    field    = name [ "." name ] | quoted
    value    = quoted | bare

A value that is missing before the end, ``and``, ``or`` or ``)`` is blank: ``email=`` is
``email=""``. Quotation marks may be double or single, straight, curly or 「」; words, brackets and
operators of full width are those of half width; ``かつ`` is ``and``, ``または`` is ``or``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.language.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"""(?P<operator><=|>=|!=|!~|<>|==|=~|[≦≧≤≥≠=~<>])
      | (?P<mark>[(),])
      | (?P<bare>[^\s"≦≧≤≥≠=~<>!(),]+)""",
    re.VERBOSE,
)
_WIDE: Final = str.maketrans("（）＝＜＞，、！～", "()=<>,,!~")
_MEANT: Final = {
    **{"≦": "<=", "≤": "<=", "≧": ">=", "≥": ">=", "≠": "!="},
    **{"<>": "!=", "==": "=", "=~": "~"},
}
"""Other ways to write an operator."""

_QUOTES: Final = {
    **{'"': '"', "'": "'", "＂": "＂", "＇": "＇", "“": "”“", "”": "”", "„": "“”"},
    **{"‘": "’‘", "「": "」", "『": "』", "«": "»"},
}
"""The marks that a quoted text may end with, by the one that it begins with."""

_AND: Final = frozenset(("and", "&&", "かつ", "且つ"))
_OR: Final = frozenset(("or", "||", "または", "又は"))
_NOT: Final = frozenset(("not",))
_IN: Final = frozenset(("in",))
_WORDS: Final = _AND | _OR | _NOT | _IN
_SPACES: Final = re.compile(r"\s*")
_THOUSANDS: Final = re.compile(r"[^\w\s]?[0-9]{1,3}")
_MORE_THOUSANDS: Final = re.compile(r"[0-9]{3}(?![0-9]).*")
_DEEPEST: Final = 50
_LONGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field against one or more values; several values are alternatives."""

    field: str
    operator: str
    values: tuple[str, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a filter."""

    part: Filter


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the parts; no parts let everything through."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple[Filter, ...]


Filter: TypeAlias = Comparison | Not | AllOf | AnyOf


class FilterError(UsageError):
    """A mistake in a filter; ``position`` is where in the text, from 0."""

    def __init__(self, key: str, text: str, position: int, **params: object) -> None:
        near = text[max(0, position - 12) : position + 20]
        super().__init__(f"filter.{key}", position=position + 1, near=near, **params)
        self.position = position


def parse(text: str) -> Filter:
    """Read a filter; blank text is the filter that lets everything through.

    Raises:
        FilterError: it is not a filter, with the place of the mistake.
    """
    if len(text) > _LONGEST:
        raise FilterError("too_long", text, 0, limit=_LONGEST)
    if not text.strip():
        return AllOf()
    return _Parser(text).parse()


def fields_of(condition: Filter) -> frozenset[str]:
    """The fields that a filter asks about."""
    return frozenset(_walk(condition))


def _walk(condition: Filter) -> Iterator[str]:
    match condition:
        case Comparison():
            yield condition.field.partition(".")[0]
        case Not():
            yield from _walk(condition.part)
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from _walk(part)


def write(condition: Filter) -> str:
    """A filter as text, which ``parse`` reads back as the same filter."""
    match condition:
        case Comparison(field, "in", values):
            return f"{_quote(field)} in ({', '.join(map(_quote, values))})"
        case Comparison(field, operator, values):
            return f"{_quote(field)}{operator}{_quote(values[0])}"
        case Not(part):
            return f"not ({write(part)})"
        case AllOf(parts):
            return " and ".join(_bracket(p) for p in parts)
        case AnyOf(parts):
            return " or ".join(_bracket(p) for p in parts)


def _bracket(part: Filter) -> str:
    return f"({write(part)})" if isinstance(part, AllOf | AnyOf) else write(part)


def _quote(value: str) -> str:
    if re.fullmatch(r"[\w.@:+/-]+", value) and fold(value) not in _WORDS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def parse(self) -> Filter:
        found = self._either()
        token = self._peek()
        if token.kind != "end":
            is_list = token == _Token("mark", ",", token.position)
            is_value = token.kind in ("bare", "quoted")
            raise self._mistake("several" if is_list else "joint" if is_value else "unexpected")
        return found

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._take_word(_OR):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self) -> Filter:
        parts = [self._negation()]
        while self._take_word(_AND):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._mistake("too_deep")
        if self._take_word(_NOT):
            found: Filter = Not(self._negation())
        elif self._take_mark("("):
            found = self._either()
            if not self._take_mark(")"):
                raise self._mistake("bracket")
        else:
            found = self._test()
        self._depth -= 1
        return found

    def _test(self) -> Filter:
        name = self._peek()
        if name.kind not in ("bare", "quoted"):
            raise self._mistake("field")
        self._next += 1
        if self._take_word(_IN):
            return Comparison(name.text, "in", self._values(), name.position)
        if self._take_word(_NOT):
            if not self._take_word(_IN):
                raise self._mistake("operator")
            return Not(Comparison(name.text, "in", self._values(), name.position))
        operator = self._peek()
        if operator.kind != "operator":
            raise self._mistake("operator")
        self._next += 1
        value = "" if self._is_value_missing() else self._number_or_value()
        return Comparison(name.text, operator.text, (value,), name.position)

    def _is_value_missing(self) -> bool:
        token = self._peek()
        if token.kind == "bare" and fold(token.text) in _AND | _OR:
            # Behind a word that is meant as one (``title~and``) stands no test of its own.
            return self._tokens[self._next + 1].kind in ("bare", "mark")
        return token.kind == "end" or token == _Token("mark", ")", token.position)

    def _values(self) -> tuple[str, ...]:
        if not self._take_mark("("):
            raise self._mistake("bracket")
        values = [self._value()]
        while self._take_mark(","):
            values.append(self._value())
        if not self._take_mark(")"):
            raise self._mistake("bracket")
        return tuple(values)

    def _number_or_value(self) -> str:
        """A value; outside a list, the commas of 1,200,000 are part of it."""
        token = self._peek()
        value = self._value()
        if token.kind != "bare" or not _THOUSANDS.fullmatch(value):
            return value
        end = token.position + len(value)
        while self._peek() == _Token("mark", ",", end):
            part = self._tokens[self._next + 1]
            if part.position != end + 1 or not _MORE_THOUSANDS.fullmatch(part.text):
                break
            self._next += 2
            value += f",{part.text}"
            end = part.position + len(part.text)
        return value

    def _value(self) -> str:
        token = self._peek()
        if token.kind not in ("bare", "quoted"):
            raise self._mistake("value")
        self._next += 1
        return token.text

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take_word(self, words: frozenset[str]) -> bool:
        token = self._peek()
        if token.kind == "bare" and fold(token.text) in words:
            self._next += 1
            return True
        return False

    def _take_mark(self, mark: str) -> bool:
        if self._peek() == _Token("mark", mark, self._peek().position):
            self._next += 1
            return True
        return False

    def _mistake(self, key: str) -> FilterError:
        return FilterError(key, self._text, self._peek().position)


@cache
def _quoted(first: str) -> re.Pattern[str]:
    """A quoted text, by the mark that it begins with; compiled when there is one."""
    last = _QUOTES[first]
    return re.compile(rf"{first}((?:[^{last}\\]|\\.)*)[{last}]", re.DOTALL)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    narrow = text.translate(_WIDE)
    while True:
        position = _SPACES.match(text, position).end()  # type: ignore[union-attr]
        if position == len(text):
            yield _Token("end", "", position)
            return
        start = position
        if text[start] in _QUOTES:
            quoted = _quoted(text[start]).match(text, start)
            if quoted is None:
                raise FilterError("quote", text, start, mark=text[start])
            position = quoted.end()
            yield _Token("quoted", re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL), start)
            continue
        found = _TOKEN.match(narrow, start)
        if found is None:
            is_quote = text[start] == '"'
            raise FilterError("quote" if is_quote else "unexpected", text, start, mark=text[start])
        position = found.end()
        yield _Token(str(found.lastgroup), _MEANT.get(found[0], found[0]), start)
