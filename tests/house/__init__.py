"""The rules of the house: walls between its parts, the style of its features, what may be committed."""
