"""Backups, restore, migration, settings, and what a damaged or foreign store does to a command."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.conftest import Crm
from tui_crm.store.db import backup, backup_files


def test_backup_is_restored_and_what_stood_there_is_kept(busy_crm: Crm, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert busy_crm.json("backup", copy)["file"] == str(copy)
    busy_crm("delete", "leads", 1, 2, 3)
    restored = busy_crm.json("restore", "--yes", copy)
    assert len(busy_crm.json("list", "leads")) == 3
    assert Path(restored["backup"]).exists()
    assert busy_crm("restore", "--yes", restored["backup"]).startswith(str(busy_crm.path))
    assert busy_crm.json("list", "leads") == []


def test_restore_that_nobody_can_be_asked_about_needs_a_yes(busy_crm: Crm, tmp_path: Path) -> None:
    busy_crm("backup", tmp_path / "copy.db")
    before = busy_crm.path.read_bytes()
    assert "--yes" in busy_crm.fails("restore", tmp_path / "copy.db", status=2)
    assert busy_crm.path.read_bytes() == before


def test_backup_without_a_name_lies_beside_the_store_and_is_listed(busy_crm: Crm) -> None:
    made = busy_crm("backup").strip()
    known = {each["file"]: each["reason"] for each in busy_crm.json("backup", "--list")}
    assert known[made] == "by-hand"
    assert sorted(known.values()) == ["by-hand", "daily"]


def test_backup_never_writes_over_a_file(busy_crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    busy_crm.fails("backup", tmp_path / "there", status=1)
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"no store", b"SQLite format 3\x00" + bytes(84)])
def test_restore_refuses_what_is_no_store(busy_crm: Crm, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    before = busy_crm.path.read_bytes()
    busy_crm.fails("restore", "--yes", tmp_path / "x.db", status=3)
    assert busy_crm.path.read_bytes() == before
    for yes in ((), ("--yes",)):
        said = busy_crm.fails("restore", *yes, tmp_path / "missing.db", status=4)
        assert "missing.db" in said
    busy_crm.fails("restore", busy_crm.path, status=2)


def test_first_change_of_the_day_makes_a_backup_and_the_next_none(crm: Crm) -> None:
    assert backup_files.existing(crm.path) == []
    crm("list", "leads")
    assert backup_files.existing(crm.path) == []
    crm("add", "leads", "last_name=S")
    crm("add", "leads", "last_name=T")
    assert [each.reason for each in backup_files.existing(crm.path)] == ["daily"]


def test_backup_that_fails_is_said_and_the_change_stands(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "back_up_daily", full)
    result = crm.run("add", "leads", "last_name=S")
    assert result.exit_code == 0
    assert "No space left" in result.stderr
    assert len(crm.json("list", "leads")) == 1


@pytest.mark.parametrize("verb", ["list", "add", "check", "backup", "migrate"])
@pytest.mark.parametrize("content", [b"", b"no store at all", b"SQLite format 3\x00" + bytes(84)])
def test_foreign_file_is_refused_untouched(crm: Crm, verb: str, content: bytes) -> None:
    crm.path.write_bytes(content)
    more = {"list": ["leads"], "add": ["leads", "last_name=S"]}.get(verb, [])
    said = crm.fails(verb, *more, status=3)
    assert str(crm.path) in said
    assert crm.path.read_bytes() == content


def test_damaged_store_is_told_apart_and_named(busy_crm: Crm) -> None:
    whole = busy_crm.path.read_bytes()
    busy_crm.path.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    for args in (("list", "leads"), ("check",), ("add", "leads", "last_name=S")):
        result = busy_crm.run(*args)
        assert result.exit_code in (1, 3), result.stdout
        assert "damaged" in result.stderr + result.stdout
        assert "Traceback" not in result.stderr


def test_missing_store_is_made_by_work_and_by_nothing_else(crm: Crm) -> None:
    crm.path.unlink()
    for args in (("check",), ("backup",), ("migrate",), ("list", "leads", "--json"), ("today",)):
        assert "crm add" in crm.fails(*args, status=3)
    assert not crm.path.exists()
    result = crm.run("add", "leads", "last_name=S", "--json")
    assert result.exit_code == 0
    assert str(crm.path) in result.stderr


def test_store_option_wins_over_the_environment(crm: Crm, tmp_path: Path) -> None:
    other = tmp_path / "other" / "crm.db"
    crm("--store", other, "add", "leads", "last_name=S")
    assert crm.json("list", "leads") == []
    assert len(json.loads(crm("--store", other, "list", "leads", "--json"))) == 1
    assert "server" in crm.fails("--store", "postgresql://h/db", "list", "leads", status=2)


def test_user_option_is_who_did_it(crm: Crm) -> None:
    crm("--user", "hanako", "add", "leads", "last_name=S")
    assert crm.json("history")[0]["user"] == "hanako"


def test_migrate_says_what_it_found(crm: Crm) -> None:
    said = crm.json("migrate")
    assert said["from"] == said["to"]
    assert "up to date" in crm("migrate")


def test_settings_are_shown_and_changed(crm: Crm, home: Path) -> None:
    paths = {each["name"]: each for each in crm.json("config", "path")}
    assert paths.keys() == {"settings", "keys", "store"}
    assert home in Path(paths["settings"]["path"]).parents
    assert (paths["settings"]["exists"], paths["store"]["exists"]) == (False, True)
    assert str(crm.path) in crm("config", "path")
    crm("config", "set", "theme", "nord")
    assert crm.json("config", "show")["theme"] == "nord"
    assert "nord" in crm("config", "show")
    for word, is_on in [("yes", True), ("off", False), ("はい", True)]:
        crm("config", "set", "require_next_step", word)
        assert crm.json("config", "show")["require_next_step"] is is_on


def test_settings_refuse_what_is_unknown_and_keep_what_was(crm: Crm) -> None:
    crm("config", "set", "currency", "USD")
    crm.fails("config", "set", "colour", "red", status=2)
    crm.fails("config", "set", "currency", "dollars", status=2)
    crm("config", "set", "require_next_step", "yes")
    crm.fails("config", "set", "require_next_step", "perhaps", status=2)
    assert crm.json("config", "show")["require_next_step"] is True
    assert crm.json("config", "show")["currency"] == "USD"


def test_config_option_names_another_file(crm: Crm, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('theme = "gruvbox"\n')
    assert json.loads(crm("--config", other, "config", "show", "--json"))["theme"] == "gruvbox"
    crm.fails("--config", tmp_path / "none.toml", "list", "leads", status=1)


def test_the_settings_say_what_the_store_pays_with(crm: Crm, tmp_path: Path) -> None:
    crm("choices", "currency", "default", "EUR")
    assert crm.json("config", "show")["currency"] == "EUR"
    crm("config", "set", "currency", "USD")
    assert crm.json("config", "show")["currency"] == "USD"
    other = Crm(tmp_path / "none.db")
    other("config", "show")
    assert not other.path.exists()


def test_an_amount_in_another_currency_is_refused_with_what_to_do(crm: Crm) -> None:
    crm("add", "accounts", "name=光商事")
    crm("add", "deals", "name=a", "account=1", "amount=500", "currency=JPY")
    assert "currency=USD" in crm.fails("edit", "deals", 1, "amount=$500", status=2)
    crm("edit", "deals", 1, "amount=$500", "currency=USD")
    assert crm.json("show", "deals", 1)["amount"] == 500


def test_broken_settings_do_not_keep_help_or_repair_away(crm: Crm, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("theme = ")
    assert "Usage" in crm("--config", broken, "list", "--help")
    assert str(broken) in crm("--config", broken, "config", "path")
    assert "broken.toml" in crm.fails("--config", broken, "list", "leads", status=1)


def test_language_of_the_settings_is_used_where_nothing_else_is_said(crm: Crm) -> None:
    crm("config", "set", "language", "ja")
    for args in (("--help",), ("list", "--help")):
        assert "使い方" in crm(*args, lang="")
        assert "Usage" in crm(*args, lang="en")
    assert "ありません" in crm.fails("show", "leads", 9, status=4, lang="")


@pytest.mark.parametrize("kind", ["nested", "pipe", "device", "large"])
def test_settings_that_cannot_be_are_refused_at_once(
    busy_crm: Crm, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "settings.toml"
    match kind:
        case "nested":
            path.write_text("a = " + "[" * 200_000)
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "large":
            path.write_text("# " + "x" * 2_000_000)
    keys = tmp_path / "home" / "tui-crm" / "keys.toml"
    keys.parent.mkdir(exist_ok=True)
    keys.symlink_to(path)
    for args in (("keys",), ("rules", "--load", str(path))):
        said = busy_crm.fails(*args, status=2 if (args[0], kind) == ("rules", "nested") else 1)
        assert said.startswith("crm: ")
    for verb in ("list leads", "config set user x"):
        assert str(path) in busy_crm.fails("--config", path, *verb.split(), status=1)


@pytest.mark.parametrize(
    ("locale", "lang", "currency"),
    [
        ("de_DE.UTF-8", "en", "EUR"),
        ("en_US.UTF-8", "ja", "USD"),
        ("sv_SE", "en", "SEK"),
        ("C", "ja", "JPY"),
        ("C.UTF-8", "en", "USD"),
        ("C.UTF-8", "", "JPY"),
        ("POSIX", "", "JPY"),
        ("en", "", "JPY"),
        ("en_US.UTF-8", "", "USD"),
    ],
)
def test_a_new_store_pays_as_the_country_of_the_locale_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, lang: str, currency: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    crm = Crm(tmp_path / "fresh.db")
    crm("add", "accounts", "name=A", lang=lang)
    crm("add", "deals", "name=D", "account=A", "amount=5", lang=lang)
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    crm("add", "deals", "name=E", "account=A", "amount=5")
    assert [deal["currency"] for deal in crm.json("list", "deals")] == [currency, currency]


@pytest.mark.parametrize(("currency", "amount"), [("EUR", 40_000), ("VND", 40_000)])
def test_a_dot_with_three_digits_is_never_a_decimal_point(
    crm: Crm, currency: str, amount: int
) -> None:
    crm("add", "accounts", "name=A")
    crm("add", "deals", "name=D", "account=A", "amount=40.000", f"currency={currency}")
    assert crm.json("show", "deals", 1)["amount"] == amount
    assert (
        crm.json("list", "deals", "--where", f'currency={currency} and amount>="39.999,50"') != []
    )


def test_what_could_be_two_amounts_is_refused_at_the_shell(crm: Crm) -> None:
    crm("add", "accounts", "name=A")
    deal = ("name=D", "account=A", "amount=40.000", "currency=USD")
    said = crm.fails("add", "deals", *deal, status=2)
    assert "40.000" in said


def test_store_that_nothing_may_be_written_beside_is_backed_up_elsewhere_and_not_repaired(
    busy_crm: Crm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(path: Path) -> TemporaryDirectory[str]:
        folder = TemporaryDirectory()
        shutil.copy(path, folder.name)
        return folder

    monkeypatch.setattr("tui_crm.store.db.store._copy_if_needed", copied)
    assert "Name a place for it" in busy_crm.fails("backup", status=3)
    assert "Nothing was changed" in busy_crm.fails("check", "--repair", status=3)
    assert busy_crm("backup", tmp_path / "b.db").strip() == str(tmp_path / "b.db")


def test_work_does_not_begin_a_new_store_where_backups_say_that_one_was_lost(
    busy_crm: Crm,
) -> None:
    saved = busy_crm("backup").strip()
    busy_crm.path.unlink()
    said = busy_crm.fails("add", "leads", "last_name=New", status=3)
    assert saved in said
    assert "crm restore" in said
    assert not busy_crm.path.exists()
    busy_crm("restore", saved, "--yes")
    assert busy_crm("list", "leads")
