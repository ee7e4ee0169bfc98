"""How new a sample is: the longest copy and the nearest training tweet."""
