"""Pure rules of learning: calculations on plain data. They must not know Django."""
