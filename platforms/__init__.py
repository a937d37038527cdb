"""Reference platforms: small, real services that keep the promises the suite checks."""
