"""Every word on screen is there, in both languages, with the same blanks to fill."""

from __future__ import annotations

import ast
import json
import re
import string
from pathlib import Path

import pytest

import tui_crm
from tui_crm import i18n, manifest
from tui_crm.features.program import program

SOURCE = Path(tui_crm.__file__).parent
FORMER = "former"
"""What was renamed since the first version, in the language that it was renamed in."""
AREAS = sorted({p.stem for p in (SOURCE / "locale" / "en").glob("*.json")} - {FORMER})
JOINTS = {"and", "or", "and_more", "list_join", "comma"}
"""What stands between two others, with its blanks."""
_KEY = re.compile(r"""\bt\(\s*"([a-z_]+\.[a-z0-9_.]+)\"""")
_ERROR = re.compile(r"""\b[A-Z]\w*(?:Error|Problem)\(\s*"([a-z_]+\.[a-z0-9_.]+)\"""")


def entries(language: str, area: str) -> dict[str, str | dict[str, str]]:
    path = SOURCE / "locale" / language / f"{area}.json"
    found: dict[str, str | dict[str, str]] = json.loads(path.read_text("utf-8"))
    return found


def blanks(entry: str | dict[str, str]) -> set[str]:
    texts = entry.values() if isinstance(entry, dict) else [entry]
    return {name for words in texts for _, name, _, _ in string.Formatter().parse(words) if name}


def test_both_languages_have_the_same_areas() -> None:
    assert sorted(p.stem for p in (SOURCE / "locale" / "ja").glob("*.json")) == sorted(
        (*AREAS, FORMER)
    )


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_entries_and_blanks(area: str) -> None:
    english, japanese = entries("en", area), entries("ja", area)
    lacking = [f"locale/ja/{area}.json has no {key!r}" for key in english if key not in japanese]
    lacking += [f"locale/en/{area}.json has no {key!r}" for key in japanese if key not in english]
    assert not lacking, "\n".join(lacking)
    different = [k for k in english if blanks(english[k]) != blanks(japanese[k])]
    assert different == [] or area == "formats", "only patterns of dates may differ in their parts"


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_entry_is_blank_or_has_stray_space(language: str, area: str) -> None:
    for key, entry in entries(language, area).items():
        for words in entry.values() if isinstance(entry, dict) else [entry]:
            assert words == words.strip() or key in JOINTS, key
            assert words or key.endswith("_optional"), key


_HALF_COLON = re.compile(r"[^\x00-\x7f}]: ?|[}]: |: [^\x00-\x7f]|：\s")
_BESIDE_OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("area", AREAS)
def test_japanese_has_its_own_colons(area: str) -> None:
    """A colon is ： and has no blank behind it."""
    spoilt = [
        f"{key}: {words}"
        for key, entry in entries("ja", area).items()
        for words in (entry.values() if isinstance(entry, dict) else [entry])
        if (area, key) != ("import", "owner_line")  # kept in records, and found there again
        and _HALF_COLON.search(words)
    ]
    assert spoilt == []


_EXCHANGE = {
    **dict.fromkeys(("export", "import", "import_wizard", "read"), ("",)),
    "cli": ("export.", "import.", "imports."),
    "errors": ("export.", "import.", "read."),
}
"""The catalogs of import and export, and how their keys there begin."""


@pytest.mark.parametrize("area", _EXCHANGE)
def test_an_option_has_a_blank_before_japanese_words(area: str) -> None:
    spoilt = [
        f"{key}: {words}"
        for key, entry in entries("ja", area).items()
        for words in (entry.values() if isinstance(entry, dict) else [entry])
        if key.startswith(_EXCHANGE[area]) and _BESIDE_OPTION.search(words)
    ]
    assert spoilt == []


def test_english_has_no_japanese_but_what_leads_to_it() -> None:
    found = [
        f"locale/en/{area}.json, {key}: {words}"
        for area in AREAS
        for key, entry in entries("en", area).items()
        for words in (entry.values() if isinstance(entry, dict) else [entry])
        if re.search(r"[ぁ-んァ-ヶ一-龠]", words) and (area, key) != ("actions", "app.language")
    ]
    assert found == []


def test_every_word_that_the_code_asks_for_is_in_the_catalogs() -> None:
    missing = []
    for path in SOURCE.rglob("*.py"):
        code = path.read_text("utf-8")
        wanted = _KEY.findall(code) + [f"errors.{key}" for key in _ERROR.findall(code)]
        missing += [f"{path.name}: {key}" for key in wanted if not i18n.has(key)]
    assert missing == []


def without_words(what: str, *keys: str) -> list[str]:
    """For each language that has none of ``keys``: the first of them, its file, and what needs it.

    The parts of a key are its file and its name there; of several keys any one will do.
    """
    area, _, name = keys[0].partition(".")
    return [
        f"{what}: locale/{language}/{area}.json has no {name!r}"
        for language in i18n.LANGUAGES
        if all(i18n.t(key, to=language) == key for key in keys)
    ]


