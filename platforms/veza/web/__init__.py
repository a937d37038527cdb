"""web: the pages of Veza and the API behind them."""
