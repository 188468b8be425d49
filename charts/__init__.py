"""Figure builders: they take a frame and return a Plotly figure or a pydeck deck.

Called by exhibits, and by briefing, which measures text. A builder chooses no words and rounds no numbers: names, marks
and hover texts are columns of its frame.
"""
