"""New plans to be filled in: for so many areas, or from a table of areas and figures.

From the ground up: `names` makes ids and kinds from names, `areas` reads the rows of a table, `trees` puts them in
their places, `writing` is the text.
"""

from povcalc.skeleton.areas import KINDS, NewArea, as_name, blank
from povcalc.skeleton.trees import Drawn, from_table
from povcalc.skeleton.writing import Skeleton, skeleton

__all__ = ["KINDS", "Drawn", "NewArea", "Skeleton", "as_name", "blank", "from_table", "skeleton"]
