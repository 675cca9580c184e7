"""What works in the wizard that brings a list in."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions.action import declare

_MENUS: Final = "import_columns import_ways import_preview import_result"
_SETTLING: Final = "import_sample import_columns import_ways import_preview"

IMPORT: Final = (
    declare("import.open", "enter", "open", "import_file", 10, hidden=True, priority=True),
    declare("import.complete", "tab", "complete", "import_file", 20, hidden=True),
    declare("import.folder_up", "shift+tab", "folder_up", "import_file", 30, hidden=True),
    declare("import.file_down", "down,ctrl+n", "down", "import_file", hidden=True),
    declare("import.file_up", "up", "up", "import_file", hidden=True),
    declare("import.file_page_down", "pagedown", "page(1)", "import_file", hidden=True),
    declare("import.file_page_up", "pageup", "page(-1)", "import_file", hidden=True),
    declare("import.sample_on", "enter", "screen.go_on", "import_sample", 10, hidden=True),
    declare("import.encoding", "e", "encoding(1)", "import_sample", 20),
    declare("import.encoding_back", "E", "encoding(-1)", "import_sample", hidden=True),
    declare("import.delimiter", "d", "delimiter", "import_sample", 30),
    declare("import.sheet", "s", "sheet", "import_sample", 30),
    declare("import.header_down", "down,j", "header(1)", "import_sample", 40, hidden=True),
    declare("import.header_up", "up,k", "header(-1)", "import_sample", hidden=True),
    declare("import.no_header", "0", "no_header", "import_sample"),
    declare("import.unnamed", "b", "unnamed", "import_sample", 35),
    declare("import.type", "t", "type", "import_sample", 50),
    declare("import.sample_right", "right,l", "across(1)", "import_sample", hidden=True),
    declare("import.sample_left", "left,h", "across(-1)", "import_sample", hidden=True),
    declare("import.choose", "enter", "choose", _MENUS, 10, hidden=True),
    declare("import.drop", "space", "drop", "import_columns", 20, hidden=True),
    declare("import.unmapped", "a", "unmapped", "import_columns", 30),
    declare("import.turn", "space,right,l", "turn(1)", "import_ways", 20, hidden=True),
    declare("import.turn_back", "left,h", "turn(-1)", "import_ways", hidden=True),
    declare("import.unset", "delete,backspace", "unset", "import_ways", hidden=True),
    declare("import.next", "n,ctrl+s", "screen.go_on", _SETTLING, 50),
    declare("import.down", "down,j", "move(1)", _MENUS, hidden=True),
    declare("import.up", "up,k", "move(-1)", _MENUS, hidden=True),
    declare("import.page_down", "pagedown,ctrl+f", "page(1)", _MENUS, hidden=True),
    declare("import.page_up", "pageup,ctrl+b", "page(-1)", _MENUS, hidden=True),
    declare("import.first", "home,g", "move(-1000000)", _MENUS, hidden=True),
    declare("import.last", "end,G", "move(1000000)", _MENUS, hidden=True),
    *(
        declare(f"import.step_{n}", str(n), f"screen.go_step({n})", _SETTLING, hidden=True)
        for n in range(1, 6)
    ),
    declare("import.try_all", "w", "try_all", "import_preview", 30),
    declare("import.records", "o", "records", "import_result", 20),
    declare("import.take_back", "u", "take_back", "import_result", 30),
    declare("import.save_mapping", "m", "save_mapping", "import_result", 40),
    declare("import.errors", "y", "copy_errors", "import_result", 50),
    declare("import.back", "escape", "screen.back", f"import_file {_SETTLING}", 15, hidden=True),
    declare("import.stop", "escape", "screen.back", "import_run", 10, hidden=True),
    declare("import.close", "escape", "screen.back", "import_result", 15, hidden=True),
    declare("repair.edit", "enter", "edit", "repair", hidden=True),
    declare("repair.insert", "i", "insert", "repair", hidden=True),
    declare("repair.remove", "d,delete", "remove", "repair", hidden=True),
    declare("repair.join", "m", "join", "repair", hidden=True),
    declare("repair.restore", "r", "restore", "repair", hidden=True),
    declare("repair.down", "down,j", "move(1)", "repair", hidden=True),
    declare("repair.up", "up,k", "move(-1)", "repair", hidden=True),
    declare("repair.done", "escape,ctrl+s", "done", "repair", hidden=True),
)
