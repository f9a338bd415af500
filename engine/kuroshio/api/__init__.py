"""The public interface for Python: what `import kuroshio` offers. Other parts of the package may change."""
