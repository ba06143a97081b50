"""Servicing: what was really paid, and what is owed because of it."""
