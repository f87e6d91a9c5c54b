"""What drawing costs among a million posts, and whether it is even: the pair of a match, and the random feed.

make bench-sampling

`pool` makes and fills databases, `evenness` draws for a chi-square test, `__main__` times, prints and judges.
"""
