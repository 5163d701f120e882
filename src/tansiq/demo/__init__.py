"""A day of real flights, booked by fictional parties: `tansiq demo`."""

from tansiq.demo.run import run as run
