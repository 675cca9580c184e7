"""Activities: tasks, calls and meetings, planned and done."""
