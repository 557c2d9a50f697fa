"""A scanner in the network of the tests' own: a device, the server before it, and its announcement."""
