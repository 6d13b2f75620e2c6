"""What if: figures changed, and what follows for the people of the plan's areas.

From the ground up: `requests` are changes in the words of a user, `selecting` finds the figures that they mean and
`applying` changes these; `rebalancing` has totals follow their parts, or other parts hold a total; `outcomes` is what
becomes of the areas, `following` the stated figures that follow from that; `files` are scenarios as files, and
`whatif` is all of it together. `goals` turn the question round: how much it would take, as `questions` have it: in
counts (`counting`), in other targets (`stepping`), in money (`paying`).
"""
