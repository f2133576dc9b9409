"""What the tool keeps: tables, the database they lie in, and migrations."""
