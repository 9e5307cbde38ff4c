"""The live page in the browser (extra ``dashboard``)."""