def test_every_field_type_and_section_has_a_name_in_both_languages() -> None:
    missing: list[str] = []
    for record_type in program().declared:
        key = record_type.key
        for n in ("one", "many"):
            missing += without_words(key, f"types.{key}.{n}")
        for spec in record_type.fields:
            missing += without_words(
                f"{key}.{spec.key}", f"fields.{spec.key}", f"fields.{key}.{spec.key}"
            )
            missing += without_words(f"{key}.{spec.key}", f"fields.section.{spec.section}")
    assert not missing, "\n".join(missing)


def test_every_value_of_a_picklist_and_every_view_has_words_in_both_languages() -> None:
    missing: list[str] = []
    for picklist, values in program().picklists.items():
        for value in values.split():
            key = value.partition("=")[0].rstrip("*")
            missing += without_words(f"PICKLISTS, {picklist}", f"choices.{picklist}.{key}")
    for record_type in program().declared:
        for view in record_type.views:
            keys = (f"ui.view.{view.key}", f"ui.view.{record_type.key}.{view.key}")
            missing += without_words(f"{record_type.key}, views", *keys)
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_two_fields_of_a_type_are_called_the_same(language: i18n.Language) -> None:
    for record_type in program().declared:
        labels = [s.label(record_type.key, language) for s in record_type.fields if not s.readonly]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice, f"{record_type.key}: locale/{language}/fields.json has {twice} twice"


class Named(ast.NodeVisitor):
    """The strings of the code: whole ones, and patterns of those that are put together."""

    def __init__(self) -> None:
        self.whole: set[str] = set()
        self.patterns: set[str] = set()

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.whole.add(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [
            re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values
        ]
        pattern = "".join(parts)
        # It begins with an area or with the first part of a name, or ends like one.
        if re.match(r"[a-z_]+\\\.|\.\+_[a-z]+$", pattern):
            self.patterns.add(pattern)
        self.generic_visit(node)


def named_in_code() -> Named:
    found = Named()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
                ast.get_docstring(node)
            ):
                node.body.pop(0)
        found.visit(tree)
    return found


def test_no_catalog_has_words_that_nothing_shows() -> None:
    named = named_in_code()
    patterns = re.compile("|".join(sorted(named.patterns)))
    ids = {f"actions.{action.id}" for action in manifest.actions().values()}
    shown = {"fields.section.custom", *ids, *(f"actions.group.{key.split('.')[1]}" for key in ids)}
    for record_type in program().declared:
        shown |= {f"types.{record_type.key}.{n}" for n in ("one", "many")}
        shown |= {f"fields.{record_type.key}.{spec.key}" for spec in record_type.fields}
        shown |= {f"fields.{spec.key}" for spec in record_type.fields}
        shown |= {f"fields.section.{spec.section}" for spec in record_type.fields}
    unused = []
    for area in AREAS:
        for name in entries("en", area):
            key = f"{area}.{name}"
            is_whole = key in named.whole or name in named.whole or key in shown
            is_listed = area in ("actions", "fields", "types")
            is_built = patterns.fullmatch(key) or patterns.fullmatch(name)
            if not is_whole and (is_listed or not is_built):
                unused.append(f"locale/en/{area}.json: {name}")
    assert not unused, "\n".join(unused)


_RETIRED = {
    "ja": (
        *("自社担当", "流入元", "未商談化", "放置", "不備あり", "完了予定日", "見極め", "応対"),
        *("影響者", "連絡手段", "飛ばす", "不可", "見本", "（1列）", "対応のない列"),
        *("全キー", "さんの操作", "操作者"),
    ),
    "en": (
        *("Known again by", "Rules of work", "Throw it away", "Taken back", "Done again"),
        *("Good to know", "maps to nothing", "map to nothing", "same time as another"),
        *("The same for every row", "Rows that are a record already", "picklist lacks"),
    ),
}
"""Words that others have taken the place of, wherever they stood."""
_RETIRED_LABELS = {
    "ja": (
        "状態",
        "評価",
        "確度",
        "対象外",
        "主担当者",
        "そのまま",
        "別のレコード",
        "完了済み",
        "通話（分）",
    ),
    "en": ("Becomes", "Follows", "take", "leave"),
}
"""The same, of words that still mean something within a sentence."""


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_catalog_has_a_word_that_another_has_taken_the_place_of(language: str) -> None:
    found = [
        f"locale/{language}/{area}.json, {key}: {words}"
        for area in AREAS
        for key, entry in entries(language, area).items()
        for words in (entry.values() if isinstance(entry, dict) else [entry])
        if any(word in words for word in _RETIRED[language]) or words in _RETIRED_LABELS[language]
    ]
    assert found == []


def test_what_was_renamed_is_called_otherwise_now_and_is_in_no_one_elses_way() -> None:
    """A former name leads to what it was the name of, and to nothing else."""
    for language in i18n.LANGUAGES:
        for key, former in entries(language, FORMER).items():
            assert i18n.has(key), key
            assert former != i18n.t(key, to=language), key
    for record_type in program().declared:
        for spec in record_type.fields:
            for name in spec.former_names(record_type.key):
                assert record_type.called(name) is spec, (record_type.key, name)
