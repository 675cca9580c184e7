"""The command line: verbs over records, files and settings; stdout is data, stderr is talk."""
