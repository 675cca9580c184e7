"""What text and time mean: names, phones, addresses, dates, money, in Japanese and in English."""
