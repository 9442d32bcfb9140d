"""What is done with passports."""
