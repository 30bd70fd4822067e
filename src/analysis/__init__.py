"""The open record of US–Russia prisoner exchanges: documents, tables, measures and pictures."""

from analysis.tables import Tables, load_tables

__all__ = ["Tables", "load_tables"]
