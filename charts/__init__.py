"""Figure builders: a frame in, a Plotly figure or a pydeck deck out. They choose no words and round nothing."""
