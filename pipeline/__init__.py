"""Tweetscope: train a character LSTM on tweets, find its detector neurons, and prove each claim."""

__version__ = "0.1.0"
