"""What a process needs and no feature owns."""
