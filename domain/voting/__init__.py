"""How the seats decide on an exit: by vote, open or secret, or by consent; recusals, and exceptions from a gate."""
