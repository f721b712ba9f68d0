"""What the outline of a site is like, and what lies how far from it; in metres, near the site."""
