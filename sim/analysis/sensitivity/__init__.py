"""Which factors move a response, and how much of it is luck: arrays in, shares of variance out."""
