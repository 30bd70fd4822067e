"""The same pictures behind controls: filters, a table, and the documents behind each person and deal."""
