"""Calculations of clusters and practices. Pure: no Django, no database."""
