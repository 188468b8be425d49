"""满意度: satisfaction in the yearly appraisal, and the opinions written on its forms.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
