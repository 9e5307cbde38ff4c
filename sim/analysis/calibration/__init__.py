"""Which parameters data allow: history matching, ABC, and whether known ones are recovered."""
