"""Times of the three things a reader waits for, each as a ratio against a bare reference measured in the same run."""
