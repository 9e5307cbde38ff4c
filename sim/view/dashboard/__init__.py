"""The live page: the war in the browser, day by day, for one reader or a class."""
