"""Several counties at once: each solved on its own, shared targets split by price."""
