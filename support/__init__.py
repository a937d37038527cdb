"""What the steps stand on: settings, environments, clients, waiting, evidence, reports."""
