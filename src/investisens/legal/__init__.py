"""Legal numbers: dated parameters in TOML files, one per subject, each with its source."""
