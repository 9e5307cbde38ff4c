"""Does the model do what theory says: closed forms, and the model's parts held against them."""
