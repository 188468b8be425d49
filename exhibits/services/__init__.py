"""Services to the public: series of the 12345 hotline and their signals."""
