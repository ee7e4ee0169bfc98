"""What the network has memorised: canaries and their exposure."""
