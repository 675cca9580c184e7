"""Where SQL may stand, and that it is such as more than one database understands."""

from __future__ import annotations

import re

import pytest

from tests.sql_texts import may_hold_sql, modules, questions, speaks_one_dialect, texts

ONE_SIDED = re.compile(
    r"\bPRAGMA\b|\bpragma_|\bsqlite_(?:master|schema|version|sequence)|\bMATCH\b|\bINDEXED BY\b"
    r"|\browid\b|\bROWID\b|\bNOCASE\b|\bGLOB\b|\b(?:INSERT|UPDATE) OR\b"
    r"|\bREPLACE INTO\b|\bAUTOINCREMENT\b|\bVIRTUAL TABLE\b"
    r"|\b(?:instr|json_\w+|jsonb_\w+|total|strftime|julianday|unixepoch|typeof|ifnull|iif"
    r"|group_concat|printf|strpos|position|to_char|to_date|date_trunc|string_agg|array_agg"
    r"|crm_regexp|randomblob)\("
    r"|(?<![\w.])(?:date|time|datetime|timestamptz)\([^)]"
    r"|::\w|\bILIKE\b|\bDISTINCT ON\b|\bCOLLATE\b|\bIN \(\)|\bLIMIT -|\bIS (?:NOT )?\?"
    r"|\bIS (?:NOT )?DISTINCT FROM\b|\? IS (?:NOT )?NULL|\bBEGIN\b|\bRETURNING \*"
    r"|\bCROSS JOIN [^W]* ON\b|\bcoalesce\([^,()]* (?:=|<|>|LIKE|IN) [^,()]*, 0\)"
)
"""What SQLite or PostgreSQL alone knows, or reads as something else than the other."""

FORMS = {
    "SELECT id FROM leads WHERE title COLLATE NOCASE = ?",
    "SELECT rowid FROM leads_search WHERE leads_search MATCH ?",
    "INSERT OR IGNORE INTO leads_keys VALUES (?, ?)",
    "SELECT a.id FROM a CROSS JOIN b ON a.id = b.id",
    "instr(search_key, ?) > 0",
    "strftime('%Y', close_date)",
    "close_date::date",
    "SELECT 1 WHERE ? IS NULL",
    "names IS ?",
    "id IN ()",
    "SELECT total(amount) FROM deals",
    "date({}, 'localtime')",
    " LIMIT -1",
    "NOT coalesce({} = ?, 0)",
}


@pytest.mark.parametrize("sql", sorted(FORMS))
def test_what_one_database_alone_knows_is_recognised(sql: str) -> None:
    assert ONE_SIDED.search(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM leads WHERE lower(title) = ? AND id IN ({}) LIMIT {}",
        "SELECT r.id FROM changes c CROSS JOIN {} r WHERE r.id = c.record_id",
        "INSERT INTO {} VALUES (?, ?) ON CONFLICT DO NOTHING",
        "SELECT coalesce(is_retired, 0) FROM choices WHERE position IS NULL",
    ],
)
def test_what_both_know_is_let_through(sql: str) -> None:
    assert not ONE_SIDED.search(sql)


def test_sql_is_such_as_both_databases_understand() -> None:
    strange = [
        f"{text.module}:{text.line}: {found[0]!r} belongs in store/dialect"
        for module, tree in modules()
        if may_hold_sql(module) and not speaks_one_dialect(module)
        for text in texts(module, tree)
        if (found := ONE_SIDED.search(text.text))
    ]
    assert strange == []


def test_sql_stands_in_the_store_and_in_the_queries_of_features() -> None:
    strange = [
        f"{module}:{line}: SQL belongs in the feature's queries.py"
        for module, tree in modules()
        if not may_hold_sql(module)
        for line in [
            *(text.line for text in texts(module, tree) if text.is_statement),
            *(call.lineno for call in questions(tree)),
        ]
    ]
    assert strange == []
