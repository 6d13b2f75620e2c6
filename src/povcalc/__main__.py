"""`python -m povcalc` is the `povcalc` command."""

from povcalc.cli import main

if __name__ == "__main__":
    main()
