"""履责: what leaders owe and have done: the checklist of actions, its coverage, contact points and joint sessions.

One file per exhibit, named after its id; `duty_words` holds what several exhibits share.
"""
