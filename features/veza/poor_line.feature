@VZ-06
Feature: Listening on a poor line
  Music goes on where the line is poor: if it cannot bring the quality that somebody wishes, the
  track starts in a lower one, and they are told. Whoever runs Veza hears of it.

  Background:
    Given Arno has published "Night Bus"
    And Lina is on her dashboard in the browser

  Rule: What cannot be started in time starts in a lower quality

    @critical @ui @needs.lines @disrupts.veza
    Example: a line that is too narrow for high quality
      When the line between people and stream-server is narrow
      And Lina starts to play "Night Bus" in high quality in the browser
      Then it comes to play in a lower quality, after two further tries at most
      And Lina reads that it does, because high quality could not be started
      And stream-server has raised an alert for each further try

    @ui @needs.database
    Example: a line that brings no music at all
      When no music comes over the line of Lina
      And Lina starts to play "Night Bus" in high quality in the browser
      Then it was tried in high, medium and low quality, and nothing goes on
      And Lina reads that "Night Bus" cannot be played
      And stream-server has raised an alert for each further try
      And it comes to play in high quality when music comes again, and Lina tries again

    @ui
    Example: a line that is good enough
      When Lina starts to play "Night Bus" in high quality in the browser
      Then it comes to play in high quality, at the first try
      And stream-server has raised no alert
