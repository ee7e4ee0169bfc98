"""The stages: what each reads and writes, when it is current, how it is run.

It may import all rooms but `commands`.
"""
