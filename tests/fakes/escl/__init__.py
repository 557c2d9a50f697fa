"""A scanner in the network of the tests' own: a device with glass and feeder, the server before it, its announcement."""
