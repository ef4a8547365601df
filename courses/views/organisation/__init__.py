"""The room of those who run an organisation: overview, people, editions, invitations, helping, indicators."""
