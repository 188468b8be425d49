"""融合: Party-building results beside business results."""
