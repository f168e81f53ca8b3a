"""Text becomes language, dates, mentions and topics. No Django here."""
