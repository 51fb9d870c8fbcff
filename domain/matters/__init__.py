"""What is kept beside the phases: a package a matter."""
