"""The equations of the war: arrays and scalars in, arrays out."""
