"""The parts of a plan and the answers to questions as plain tables."""
