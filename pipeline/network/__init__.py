"""The trained network without a framework: embedding → layers of one kind of cell → dense.

The equations of each kind of cell stand in `cells`, once. `trace` runs them over sequences, `step` a
character at a time with signals held at values, `proof` compares recorded signals with them; `sampler` lets
the network write, `bits` prices what it reads. May import core and text.
"""
