"""An application of the reader's."""
