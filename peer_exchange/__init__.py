"""Clusters, events and good practices; may import courses, never the reverse."""
