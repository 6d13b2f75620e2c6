"""What all tests have in common: no test fails for being slow, since other work may share the machine."""

from gettext import NullTranslations

from hypothesis import settings

from povcalc.messages import Lang, catalogue_of

settings.register_profile("povcalc", settings(), deadline=None)
settings.load_profile("povcalc")


class Untranslated(NullTranslations):
    """Refuses what no catalogue holds, where users would read it in English."""

    def gettext(self, message):
        raise LookupError(message)

    def pgettext(self, context, message):
        raise LookupError(f"{context}: {message}")

    def ngettext(self, msgid1, msgid2, n):
        raise LookupError(f"{msgid1} ({msgid2}) of {n}")


for lang in set(Lang) - {Lang.EN}:
    catalogue_of(lang).add_fallback(Untranslated())
