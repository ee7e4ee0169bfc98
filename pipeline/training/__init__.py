"""The network: the fast LSTM layer, building and loading, batches, training, evaluation.

`weights` and `forward` work on plain arrays and never import Keras, so that reading a network's
inside needs no framework.
"""
