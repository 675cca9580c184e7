"""Apply the number formats of spreadsheets (ECMA-376 part 1, 18.8.31).

What is shown must still be read as a number where it is one, so groups of thousands have no
separators here, and a negative number has a minus before it whatever its format writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.language.number_bounds import EXACT_FLOATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Shown: TypeAlias = "tuple[str, bool]"
"""The text of a number, and whether it holds more digits than that."""

BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00",
    8: "#,##0.00", 9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
}  # fmt: skip
"""Formats by the numbers that stand for them; those of currencies differ by country, and what
currency they show is not in the file."""

_TOKEN: Final = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<one>.)|_.|\*.|\[(?P<mark>[^\]]*)\]|(?P<digit>[0#?])'
    r"|(?P<exp>[Ee][+-])|(?P<general>General)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_MINUS: Final = re.compile(r"[-()（）△▲−]")
_TESTS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class _Section:
    """One of up to four ways in which a format shows numbers.

    ``whole`` are the digits before the point and the texts between them, ``after`` the texts behind
    the last digit; ``parts`` is the denominator of a fraction: its digits, or the number itself.
    """

    test: tuple[str, Decimal] | None
    whole: tuple[tuple[str, bool], ...]
    after: str
    decimals: int
    needed: int
    thousands: int
    percents: int
    is_general: bool
    is_plain: bool
    parts: tuple[int, int] | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it shows a number as it is, with nothing around it."""
        texts = [text for text, is_digit in self.whole if not is_digit]
        return self.is_general and not self.after and not texts

    def shown(self, number: Decimal) -> Shown:
        if self.is_general or not any(is_digit for _, is_digit in self.whole):
            before = "".join(text for text, is_digit in self.whole if not is_digit)
            if self.is_general:
                return before + plain(number) + self.after, False
            words = (before + self.after).strip()
            return ("0" if words and not words.strip("-–—－ー¥$€£") else words), False
        scaled = number * 100**self.percents
        if self.parts is not None:
            return self._fraction(scaled), False
        if self.thousands:
            exact = scaled / 1000**self.thousands
            digits, _, behind = plain(exact).partition(".")
            return self._filled(digits) + (f".{behind}" if behind else "") + self.after, False
        rounded = scaled.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        digits, _, behind = f"{rounded:f}".partition(".")
        while len(behind) > self.needed and behind.endswith("0"):
            behind = behind[:-1]
        text = self._filled(digits) + (f".{behind}" if behind else "") + self.after
        return text, rounded != scaled

    def _filled(self, digits: str) -> str:
        """The digits in their places, from the right; those left over stand before the first."""
        left = list(digits.lstrip("0") or "")
        places = sum(1 for _, is_digit in self.whole if is_digit)
        out: list[str] = []
        for text, is_digit in reversed(self.whole):
            if not is_digit:
                out.append(text)
                continue
            places -= 1
            if not places:
                out.append("".join(left) or ("0" if text == "0" else ""))
                left = []
            elif left:
                out.append(left.pop())
            elif text == "0":
                out.append("0")
        return "".join(reversed(out))

    def _fraction(self, number: Decimal) -> str:
        digits, fixed = self.parts or (1, 0)
        value = Fraction(number)
        if fixed:
            value = Fraction(round(value * fixed), fixed)
            below = fixed
        else:
            value = value.limit_denominator(10**digits - 1)
            below = value.denominator
        whole, rest = divmod(value * below, below)
        if not rest:
            return str(int(whole))
        return f"{int(whole)} {int(rest)}/{below}" if whole else f"{int(rest)}/{below}"


def formatter(code: str) -> Callable[[float], Shown] | None:
    """A function that shows numbers by a format; None where that is how they are without one.

    >>> formatter("000-0000")(600001), formatter("0%")(0.25), formatter("[<=999]000;000-00")(60)
    (('060-0001', False), ('25%', False), ('060', False))
    """
    sections = [_section(part) for part in _split(code)[:3]]
    if not code or all(each.is_bare for each in sections):
        return None
    if not any(each.is_general or each.whole or each.after for each in sections):
        return None  # ;;; hides what is there, which is no reason to lose it
    return lambda value: _shown(sections, _to_show(value))


