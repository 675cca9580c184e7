"""Keys of the wizard that brings a list in."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

_MENUS: Final = "import_columns import_ways import_preview import_result"
_SETTLING: Final = "import_sample import_columns import_ways import_preview"

ACTIONS: Final = (
    action(
        "list.import",
        "I",
        "tui_crm.exchange.wizard.screen:open_wizard",
        "list",
        after="list.add",
    ),
    action(
        "import.open",
        "enter",
        "open",
        "import_file",
        10,
        hidden=True,
        priority=True,
        after="sides.all_right",
    ),
    action("import.complete", "tab", "complete", "import_file", 20, hidden=True),
    action("import.folder_up", "shift+tab", "folder_up", "import_file", 30, hidden=True),
    action("import.file_down", "down,ctrl+n", "down", "import_file", hidden=True),
    action("import.file_up", "up", "up", "import_file", hidden=True),
    action("import.file_page_down", "pagedown", "page(1)", "import_file", hidden=True),
    action("import.file_page_up", "pageup", "page(-1)", "import_file", hidden=True),
    action("import.sample_on", "enter", "screen.go_on", "import_sample", 10, hidden=True),
    action("import.encoding", "e", "encoding(1)", "import_sample", 20, needs="encoding"),
    action(
        "import.encoding_back", "E", "encoding(-1)", "import_sample", hidden=True, needs="encoding"
    ),
    action("import.delimiter", "d", "delimiter", "import_sample", 30, needs="delimiters"),
    action("import.sheet", "s", "sheet", "import_sample", 30, needs="sheets"),
    action(
        "import.header_down",
        "down,j",
        "header(1)",
        "import_sample",
        40,
        hidden=True,
        needs="header",
    ),
    action("import.header_up", "up,k", "header(-1)", "import_sample", hidden=True, needs="header"),
    action("import.no_header", "0", "no_header", "import_sample", needs="header"),
    action("import.unnamed", "b", "unnamed", "import_sample", 35, needs="unnamed"),
    action("import.type", "t", "type", "import_sample", 50),
    action("import.sample_right", "right,l", "across(1)", "import_sample", hidden=True),
    action("import.sample_left", "left,h", "across(-1)", "import_sample", hidden=True),
    action("import.choose", "enter", "choose", _MENUS, 10, hidden=True),
    action("import.drop", "space", "drop", "import_columns", 20, hidden=True),
    action("import.unmapped", "a", "unmapped", "import_columns", 30),
    action("import.turn", "space,right,l", "turn(1)", "import_ways", 20, hidden=True),
    action("import.turn_back", "left,h", "turn(-1)", "import_ways", hidden=True),
    action("import.unset", "delete,backspace", "unset", "import_ways", hidden=True),
    action("import.next", "n,ctrl+s", "screen.go_on", _SETTLING, 50),
    action("import.down", "down,j", "move(1)", _MENUS, hidden=True),
    action("import.up", "up,k", "move(-1)", _MENUS, hidden=True),
    action("import.page_down", "pagedown,ctrl+f", "page(1)", _MENUS, hidden=True),
    action("import.page_up", "pageup,ctrl+b", "page(-1)", _MENUS, hidden=True),
    action("import.first", "home,g", "move(-1000000)", _MENUS, hidden=True),
    action("import.last", "end,G", "move(1000000)", _MENUS, hidden=True),
    *(
        action(f"import.step_{n}", str(n), f"screen.go_step({n})", _SETTLING, hidden=True)
        for n in range(1, 6)
    ),
    action("import.try_all", "w", "try_all", "import_preview", 30, needs="untried"),
    action("import.records", "o", "records", "import_result", 20, needs="list"),
    action("import.take_back", "u", "take_back", "import_result", 30, vim="U", needs="import"),
    action("import.save_mapping", "m", "save_mapping", "import_result", 40, needs="mapping"),
    action("import.errors", "y", "copy_errors", "import_result", 50, needs="errors"),
    action("import.back", "escape", "screen.back", f"import_file {_SETTLING}", 15, hidden=True),
    action("import.stop", "escape", "screen.back", "import_run", 10, hidden=True),
    action("import.close", "escape", "screen.back", "import_result", 15, hidden=True),
    action("repair.edit", "enter", "edit", "repair", hidden=True),
    action("repair.insert", "i", "insert", "repair", hidden=True),
    action("repair.remove", "d,delete", "remove", "repair", hidden=True),
    action("repair.join", "m", "join", "repair", hidden=True),
    action("repair.restore", "r", "restore", "repair", hidden=True),
    action("repair.down", "down,j", "move(1)", "repair", hidden=True),
    action("repair.up", "up,k", "move(-1)", "repair", hidden=True),
    action("repair.done", "escape,ctrl+s", "done", "repair", hidden=True),
)
