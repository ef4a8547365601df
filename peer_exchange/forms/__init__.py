"""What is well formed."""
