"""The pages on which a department works without a program of its own: plain HTML, nothing that runs in the browser."""
