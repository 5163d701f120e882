"""Recorded flights: from the rows of a file to flights, and from flights to bookings."""
