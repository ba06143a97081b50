"""The engine: legs become exact dated flows."""
