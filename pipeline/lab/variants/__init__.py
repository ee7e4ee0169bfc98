"""Other cells on the lab's tasks, beside each other and beside what papers say of them."""
