"""Chooses and joins the parts: the only room that knows every room."""
