"""The story of one demo initiative, a module a phase. What people write in it is made up."""
