"""What all tests have in common: no test fails for being slow, since other work may share the machine."""

from hypothesis import settings

settings.register_profile("povcalc", settings(), deadline=None)
settings.load_profile("povcalc")
