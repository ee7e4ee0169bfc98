"""The rules that label: words, names, auxiliaries, quotations, slogans, style."""
