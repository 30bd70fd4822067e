"""The open record of US–Russia prisoner exchanges: documents, tables, measures and pictures."""

__all__ = ["Tables", "load_tables"]


def __getattr__(name: str) -> object:
    """Load pandas when the tables are asked for, not before: so the commands can be stopped while it loads."""
    if name not in __all__:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    from analysis import tables

    return getattr(tables, name)
