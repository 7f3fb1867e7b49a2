"""The duties of UU 27/2022, as a person, an analyst and an auditor meet them."""
