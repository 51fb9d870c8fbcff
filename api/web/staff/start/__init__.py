"""Starting an initiative from a page."""
