"""Stands in for Windows."""
