"""The door for Python: what `import kuroshio` offers. Nothing else of the package is promised to stay as it is."""
