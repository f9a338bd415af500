"""Lines of control: what somebody types at control, told apart, read, carried out and answered."""
