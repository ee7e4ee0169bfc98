"""The inside of the network: all signals of a tweet, one-pass scores, certificates, interventions."""
