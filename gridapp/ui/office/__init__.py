"""The office's hub on this computer: one panel a subject."""
