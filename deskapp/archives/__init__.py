"""Archive packages (归档包): one case, one file, written here and checked here; decision 020 says what is in it and
why.

A package is a pure function of the journal and of the pages that it names: whoever has both writes the same bytes.
"""
