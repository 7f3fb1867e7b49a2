"""Agencies (instansi), their unit tree (unor) and their positions (jabatan) with requirements."""
