"""Tables: how a file of cells is written, told from samples and checked over the whole file; Parquet and kin."""
