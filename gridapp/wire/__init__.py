"""What is said between desk and hub: frames and codecs; raise the protocol version to change it."""
