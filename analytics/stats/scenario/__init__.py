"""What measures against mining would do to a flow of hectares, and how sure that is."""
