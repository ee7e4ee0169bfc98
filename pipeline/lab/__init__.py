"""The lab: small recurrent networks that count, remember and copy, taken apart, measured and proved.

The experiments are those of Chen's *Exploring LSTMs* (2017). A task gives strings; ten networks learn them
side by side; a finding is a measured statement about each of them; a proof is a certificate that anybody can
check. The networks are read with the same pass and step as those of the tweets. It may import every room
below it, and training's TensorFlow in `learning` alone.
"""
