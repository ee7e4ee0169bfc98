"""Networks of other programs: read from their files and fitted to ours, and ours written for them.

`read` chooses a reader by the file: `keras_files`, `torch_state`, `arrays`; each gives a `Foreign` network.
`fitted` makes it one that this program runs. `write` and `onnx_graph` go the other way. No framework is
needed, and no pickle is read.
"""
