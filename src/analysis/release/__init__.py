"""The same record for people without Python."""
