"""The exercise that hostile answers are given to."""
