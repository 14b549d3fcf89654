"""The inner loops of training on the CPU, compiled: one net and one block of its batch at a time."""
