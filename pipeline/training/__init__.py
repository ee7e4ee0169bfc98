"""Training, all of it in Keras: the fast LSTM layer, layers of other cells, batches, the loop, evaluation.

May import network, text, tracking and core.
"""
