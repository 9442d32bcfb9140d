"""Pages and addresses of passports."""
