"""Figure builders: a frame in, a Plotly figure or a pydeck deck out. They draw; they choose no words and round nothing."""
