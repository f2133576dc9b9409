"""What the tool does, without a request: collaborators come in as arguments."""
