"""Forms on their way out: for other tools, for people with a spreadsheet, for translators, for another house."""
