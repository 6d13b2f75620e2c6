"""What-if questions and goals."""
