"""What this club alone can promise: that what it wrote is well written, and its site good."""
