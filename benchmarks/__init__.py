"""What is fast, measured against what others would write, in one process and one run."""
