"""What newcomers start from: topics, scenes and words as short commented files."""
