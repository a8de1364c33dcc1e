"""The conversation of one desk with its hub; HTTP stays in one file."""
