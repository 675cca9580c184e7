"""Keys of the wizard that brings a list in."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

_MENUS: Final = "import_columns import_ways import_preview import_result"
_SETTLING: Final = "import_sample import_columns import_ways import_preview"

ACTIONS: Final = (
    Action(
        "list.import",
        "I",
        "tui_crm.exchange.wizard.screen:open_wizard",
        "list",
        after="list.add",
    ),
    Action(
        "import.open",
        "enter",
        "open",
        "import_file",
        10,
        hidden=True,
        priority=True,
        after="sides.all_right",
    ),
    Action("import.complete", "tab", "complete", "import_file", 20, hidden=True),
    Action("import.folder_up", "shift+tab", "folder_up", "import_file", 30, hidden=True),
    Action("import.file_down", "down,ctrl+n", "down", "import_file", hidden=True),
    Action("import.file_up", "up", "up", "import_file", hidden=True),
    Action("import.file_page_down", "pagedown", "page(1)", "import_file", hidden=True),
    Action("import.file_page_up", "pageup", "page(-1)", "import_file", hidden=True),
    Action("import.sample_on", "enter", "screen.go_on", "import_sample", 10, hidden=True),
    Action("import.encoding", "e", "encoding(1)", "import_sample", 20, needs="encoding"),
    Action(
        "import.encoding_back", "E", "encoding(-1)", "import_sample", hidden=True, needs="encoding"
    ),
    Action("import.delimiter", "d", "delimiter", "import_sample", 30, needs="delimiters"),
    Action("import.sheet", "s", "sheet", "import_sample", 30, needs="sheets"),
    Action(
        "import.header_down",
        "down,j",
        "header(1)",
        "import_sample",
        40,
        hidden=True,
        needs="header",
    ),
    Action("import.header_up", "up,k", "header(-1)", "import_sample", hidden=True, needs="header"),
    Action("import.no_header", "0", "no_header", "import_sample", needs="header"),
    Action("import.unnamed", "b", "unnamed", "import_sample", 35, needs="unnamed"),
    Action("import.type", "t", "type", "import_sample", 50),
    Action("import.sample_right", "right,l", "across(1)", "import_sample", hidden=True),
    Action("import.sample_left", "left,h", "across(-1)", "import_sample", hidden=True),
    Action("import.choose", "enter", "choose", _MENUS, 10, hidden=True),
    Action("import.drop", "space", "drop", "import_columns", 20, hidden=True),
    Action("import.unmapped", "a", "unmapped", "import_columns", 30),
    Action("import.turn", "space,right,l", "turn(1)", "import_ways", 20, hidden=True),
    Action("import.turn_back", "left,h", "turn(-1)", "import_ways", hidden=True),
    Action("import.unset", "delete,backspace", "unset", "import_ways", hidden=True),
    Action("import.next", "n,ctrl+s", "screen.go_on", _SETTLING, 50),
    Action("import.down", "down,j", "move(1)", _MENUS, hidden=True),
    Action("import.up", "up,k", "move(-1)", _MENUS, hidden=True),
    Action("import.page_down", "pagedown,ctrl+f", "page(1)", _MENUS, hidden=True),
    Action("import.page_up", "pageup,ctrl+b", "page(-1)", _MENUS, hidden=True),
    Action("import.first", "home,g", "move(-1000000)", _MENUS, hidden=True),
    Action("import.last", "end,G", "move(1000000)", _MENUS, hidden=True),
    *(
        Action(f"import.step_{n}", str(n), f"screen.go_step({n})", _SETTLING, hidden=True)
        for n in range(1, 6)
    ),
    Action("import.try_all", "w", "try_all", "import_preview", 30, needs="untried"),
    Action("import.records", "o", "records", "import_result", 20, needs="list"),
    Action("import.take_back", "u", "take_back", "import_result", 30, vim="U", needs="import"),
    Action("import.save_mapping", "m", "save_mapping", "import_result", 40, needs="mapping"),
    Action("import.errors", "y", "copy_errors", "import_result", 50, needs="errors"),
    Action("import.back", "escape", "screen.back", f"import_file {_SETTLING}", 15, hidden=True),
    Action("import.stop", "escape", "screen.back", "import_run", 10, hidden=True),
    Action("import.close", "escape", "screen.back", "import_result", 15, hidden=True),
    Action("repair.edit", "enter", "edit", "repair", hidden=True),
    Action("repair.insert", "insert,ctrl+n", "insert", "repair", hidden=True),
    Action("repair.remove", "delete,ctrl+d", "remove", "repair", hidden=True),
    Action("repair.join", "ctrl+l", "join", "repair", hidden=True),
    Action("repair.restore", "ctrl+r", "restore", "repair", hidden=True),
    Action("repair.down", "down", "move(1)", "repair", hidden=True),
    Action("repair.up", "up", "move(-1)", "repair", hidden=True),
    Action("repair.done", "escape,ctrl+s", "done", "repair", hidden=True),
)
