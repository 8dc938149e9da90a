"""The kinds of errors, one file a family. A kind is a function below `@kind(…)`; `docs/errors.md` "
"lists them."""
