"""Changes of how a sheet looks, made on its package: formats, sizes, merged blocks, frozen panes, filters."""
