"""The queue: fetches pages, has them read, and tells events-api what they say."""
