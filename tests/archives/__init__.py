"""Archive packages: written, judged by programs that are not ours, and held to every byte."""
