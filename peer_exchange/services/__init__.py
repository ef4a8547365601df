"""What changes state; one module per noun, functions verb_noun."""
