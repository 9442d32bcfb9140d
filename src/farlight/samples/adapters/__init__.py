<<<<<<< HEAD
"""What samples read and write outside the database."""
=======
"""What samples are read from and written to."""
>>>>>>> main
