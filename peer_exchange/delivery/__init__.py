"""What leaves the house: letters, calendars, feeds, PDF, open data."""
