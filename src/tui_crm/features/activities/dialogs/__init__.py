"""The dialogs that plan, log, move and finish an activity."""
