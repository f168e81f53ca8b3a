"""What people decide: confirm, reject, merge, split, undo. No admin here."""
