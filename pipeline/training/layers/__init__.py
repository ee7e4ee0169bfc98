"""The layers of the network that is trained: the fast LSTM, and what other cells need."""
