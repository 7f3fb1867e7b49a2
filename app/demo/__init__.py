"""The demonstration: an invented province, its personnel files, and the story told with them.

Nothing here is about anybody. Names are put together from lists, the province does not exist, its
mail addresses end in `.example`, and the serials of its NIPs lie where the real numbering, which
counts from 001 within one birth date, month of appointment and sex, practically never comes.
"""
