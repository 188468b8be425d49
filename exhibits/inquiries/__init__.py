"""为民办实事 专题询问: questions put to departments, their answers, and the promises kept.

One file per exhibit, named after its id; `inquiry_groups` holds what several exhibits share.
"""
