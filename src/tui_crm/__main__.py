"""``python -m tui_crm``."""

from __future__ import annotations

from tui_crm.main import run

if __name__ == "__main__":
    run()
