"""Reports: tables of results, and the text, CSV and JSON made of them."""
