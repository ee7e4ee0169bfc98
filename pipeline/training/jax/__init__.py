"""The same training on JAX: on a GPU, or by several processes, each with a part of every batch.

The weights, the batches, the optimizer's rule and the loop are those of the training with TensorFlow, and
the network starts from the same weights; only the step and the scores are computed by JAX. Like the rooms
around it, it may import network, text, tracking and core.
"""
