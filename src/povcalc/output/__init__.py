"""Writers: each a pure function from what was found to text, or to what rich draws."""
