"""Funding: who pays which item of equipment."""
