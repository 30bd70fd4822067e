"""The coded record: read, checked, typed, and cut down to what is asked for."""
