"""What is found in a network: units chosen on the strings that it learned, judged on longer ones."""
