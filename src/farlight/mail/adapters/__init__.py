"""The SMTP server, the texts, the signatures of links."""
