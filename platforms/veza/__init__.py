"""Veza: music streaming with live chat, as a reference platform."""
