"""满意度: satisfaction of the yearly appraisal, and the opinions written on its forms.

One file an exhibit, named as its id; the others hold what several of them share.
"""
