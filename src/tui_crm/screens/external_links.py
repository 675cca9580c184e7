"""Mail, telephone and web links, opened by the system's handler."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import factories
from tui_crm.screens.clipboard import put
from tui_crm.store.labelled_values import unpack_labelled
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.model import FieldSpec, RecordType
    from tui_crm.store.records import Record

PROFILES: Final = {
    "x_profile": "https://x.com/",
    "facebook": "https://www.facebook.com/",
    "linkedin": "https://www.linkedin.com/in/",
    "instagram": "https://www.instagram.com/",
}


def links_of(record_type: RecordType, record: Record) -> list[tuple[str, str]]:
    """The links of a record, each with its label."""
    found = []
    for spec in record_type.fields:
        label = spec.label(record_type.key)
        if spec.is_labelled:
            single = replace(spec, kind=Kind.PHONE if spec.kind is Kind.PHONES else Kind.EMAIL)
            items = unpack_labelled(record[spec.key])
            held = [(single, each.label or label, each.value) for each in items]
        else:
            held = [(spec, label, record.text(spec.key).strip())]
        for kind, words, text in held:
            link = link_for(kind, text) if text else None
            if link:
                found.append((link, f"{words}  {text}"))
    return found


def link_for(spec: FieldSpec, text: str) -> str | None:
    """The mailto:, tel: or https: URL of a value; None if it has none."""
    if spec.kind is Kind.EMAIL and re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", text):
        return "mailto:" + quote(text, safe="@.+-_")
    if spec.kind is Kind.PHONE:
        digits = re.sub(r"[^\d+*#]", "", re.split(r"(?:ext|内線|;)", text)[0])
        return f"tel:{digits}" if digits else None
    if spec.kind is not Kind.URL:
        return None
    if "://" not in text:
        handle = text.lstrip("@")
        is_handle = spec.key in PROFILES and "." not in handle and "/" not in handle
        text = (PROFILES[spec.key] if is_handle else "https://") + handle
    return text.replace(" ", "%20") if _is_web(text) and visible(text) == text else None


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def opener() -> list[str] | None:
    """The command that opens URLs on this desktop; None without one."""
    if sys.platform == "darwin":
        return ["/usr/bin/open"]
    if sys.platform == "win32":
        return ["explorer.exe"]
    names = ["wslview"] if "WSL_DISTRO_NAME" in os.environ else []
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        names += ["xdg-open", "gio"]
    for name in names:
        found = shutil.which(name)
        if found:
            return [found, "open"] if name == "gio" else [found]
    return None


async def open_one(app: CrmHost, links: Sequence[tuple[str, str]]) -> None:
    """Open one of these links, given with labels; ask which where there are several."""
    if not links:
        app.say(t("ui.no_links"), "warning")
        return
    chosen: str | None = links[0][0]
    if len(links) > 1:
        chosen = await app.ask(factories.pick(t("ui.open_what"), links, by_digit=True))
    if chosen:
        await open_link(app, chosen)


async def open_link(app: CrmHost, link: str) -> None:
    """Open a URL; without a desktop, as over SSH, copy it to the clipboard."""
    if await hand_over(link):
        app.say(t("ui.link_opened", link=link))
    else:
        await put(app, link.partition(":")[2] if link.startswith(("tel:", "mailto:")) else link)
        app.say(t("ui.link_copied", link=link))


async def hand_over(target: str) -> bool:
    """Have the system open a URL or an absolute path; False where there is no desktop to do it."""
    command = opener()
    if command is None:
        return False
    quiet = asyncio.subprocess.DEVNULL
    try:
        await asyncio.create_subprocess_exec(
            *command, target, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError:
        return False
    return True
