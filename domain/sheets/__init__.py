"""Sheets: what people keep in spreadsheets, read as CSV into lines of the register, or told what is wrong."""
