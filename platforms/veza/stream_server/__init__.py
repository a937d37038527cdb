"""Stores tracks, makes their renditions, and hands out and follows streams of them."""
