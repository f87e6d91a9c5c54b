"""What a request costs beside a bare framework with the same SQL, and beside a bare nginx."""
