"""Doors of clusters and practices: door → form → service → response."""
