"""Small networks side by side: what they are, how they learn, what they print, and how they are sharpened."""
