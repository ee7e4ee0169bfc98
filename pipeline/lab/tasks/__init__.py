"""The tasks: each gives the strings that networks learn, and those that they are judged on."""
