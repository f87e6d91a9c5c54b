"""`make practice`: a program that waiting users meet, and that plays back what it hears."""
