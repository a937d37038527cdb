"""backend-api: people, sessions, tracks, playlists, activity and the audit log of Veza."""
