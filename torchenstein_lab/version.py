"""The package's version, written when it is built."""


def package_version() -> str:
    """Return the version, such as `0.1.0`; `0+unknown` in a source folder that was never installed."""
    try:
        from torchenstein_lab._version import __version__ as version
    except ImportError:
        return _installed_version()
    return str(version)


def _installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("torchenstein-lab")
    except PackageNotFoundError:
        return "0+unknown"
