"""Instruments: frozen terms of a contract, one module each, that become legs."""