def _to_show(value: float) -> Decimal:
    """Fifteen digits, but all of a whole number that a file holds exactly."""
    if float(value).is_integer() and abs(value) <= EXACT_FLOATS:
        return Decimal(int(value))
    return Decimal(f"{value:.15g}")


def is_plain(code: str) -> bool:
    """Whether a format shows whole numbers as they are without one: 0 and #,##0."""
    sections = [_section(part) for part in _split(code)[:3]]
    return all(each.is_plain for each in sections)


def plain(number: Decimal) -> str:
    """A number in digits, without zeros behind the last one."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(sections: Sequence[_Section], number: Decimal) -> Shown:
    if not number.is_finite():
        return str(number), False
    place = _place(sections, number)
    text, is_rounded = sections[place].shown(abs(number))
    text = text.strip()
    if number < 0 and text:
        text = "-" + _MINUS.sub("", text) if place == 1 else f"-{text}"
    return text, is_rounded


def _place(sections: Sequence[_Section], number: Decimal) -> int:
    if any(each.test for each in sections):
        for place, each in enumerate(sections):
            if each.test is None or _TESTS[each.test[0]](number, each.test[1]):
                return place
        return len(sections) - 1
    if number < 0 and len(sections) > 1:
        return 1
    return 2 if number == 0 and len(sections) > 2 else 0


def _split(code: str) -> list[str]:
    """The sections of a format, which semicolons part."""
    found, start, place = [], 0, 0
    while place < len(code):
        if code[place] in "\\_*":
            place += 1
        elif code[place] == '"':
            place = max(code.find('"', place + 1), place)
        elif code[place] == ";":
            found.append(code[start:place])
            start = place + 1
        place += 1
    return [*found, code[start:]]


def _section(code: str) -> _Section:
    whole: list[tuple[str, bool]] = []
    after = ""
    decimals = needed = thousands = percents = slash = 0
    test = None
    is_general = is_behind = False
    below = ""
    for found in _TOKEN.finditer(code):
        text = ""
        if found["digit"]:
            if slash:
                below += found["digit"]
            elif is_behind:
                decimals += 1
                needed = decimals if found["digit"] == "0" else needed
            else:
                if after:
                    whole.append((after, False))
                    after = ""
                thousands = 0
                whole.append((found["digit"], True))
        elif found["general"] or found["exp"]:
            is_general = True
        elif found["mark"] is not None:
            if condition := _CONDITION.fullmatch(found["mark"].strip()):
                test = (condition[1], Decimal(condition[2]))
            elif found["mark"].startswith("$"):
                text = found["mark"][1:].partition("-")[0]
        elif found["other"]:
            match found["other"]:
                case ".":
                    is_behind = True
                case ",":
                    thousands += any(is_digit for _, is_digit in whole)
                case "/" if any(is_digit for _, is_digit in whole):
                    slash = 1
                case "@":
                    is_general = True
                case "%":
                    percents, text = percents + 1, "%"
                case other if slash and other.isdigit():
                    below += other
                case other:
                    text = other
        else:
            text = found["text"] or found["one"] or ""
        if text and is_general:
            after += text
        elif text and not any(is_digit for _, is_digit in whole):
            whole.append((text, False))
        else:
            after += text
    fixed = int(below) if below.isdigit() and below.strip("0") else 0
    is_bare = all(is_digit for _, is_digit in whole) and not after.strip() and not slash
    zeros = sum(1 for text, is_digit in whole if is_digit and text == "0")
    is_number = is_bare and zeros <= 1 and not (percents or decimals or thousands or is_general)
    if slash:
        whole = [each for each in whole if each[1]]
    return _Section(
        test, tuple(whole), after, decimals, needed,
        thousands, percents, is_general, is_number and bool(whole),
        (len(below), fixed) if slash else None,
    )  # fmt: skip
