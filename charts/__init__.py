"""Figure builders: a frame in, a Plotly figure or a pydeck deck out.

Called by exhibits, and by briefing for the measures of text. A builder chooses no words and rounds no numbers: names,
marks and hover texts are columns of its frame.
"""
