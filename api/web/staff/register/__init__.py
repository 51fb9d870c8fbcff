"""The register on pages: lists with search, forms, files, load, and who may sign in."""
