"""chat-server: conversations of people who listen together, live and as history."""
