"""From a document to the data: its text, what its sentences state, and a plan held to it or drafted from it."""
