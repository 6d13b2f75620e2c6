"""What stated figures imply: exact ranges, each with the figures that it comes from."""
