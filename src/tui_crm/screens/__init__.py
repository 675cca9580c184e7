"""The toolkit of the terminal UI: screens, dialogs and widgets for records of any type."""
