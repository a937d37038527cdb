"""From a page on the web to an event worth going to: the reference platform of Events."""
