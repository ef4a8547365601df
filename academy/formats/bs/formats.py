"""Bosnian, where Django's own formats put the month first or count twelve hours."""

DATE_FORMAT = "j. F Y."
DATETIME_FORMAT = "j. F Y. H:i"
SHORT_DATE_FORMAT = "j.n.Y."
SHORT_DATETIME_FORMAT = "j.n.Y. H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j. F"
NUMBER_GROUPING = 3
