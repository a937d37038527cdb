"""How a run goes: what is selected, in which order, what ends it and with which exit status."""
