"""What leaders see first: the headline figures, the units that need attention, the map."""
