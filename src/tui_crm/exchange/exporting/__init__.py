"""Records into files, in every format that is offered."""
