"""System checks: what is wrong with the installation, said at start."""
