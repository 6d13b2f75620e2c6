"""`python -m povcalc` is the `povcalc` command."""

from povcalc.cli.run import main

if __name__ == "__main__":
    main()
